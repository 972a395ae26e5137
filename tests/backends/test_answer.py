"""What servers leave out, repeat or fill with null, as one object after another."""

from collections.abc import Iterable
from typing import Any

import pytest

from backends.answer import AnswerReader
from backends.types import Filtered, Finished, Notice, Usage
from tests.backends.listening import Heard


def read(*objects: dict[str, Any]) -> Heard:
    reader = AnswerReader()
    heard = Heard()
    for item in objects:
        heard.events += reader.read(item)
    heard.events += reader.close()
    heard.events += [end for end in (reader.usage, reader.finished) if end]
    return heard


def delta(finish: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": fields, "finish_reason": finish}]}


def said(fields: Iterable[dict[str, Any]]) -> Heard:
    return read(*(delta(**field) for field in fields), delta("stop"))


@pytest.mark.parametrize(
    "fields",
    [
        [{"reasoning_content": "Hm"}, {"reasoning_content": "m."}],
        [{"reasoning": "Hm"}, {"reasoning": "m."}],
        [{"reasoning": "Hm", "reasoning_content": "Hm"}, {"reasoning": "m."}],
        [{"reasoning_content": "", "reasoning": "Hmm."}],
        [{"reasoning": "Hmm.", "reasoning_details": [{"text": "Hmm."}]}],
        [{"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "Hmm."}]}]}],
        [{"content": "<think>"}, {"content": "Hmm.</think>"}],
    ],
    ids=["deepseek", "openrouter", "both", "one empty", "details", "mistral", "tags"],
)
def test_reasoning_is_found_under_each_servers_name(fields: list[dict[str, Any]]) -> None:
    heard = said([*fields, {"content": "Yes."}])

    assert (heard.reasoning, heard.text) == ("Hmm.", "Yes.")


def test_mistrals_parts_of_text_are_text() -> None:
    parts = [{"type": "text", "text": "Y"}, {"type": "text", "text": "es"}, "no", {"text": 7}]

    assert said([{"content": parts}, {"content": "."}]).text == "Yes."


ODD: list[dict[str, Any]] = [
    {"choices": None},
    {"choices": []},
    {"choices": {}},
    {"choices": [None, 1, "x", []]},
    {"choices": [{}]},
    {"choices": [{"delta": None}]},
    {"choices": [{"delta": [1]}]},
    {"choices": [{"delta": {"content": {"x": 1}, "tool_calls": {}, "refusal": 1}}]},
    {"choices": [{"delta": {"content": [1, None, "x"], "reasoning": ["x"]}}]},
    {"choices": [{"finish_reason": ""}]},
    {"choices": [{"finish_reason": 5, "index": None}]},
    {"model": 5, "usage": "many"},
    {},
]


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_what_is_missing_or_of_the_wrong_type_does_no_harm(odd: dict[str, Any]) -> None:
    heard = read(delta(content="a"), odd, delta(content="b"), delta("stop"))

    assert (heard.text, heard.reason) == ("ab", "stop")


def test_only_the_first_choice_is_read() -> None:
    other = {"choices": [{"index": 1, "delta": {"content": "x"}, "finish_reason": "length"}]}

    assert read(delta(content="a"), other, delta("stop")).text == "a"


def test_a_whole_message_is_read_where_nothing_is_streamed() -> None:
    message = {"role": "assistant", "content": "Yes.", "reasoning_content": "Hmm."}
    heard = read({"model": "m", "choices": [{"message": message, "finish_reason": "stop"}]})

    assert (heard.reasoning, heard.text, heard.finished) == (
        "Hmm.",
        "Yes.",
        Finished("stop", "stop", "m"),
    )


def test_a_stream_that_repeats_the_whole_message_says_it_once() -> None:
    whole = {"index": 0, "message": {"content": "Yes."}, "delta": {}, "finish_reason": "stop"}
    done = {"index": 0, "message": {"content": "Yes."}, "finish_reason": "stop"}

    assert read(delta(content="Yes."), {"choices": [whole]}, {"choices": [done]}).text == "Yes."


def call(**fields: Any) -> dict[str, Any]:
    return {"tool_calls": [fields]}


@pytest.mark.parametrize(
    "fields",
    [
        [
            call(index=0, id="a", function={"name": "f", "arguments": ""}),
            call(index=0, function={"arguments": "{}"}),
            call(index=1, id="b", function={"name": "g", "arguments": "[1]"}),
        ],
        [
            call(id="a", function={"name": "f", "arguments": "{}"}),
            call(id="b", function={"name": "g", "arguments": "[1]"}),
        ],
    ],
    ids=["openai", "mistral"],
)
def test_tool_calls_are_kept_apart(fields: list[dict[str, Any]]) -> None:
    heard = read(*(delta(**field) for field in fields), delta("tool_calls"))

    assert heard.calls == [("a", "f", "{}"), ("b", "g", "[1]")]
    assert heard.reason == "tool_calls"


def test_tool_calls_without_index_and_id_are_kept_apart_by_their_place() -> None:
    calls = [{"function": {"name": "f", "arguments": "{}"}}, {"function": {"name": "g"}}]

    assert said([{"tool_calls": calls}]).calls == [("", "f", "{}"), ("", "g", "")]


def test_the_older_function_call_is_a_tool_call() -> None:
    pieces = [{"name": "f", "arguments": "{"}, {"arguments": "}"}]
    heard = read(*(delta(function_call=piece) for piece in pieces), delta("function_call"))

    assert heard.calls == [("", "f", "{}")]
    assert heard.reason == "tool_calls"


def test_hostile_tool_calls_do_no_harm() -> None:
    odd: list[Any] = [
        None,
        5,
        {"index": "x", "id": 7, "function": {"name": [], "arguments": {}}},
        {},
    ]

    assert said([{"tool_calls": odd}, {"content": "a"}]).text == "a"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [("stop", "stop"), ("length", "length"), ("banana", "other"), ("function_call", "tool_calls")],
)
def test_a_finish_reason_is_kept_in_the_servers_words(raw: str, reason: str) -> None:
    assert read(delta(raw)).finished == Finished(reason, raw)  # type: ignore[arg-type]


def test_a_finish_reason_that_is_repeated_counts_once() -> None:
    heard = read(delta("length"), delta("stop"), delta("length"))

    assert heard.all(Finished) == [Finished("length", "length")]


def test_a_filtered_reply_names_its_categories_and_keeps_the_text() -> None:
    results = {
        "violence": {"filtered": True, "severity": "high"},
        "jailbreak": {"filtered": False, "detected": True},
        "hate": {"filtered": False},
        "odd": 5,
    }
    end = {"index": 0, "finish_reason": "content_filter", "content_filter_results": results}
    heard = read(delta(content="begin"), {"choices": [end]})

    assert heard.text == "begin"
    assert heard.filtered == [Filtered("reply", ("jailbreak", "violence"))]
    assert heard.reason == "content_filter"


def test_a_filter_that_did_not_run_is_told_once() -> None:
    choice = {"delta": {"content": "a"}, "content_filter_result": {"error": {"code": "timeout"}}}
    heard = read({"choices": [choice]}, {"choices": [choice]}, delta("stop"))

    assert heard.notices == [Notice("filter_unavailable")]
    assert heard.text == "aa"


def test_the_last_usage_counts_where_every_chunk_has_one() -> None:
    usages = [{"usage": {"prompt_tokens": 3, "completion_tokens": n}} for n in (1, 2)]
    heard = read(*(delta(content="a") | usage for usage in usages), delta("stop"))

    assert heard.usage == Usage(3, 2)


def test_a_refusal_is_apart_from_the_text() -> None:
    heard = said([{"refusal": "I "}, {"refusal": "cannot", "content": None}])

    assert (heard.refusal, heard.text) == ("I cannot", "")
