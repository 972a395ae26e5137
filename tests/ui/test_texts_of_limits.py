"""Each limit says itself in both languages, with the amount and the time that it frees."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import get_args

import pytest

from guard.policy import VisitorLimits
from guard.refused import Amount, LimitName, Refused
from ui.languages import Language
from ui.texts_of_limits import NOTHING, SENTENCES, limit_text

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
MIDNIGHT = NOON + timedelta(hours=12)
CHINESE = "\u4e00"


def text(refused: Refused, language: Language = "en") -> str:
    return limit_text(language, refused, NOON)


def test_every_limit_has_its_sentence_and_its_setting() -> None:
    assert set(SENTENCES) == set(get_args(LimitName))
    assert set(SENTENCES) == {"message_chars", *VisitorLimits.__dataclass_fields__}


@pytest.mark.parametrize("limit", get_args(LimitName))
def test_a_sentence_tells_the_limit_in_both_languages(limit: LimitName) -> None:
    for allowed in (Decimal("0.50"), 7, ("a:b",)):
        refused = Refused(limit, allowed, allowed, MIDNIGHT)
        english, chinese = text(refused), text(refused, "zh")

        assert english.endswith(".") and chinese.endswith("。")
        assert "{" not in english + chinese and not any(char >= CHINESE for char in english)
        assert limit not in english + chinese or limit in ("models", "columns", "repeats", "turns")


@pytest.mark.parametrize(
    ("refused", "english", "chinese"),
    [
        (
            Refused("requests_per_minute", 21, 20, NOON + timedelta(seconds=31.2)),
            "You can ask 20 times a minute. Try again in 32 s.",
            "每分钟最多提问 20 次，请在 32 秒后重试。",
        ),
        (
            Refused("tokens_per_day", 250_000, 200_000, MIDNIGHT),
            "You can use 200,000 tokens a day, and this could come to 250,000. Ask for less, or"
            " try again in 12 h.",
            "每天最多使用 200,000 个词元，这次可能会达到 250,000 个。"
            "请缩短内容，或在 12 小时后重试。",
        ),
        (
            Refused("usd_per_day", Decimal("0.501234"), Decimal("0.50"), MIDNIGHT),
            "You can spend $0.50 a day, and this could come to $0.5012. Choose a cheaper model,"
            " or try again in 12 h.",
            "每天最多花费 $0.50，这次可能会达到 $0.5012。请换更便宜的模型，或在 12 小时后重试。",
        ),
        (
            Refused("models", "a:dear", ("a:cheap", "b:*")),
            "a:dear is not among the models that are allowed here: a:cheap, b:*. Choose one of"
            " these.",
            "这里不能使用 a:dear，可用的模型：a:cheap, b:*。请换一个。",
        ),
    ],
)
def test_it_names_the_amounts_and_the_time(refused: Refused, english: str, chinese: str) -> None:
    assert (text(refused), text(refused, "zh")) == (english, chinese)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "in 1 s"), (-5, "in 1 s"), (120, "in 120 s"), (121, "in 3 min"), (7201, "in 3 h")],
)
def test_the_time_is_rounded_up(seconds: float, words: str) -> None:
    refused = Refused("requests_per_day", 2, 1, NOON + timedelta(seconds=seconds))

    assert words in text(refused)


@pytest.mark.parametrize("limit", get_args(LimitName))
@pytest.mark.parametrize("nothing", [0, Decimal(0), ()])
def test_a_limit_of_nothing_says_that_it_is_off(limit: LimitName, nothing: Amount) -> None:
    english = text(Refused(limit, 1, nothing))

    assert "here." in english and "again" not in english
    assert text(Refused(limit, 1, nothing), "zh").endswith("。")


def test_what_was_typed_is_cut_short() -> None:
    assert len(text(Refused("models", "x" * 10_000, ("a:b",)))) < 300


def test_words_for_nothing_are_of_limits() -> None:
    assert set(NOTHING) <= set(SENTENCES)
