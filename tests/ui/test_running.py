"""What runs for a page ends with the page."""

import pytest

from tests.ui.scripted import Clock
from ui.running import LATE, Running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def running(clock: Clock) -> Running:
    return Running(clock)


@pytest.fixture
def stopped() -> list[str]:
    return []


def test_all_that_runs_for_a_page_is_stopped_when_it_leaves(
    running: Running, stopped: list[str]
) -> None:
    with (
        running.until_gone("page", lambda: stopped.append("chat")),
        running.until_gone("page", lambda: stopped.append("comparison")),
        running.until_gone("other", lambda: stopped.append("other")),
    ):
        running.leave("page")

        assert stopped == ["chat", "comparison"]


def test_what_ended_is_not_stopped(running: Running, stopped: list[str]) -> None:
    def stop() -> None:
        stopped.append("reply")

    with running.until_gone("page", stop):
        with running.until_gone("page", stop):
            pass
        running.leave("page")

    running.leave("page")
    assert stopped == ["reply"]


def test_what_begins_after_its_page_has_left_is_stopped_at_once(
    running: Running, clock: Clock, stopped: list[str]
) -> None:
    running.leave("page")
    clock.now += LATE / 2

    with running.until_gone("page", lambda: stopped.append("late")):
        assert stopped == ["late"]


def test_a_page_that_comes_back_later_can_go_on(
    running: Running, clock: Clock, stopped: list[str]
) -> None:
    running.leave("page")
    clock.now += LATE / 2
    running.leave("page")
    clock.now += LATE * 0.75
    with running.until_gone("page", lambda: stopped.append("too early")):
        assert stopped == ["too early"]
    clock.now += LATE

    with running.until_gone("page", lambda: stopped.append("late")):
        assert stopped == ["too early"]


def test_who_has_no_page_is_never_stopped(running: Running, stopped: list[str]) -> None:
    with running.until_gone(None, lambda: stopped.append("program")):
        running.leave("page")

    assert stopped == []
