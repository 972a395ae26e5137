"""What an action would cost, in one sentence."""

import re
from decimal import Decimal
from typing import Any

import pytest

from ui.estimate_text import estimate_text
from ui.estimates import Estimate

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def estimated(**values: Any) -> Estimate:
    """3 requests with a limit, all at known prices, where `values` does not say otherwise."""
    usual: dict[str, Any] = {
        "requests": 3,
        "input_tokens": 1420,
        "output_tokens": 3000,
        "usd": Decimal("0.0123"),
        "unknown_prices": (),
        "unlimited": (),
    }
    return Estimate(**usual | values)


OPEN: dict[str, Any] = {"output_tokens": None, "unlimited": ("x:a",)}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {},
            "3 requests, about 1,420 tokens in and at most 3,000 out, at most about $0.012",
        ),
        (
            {"requests": 1},
            "1 request, about 1,420 tokens in and at most 3,000 out, at most about $0.012",
        ),
        (
            {"usd": Decimal(0)},
            "3 requests, about 1,420 tokens in and at most 3,000 out, free",
        ),
        (
            {"usd": Decimal(0), "requests": 1, "output_tokens": None},
            "1 request, about 1,420 tokens in, no limit on the reply, free",
        ),
        (
            {"usd": Decimal(0), "output_tokens": None},
            "3 requests, about 1,420 tokens in, no limit on those out, free",
        ),
        (
            {"requests": 1} | OPEN,
            "1 request, about 1,420 tokens in, about $0.012 for the prompt,"
            " no limit on the reply, so the cost is open",
        ),
        (
            OPEN | {"unlimited": ("x:a", "y:b")},
            "3 requests, about 1,420 tokens in, about $0.012 without the replies of x:a, y:b,"
            " which have no limit, so the cost is open",
        ),
        (
            {"requests": 0, "input_tokens": 0, "output_tokens": 0, "usd": Decimal(0)},
            "nothing to send",
        ),
    ],
)
def test_requests_tokens_and_dollars_are_said(values: dict[str, Any], sentence: str) -> None:
    assert estimate_text(estimated(**values), "en") == sentence


@pytest.mark.parametrize(
    ("values", "end"),
    [
        ({"usd": None}, "out, price unknown for x:a, y:b"),
        ({"usd": Decimal(0)}, "out, price unknown for x:a, y:b"),
        ({}, "at most about $0.012 without x:a, y:b, whose price is unknown"),
        (OPEN | {"unlimited": ("z",)}, "so the cost is open, price unknown for x:a, y:b"),
    ],
)
def test_models_without_a_price_are_named_and_never_called_free(
    values: dict[str, Any], end: str
) -> None:
    said = estimate_text(estimated(unknown_prices=("x:a", "y:b"), **values), "en")

    assert said.endswith(end)
    assert "free" not in said


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "3 个请求，输入约 1,420 词元，输出最多 3,000 词元，费用最多约 $0.012"),
        (
            {"requests": 1} | OPEN,
            "1 个请求，输入约 1,420 词元，提示词约 $0.012，回复没有长度上限，总费用无法确定",
        ),
        (
            {"usd": None, "unknown_prices": ("x:a", "y:b")},
            "3 个请求，输入约 1,420 词元，输出最多 3,000 词元，x:a、y:b 的价格未知",
        ),
    ],
)
def test_it_is_said_in_chinese(values: dict[str, Any], sentence: str) -> None:
    said = estimate_text(estimated(**values), "zh")

    assert said == sentence
    assert CHINESE.search(said)
