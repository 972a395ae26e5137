"""Guessing passwords, and what is there without any."""

import socket
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from urllib.parse import urlsplit

import pytest

from guard.logins import FREE
from tests.attacks.asking import Answer, ask
from tests.attacks.registry import attack
from tests.running import AppProcess, started_app

addresses = count(1)
NOBODY = "nobody-of-that-name"


def log_in(app: AppProcess, address: str, name: str, password: str) -> Answer:
    form = {"username": name, "password": password}
    return ask(app, "POST", "/login", {"X-Forwarded-For": address}, form=form)


@pytest.fixture
def address() -> str:
    """Where nobody has tried to log in before."""
    return f"198.51.100.{next(addresses)}"


@attack("A050")
def test_after_five_wrong_passwords_an_address_has_to_wait(club: AppProcess, address: str) -> None:
    answers = [log_in(club, address, f"{NOBODY}-{address}-{n}", "x") for n in range(FREE + 3)]

    assert [answer.status for answer in answers] == [400] * FREE + [429] * 3
    assert all(1 <= int(answer.headers["retry-after"]) <= 60 for answer in answers[FREE:])


@attack("A050")
def test_a_name_has_to_wait_wherever_the_attempts_come_from(club: AppProcess) -> None:
    name = f"{NOBODY}-everywhere"
    statuses = [
        log_in(club, f"198.51.100.{next(addresses)}", name, "x").status for _ in range(FREE + 2)
    ]

    assert statuses == [400] * FREE + [429] * 2


@attack("A050")
def test_two_hundred_at_the_same_time_get_no_more_guesses(club: AppProcess, address: str) -> None:
    def guess(number: int) -> int:
        return log_in(club, address, f"{NOBODY}-{address}", str(number)).status

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(guess, range(200)))

    # Those that wait may be let through once more a second later, and then two seconds later.
    assert FREE <= statuses.count(400) <= FREE + 6
    assert statuses.count(400) + statuses.count(429) == 200


@attack("A050")
def test_the_right_password_is_let_in_and_forgives_the_name(club: AppProcess, address: str) -> None:
    statuses = [
        log_in(club, f"{address[:-1]}{n}" if n else address, "ann", password).status
        for n, password in enumerate(["x"] * (FREE - 1) + ["a-long-password"] + ["x"] * 2)
    ]

    assert statuses == [400] * (FREE - 1) + [200] + [400] * 2


@attack("A050")
@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe=%zz&&==", b"username=a&username=b", b"x" * 15_000]
)
def test_a_strange_form_is_no_way_round(club: AppProcess, address: str, body: bytes) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": address}
    statuses = [ask(club, "POST", "/login/", kind, body=body).status for _ in range(FREE + 1)]

    assert statuses[-1] == 429
    assert {*statuses[:-1]} <= {400, 422, 429}


@attack("A050")
def test_an_address_that_is_only_claimed_is_no_way_round(home: AppProcess) -> None:
    """No proxy is trusted there, so all come from one address."""
    statuses = [
        log_in(home, f"203.0.113.{n}", f"{NOBODY}-{n}", "x").status for n in range(FREE + 1)
    ]

    assert statuses[-1] in (302, 429)  # without logins there is nothing to guess


LEFT_OPEN_BY_GRADIO = (
    ("POST", "/gradio_api/cancel"),
    ("POST", "/gradio_api/reset"),
    ("GET", "/gradio_api/heartbeat/somebody"),
    ("GET", "/gradio_api/app_id"),
    ("GET", "/gradio_api/upload_progress?upload_id=x"),
)
PROTECTED = (
    ("GET", "/config"),
    ("GET", "/gradio_api/info"),
    ("GET", "/gradio_api/openapi.json"),
    ("GET", "/gradio_api/queue/status"),
    ("GET", "/gradio_api/queue/data?session_hash=x"),
    ("POST", "/gradio_api/queue/join"),
    ("POST", "/gradio_api/call/chat"),
    ("POST", "/gradio_api/run/chat"),
    ("POST", "/gradio_api/component_server"),
    ("POST", "/gradio_api/upload"),
    ("GET", "/gradio_api/file=app.py"),
    ("GET", "/openapi.json"),
)


@attack("A069")
@pytest.mark.parametrize(("method", "path"), [*LEFT_OPEN_BY_GRADIO, *PROTECTED])
def test_nothing_is_there_without_a_login(club: AppProcess, method: str, path: str) -> None:
    for cookie in ({}, {"Cookie": "access-token-unsecure-x=y"}):
        answer = ask(
            club, method, path, cookie, data={"session_hash": "x"} if method == "POST" else None
        )

        assert answer.status in (401, 404)


@attack("A069")
def test_with_a_login_they_are(club: AppProcess, session: str) -> None:
    statuses = {
        path: ask(club, "GET", path, {"Cookie": session}).status
        for path in ("/config", "/gradio_api/info", "/gradio_api/app_id")
    }

    assert set(statuses.values()) == {200}, statuses


@attack("A069")
@pytest.mark.parametrize("path", ["/", "/healthz", "/theme.css", "/manifest.json", "/robots.txt"])
def test_the_login_page_has_what_it_needs(club: AppProcess, path: str) -> None:
    assert ask(club, "GET", path).status == 200


@attack("A070")
@pytest.mark.parametrize("settings", [{}, {"PARLEY_AUTH": ""}])
def test_a_public_link_without_a_login_is_refused(settings: dict[str, str]) -> None:
    with started_app(settings, ("--port", "0", "--no-local-model", "--share")) as app:
        status = app.wait(60)

    assert status == 2
    assert "PARLEY_AUTH" in app.stderr()


def test_a_connection_that_breaks_off_while_logging_in_harms_nobody(club: AppProcess) -> None:
    address = urlsplit(club.url)
    with socket.create_connection((address.hostname, address.port)) as connection:
        head = f"POST /login HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: 99\r\n\r\nuser"
        connection.send(head.encode())

    assert ask(club, "GET", "/healthz").status == 200
