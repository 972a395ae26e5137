"""Which part of the list something belongs to, by the person's own day."""

from datetime import UTC, date, timedelta

import pytest

from ui.days import day_of, part_of, zone

TODAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("age", "part"),
    [(-1, "today"), (0, "today"), (1, "yesterday"), (2, "week"), (7, "week"), (8, "month")],
)
def test_days_that_are_near_have_names(age: int, part: str) -> None:
    assert part_of(TODAY - timedelta(days=age), TODAY) == part


def test_what_is_older_than_a_month_stands_under_its_month() -> None:
    assert part_of(TODAY - timedelta(days=30), TODAY) == "month"
    assert part_of(TODAY - timedelta(days=31), TODAY) == "2026-02"


def test_a_day_begins_at_midnight_where_the_person_is() -> None:
    late = 1_773_014_400.0  # 2026-03-09 00:00 UTC
    assert day_of(late, zone("0")) == TODAY
    assert day_of(late, zone("300")) == date(2026, 3, 8)  # New York
    assert day_of(late + 60 * 60 * 17, zone("-480")) == date(2026, 3, 10)  # Beijing


@pytest.mark.parametrize("text", ["", "abc", "1e3", "99999", "-", "--60", "٣٠", "841"])
def test_what_no_browser_says_is_utc(text: str) -> None:
    assert zone(text) == UTC
