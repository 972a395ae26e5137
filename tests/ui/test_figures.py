"""Numbers as a person reads them."""

from decimal import Decimal

import pytest

from ui.figures import dollars, seconds, speed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.00"),
        (0.004, "0.00"),
        (1.234, "1.23"),
        (9.994, "9.99"),
        (9.996, "10.0"),
        (12.34, "12.3"),
        (99.96, "100"),
        (1800.0, "1800"),
    ],
)
def test_seconds_have_three_digits_and_more_only_from_a_thousand(value: float, text: str) -> None:
    assert seconds(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.14, "0.1"), (9.94, "9.9"), (9.96, "10"), (87.4, "87"), (123_456.7, "123457")],
)
def test_a_speed_has_a_decimal_only_below_ten(value: float, text: str) -> None:
    assert speed(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "$0"),
        ("0E-12", "$0"),
        ("0.000000015", "$0.000000015"),
        ("0.00012345", "$0.00012"),
        ("0.0123", "$0.012"),
        ("0.0999", "$0.100"),
        ("0.1", "$0.10"),
        ("1.999", "$2.00"),
        ("12345.6", "$12345.60"),
        ("1E+3", "$1000.00"),
    ],
)
def test_a_price_shows_two_digits_that_count(value: str, text: str) -> None:
    assert dollars(Decimal(value)) == text


@pytest.mark.parametrize("exponent", range(0, 30))
def test_a_small_price_is_never_shown_as_nothing(exponent: int) -> None:
    shown = dollars(Decimal(1).scaleb(-exponent))

    assert Decimal(shown.removeprefix("$")) > 0
    assert "E" not in shown
