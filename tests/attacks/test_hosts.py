"""By which names the page answers, and what it believes of where a request came by."""

import json
import re

import pytest

from tests.attacks.asking import ask
from tests.attacks.conftest import NAME
from tests.attacks.registry import attack
from tests.running import AppProcess

REBINDING = (
    "evil.example",
    "evil.example:7860",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
)


@attack("A066")
@pytest.mark.parametrize("host", [*REBINDING, "192.0.2.1", "a@127.0.0.1", "", "x" * 400, "[::1"])
def test_a_page_for_this_machine_alone_does_not_answer_to_other_names(
    home: AppProcess, host: str
) -> None:
    for path in ("/", "/config", "/gradio_api/info", "/healthz"):
        answer = ask(home, "GET", path, {"Host": host})

        assert answer.status in (400, 403)
        assert "parley" not in answer.text.lower().replace("parley_allowed_hosts", "").replace(
            "that parley is reached by", ""
        )


@attack("A066")
@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost:1", "LOCALHOST", "[::1]:80", "a.localhost"]
)
def test_it_answers_to_every_name_of_this_machine(home: AppProcess, host: str) -> None:
    assert ask(home, "GET", "/healthz", {"Host": host}).status == 200


@attack("A066")
@pytest.mark.parametrize("host", REBINDING)
def test_where_names_are_given_no_others_will_do(club: AppProcess, host: str) -> None:
    answer = ask(club, "GET", "/healthz", {"Host": host})

    assert answer.status == 403
    assert "PARLEY_ALLOWED_HOSTS" in answer.text


@pytest.mark.parametrize(
    "host",
    [NAME, f"{NAME}:443", "CHAT.example.com.", "a.b.below.example", "192.0.2.1", "[2001:db8::1]"],
)
def test_names_that_are_given_and_bare_addresses_will_do(club: AppProcess, host: str) -> None:
    assert ask(club, "GET", "/healthz", {"Host": host}).status == 200


def root_of(page: str) -> str:
    found = re.search(r'"root":\s*("(?:[^"\\]|\\.)*")', page)
    assert found
    return json.loads(found[1])


@attack("A068")
@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example, 127.0.0.1"},
        {"X-Gradio-Server": "https://evil.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
    ],
)
def test_a_claim_of_another_address_does_not_change_the_pages_links(
    home: AppProcess, headers: dict[str, str]
) -> None:
    page = ask(home, "GET", "/", headers).text

    assert "evil.example" not in page
    assert root_of(page).partition("://")[2] == home.url.partition("://")[2]


def test_a_name_that_was_given_may_be_told_by_a_proxy(club: AppProcess) -> None:
    page = ask(club, "GET", "/", {"X-Forwarded-Host": NAME, "X-Forwarded-Proto": "https"})

    assert root_of(page.text) == f"https://{NAME}"
