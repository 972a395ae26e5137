"""How long whoever guesses has to wait, by a clock that goes on only when told."""

import pytest

from guard.logins import FORGOTTEN_AFTER, FREE, LONGEST_WAIT, MOST_KEYS, Attempts, is_open


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_wait_doubles_up_to_a_minute() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    waits: list[float] = []
    for _ in range(FREE):
        assert attempts.begin("name ann", "address net") == 0
    for _ in range(8):
        waits.append(attempts.begin("name ann", "address net"))
        clock.now += waits[-1]
        assert attempts.begin("name ann", "address net") == 0

    assert waits == [1, 2, 4, 8, 16, 32, LONGEST_WAIT, LONGEST_WAIT]


def test_trying_while_waiting_does_not_make_it_longer() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    for _ in range(FREE):
        attempts.begin("name ann", "address net")

    assert {attempts.begin("name ann", "address net") for _ in range(50)} == {1.0}
    clock.now += 1
    assert attempts.begin("name ann", "address net") == 0


@pytest.mark.parametrize("keys", [("name ann", "address {}"), ("name {}", "address net")])
def test_either_the_name_or_the_address_is_enough(keys: tuple[str, str]) -> None:
    attempts = Attempts(Clock())
    for number in range(FREE):
        assert attempts.begin(*(key.format(number) for key in keys)) == 0

    assert attempts.begin(*(key.format("new") for key in keys)) > 0
    assert attempts.begin("name other", "address other") == 0


def test_success_forgives_the_name_and_only_itself_to_the_address() -> None:
    attempts = Attempts(Clock())
    for number in range(FREE - 1):
        attempts.begin(f"name {number}", "address net")
    attempts.begin("name ann", "address net")
    attempts.succeeded("name ann", "address net")

    assert attempts.begin("name eve", "address net") == 0
    assert attempts.begin("name ann", "address net") > 0


def test_failures_are_forgotten_after_a_while() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    for _ in range(FREE):
        attempts.begin("name ann", "address net")

    clock.now += FORGOTTEN_AFTER + 1

    for _ in range(FREE):
        assert attempts.begin("name ann", "address net") == 0


def test_many_names_do_not_fill_the_memory() -> None:
    attempts = Attempts(Clock())
    for number in range(MOST_KEYS + 100):
        attempts.begin(f"name {number}")

    assert len(attempts._failures) == MOST_KEYS  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize(
    ("path", "is_so"),
    [
        ("/", True),
        ("/login", True),
        ("/login/", True),
        ("/assets/x.js", True),
        ("/config", False),
        ("/gradio_api/cancel", False),
        ("/loginx", False),
        ("/assetsx", False),
    ],
)
def test_only_the_login_page_is_open(path: str, is_so: bool) -> None:
    assert is_open(path) is is_so
