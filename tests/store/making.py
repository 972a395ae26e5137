"""Runs to keep: small ones, and one in which every field is set."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from backends.types import Filtered, Notice
from store.types import (
    Call,
    FigureRecord,
    LaneRecord,
    ReplyRecord,
    ReplyStatus,
    Run,
    TurnRecord,
    new_id,
)

MODELS = ("a:one", "b:two", "c:three")


def reply(text: str = "Blue.", status: ReplyStatus = "done") -> ReplyRecord:
    return ReplyRecord(status=status, text=text)


def turn(
    message: str = "Which colour?", number: int = 0, model: str = "a:one", *replies: ReplyRecord
) -> TurnRecord:
    return TurnRecord(
        number=number, message=message, model=model, replies=replies or (reply(f"By {model}"),)
    )


def lane(key: str = "1", model: str = "a:one", *turns: TurnRecord) -> LaneRecord:
    return LaneRecord(key=key, model=model, turns=turns or (turn(model=model),))


def lanes(*models: str) -> tuple[LaneRecord, ...]:
    """A lane for each model, with the keys "1", "2", … and one turn."""
    return tuple(lane(str(at + 1), model) for at, model in enumerate(models or MODELS))


def growing(text: str, status: ReplyStatus = "writing") -> tuple[LaneRecord, ...]:
    """Two lanes: one whose reply is done, one whose reply has come as far as `text`."""
    under_way = turn("Count.", 0, "b:two", reply(text, status))
    return (lane("1", "a:one"), lane("2", "b:two", under_way))


def whole_reply(text: str, reasoning: str = "") -> ReplyRecord:
    return ReplyRecord(
        status="incomplete",
        text=text,
        reasoning=reasoning,
        refusal="I would rather not.",
        calls=(Call("weather", '{"place": "Bern"}'),),
        error="The server broke off the reply. What arrived is kept; retry for a whole one.",
        notices=(Notice("renamed", "max_tokens", "max_completion_tokens"),),
        filtered=Filtered("reply", ("violence",)),
        finish_reason="length",
        raw_reason="max_tokens",
        model_served="one-2026-01-01",
        request_id="req_1",
        figures=FigureRecord(
            seconds_to_first_token=0.1,
            seconds=1.2345678901234567,
            tokens_per_second=33.3,
            input_tokens=10,
            output_tokens=20,
            reasoning_tokens=5,
            cached_tokens=0,
            estimated=False,
            cost_usd=Decimal("0.000012345678901234567890"),
            free=False,
        ),
    )


def whole_run(text: str = "Blue.") -> Run:
    """Every field is set; `text` is wherever a person or a model can write."""
    parameters: dict[str, Any] = {"temperature": 0.5, "stop": [text], "extra": {"a": [1, None]}}
    turns = tuple(
        TurnRecord(
            number=number,
            message=text,
            model=f"a:{text}",
            system=text,
            parameters=parameters,
            replies=(whole_reply(text, text), replace(whole_reply("Other."), status="done")),
        )
        for number in (0, 2)
    )
    kept = LaneRecord(key="1", model="a:one", system=text, parameters=parameters, turns=turns)
    return Run(
        id=new_id(),
        owner="",
        title=" ".join(text[:40].split()),
        created_at=1_790_000_000.123,
        lanes=(kept, LaneRecord(key="2", model="b:two")),
    )
