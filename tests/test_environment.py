"""What other packages find in the environment once Parley has settled it."""

import os

import pytest

import environment


def test_gradios_variables_go_but_for_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_SHARE", "true")
    monkeypatch.setenv("GRADIO_TEMP_DIR", "uploads")

    environment.settle()

    assert "GRADIO_SHARE" not in os.environ
    assert os.environ["GRADIO_TEMP_DIR"] == "uploads"


def test_nothing_calls_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_ANALYTICS_ENABLED", "True")

    environment.settle()

    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert os.environ["HF_HUB_DISABLE_TELEMETRY"] == "1"


def test_no_program_here_is_believed_about_where_visitors_come_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")

    environment.settle()

    assert os.environ["FORWARDED_ALLOW_IPS"] == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "box"),
        ("intranet.example", "intranet.example,box"),
        ("box , intranet.example", "box,intranet.example"),
        ("*", "*"),
    ],
)
def test_a_host_joins_those_that_need_no_proxy(
    monkeypatch: pytest.MonkeyPatch, before: str, after: str
) -> None:
    monkeypatch.setenv("no_proxy", before)
    monkeypatch.setenv("NO_PROXY", before)

    environment.no_proxy_for("box")

    assert (os.environ["no_proxy"], os.environ["NO_PROXY"]) == (after, after)
