"""Visitors of the running application, over HTTP: each sees what is their own, and no more."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.signing import FILE_NAME
from guard.visitors import signer
from serving import only_this_machine
from tests.running import AppProcess, running_app
from tests.visiting import Visitor, keep, open_to_all, put_on, visiting

SOMEBODY = "0" * 32


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("203.0.113.7", False),
        ("nowhere.invalid", False),
    ],
)
def test_only_loopback_addresses_are_for_this_machine_alone(host: str, alone: bool) -> None:
    assert only_this_machine(host) is alone


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def app(data: Path) -> Iterator[AppProcess]:
    """Anyone could reach it, and nobody logs in."""
    with open_to_all(data) as app:
        yield app


@pytest.fixture
def ann(app: AppProcess) -> Iterator[Visitor]:
    with visiting(app, "ann") as visitor:
        yield visitor


@pytest.fixture
def bob(app: AppProcess) -> Iterator[Visitor]:
    with visiting(app, "bob") as visitor:
        yield visitor


def test_visitors_of_the_application_see_only_their_own(
    ann: Visitor, bob: Visitor, data: Path
) -> None:
    hers, his = keep(data, ann.owner), keep(data, bob.owner)
    keep(data, "local")

    assert (ann.listed(), bob.listed()) == ([hers.id], [his.id])


def test_another_visitors_comparison_is_no_longer_kept(
    app: AppProcess, ann: Visitor, data: Path
) -> None:
    """Even for one who knows its id and pretends to be the very page that shows it."""
    run = keep(data, ann.owner)
    assert ann.listed() == [run.id]

    with visiting(app, ann.session) as thief:
        told, file = thief.taken_away(run.id)

    assert "This comparison is no longer kept" in told
    assert file == ""
    assert run.title in ann.taken_away(run.id)[1]


def test_a_forged_cookie_sees_nothing(
    app: AppProcess, ann: Visitor, bob: Visitor, data: Path
) -> None:
    run = keep(data, ann.owner)
    name, _, signature = ann.cookie.partition(".")
    forged = (name, f"{name}.{'A' * len(signature)}", signer(b"\x07" * 32).sign(name).decode())

    for cookie in (*forged, "local", ann.owner, ann.cookie[:-2]):
        put_on(bob.http, cookie)
        assert bob.listed() == []
    put_on(bob.http, ann.cookie)
    assert bob.listed() == [run.id]


def test_a_program_without_a_cookie_sees_nothing(app: AppProcess, bob: Visitor, data: Path) -> None:
    keep(data, bob.owner)
    bob.http.cookies.clear()

    assert bob.listed() == []


def test_the_same_browser_sees_its_own_after_a_restart(tmp_path: Path) -> None:
    with open_to_all(tmp_path) as app, visiting(app) as visitor:
        cookie, run = visitor.cookie, keep(tmp_path, visitor.owner)

    with open_to_all(tmp_path) as app, visiting(app, "b", cookie) as visitor:
        assert visitor.cookie == cookie
        assert visitor.listed() == [run.id]


def test_a_login_is_nobody_else_whatever_its_name(tmp_path: Path) -> None:
    for owner in ("local", f"visitor:{SOMEBODY}", "ann"):
        keep(tmp_path, owner)
    run = keep(tmp_path, "login:local")
    logins = {"PARLEY_AUTH": f"local:pw,visitor:{SOMEBODY},ann:pw"}

    with open_to_all(tmp_path, logins) as app:
        with visiting(app, "a", login=("local", "pw")) as local:
            assert local.listed() == [run.id]
        for name, password in (("visitor", SOMEBODY), ("ann", "pw")):
            with visiting(app, name, login=(name, password)) as other:
                assert other.listed() == []


def test_on_this_machine_alone_all_browsers_are_one_person(tmp_path: Path) -> None:
    run = keep(tmp_path, "local")

    with running_app({"PARLEY_DATA_DIR": str(tmp_path)}) as app:
        for session in ("a", "b"):
            with visiting(app, session) as visitor:
                assert visitor.listed() == [run.id]
                assert not visitor.http.cookies
        assert not (tmp_path / FILE_NAME).exists()
