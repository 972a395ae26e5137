"""A request as it is sent, and the notices of what is different."""

from typing import Any

import pytest

from backends.learned import Habits
from backends.types import ChatRequest, Message, Notice
from backends.wire import build_body
from tests.backends.listening import ask


def test_a_request_is_sent_with_its_usage_asked_for() -> None:
    body, notices = build_body(ask("Hi", system="Be brief.", temperature=0.5), Habits())

    assert body == {
        "model": "alpha",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Hi"},
        ],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.5,
    }
    assert notices == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n", 5),
        ("stream", False),
        ("stream_options", {"include_usage": False}),
        ("messages", []),
        ("model", "other"),
    ],
)
def test_what_parley_sets_itself_is_passed_over_with_a_notice(name: str, value: Any) -> None:
    plain, _ = build_body(ask(), Habits())
    request = ChatRequest(model="alpha", messages=ask().messages, parameters={name: value})

    assert build_body(request, Habits()) == (plain, [Notice("ignored", name)])


def test_what_parley_would_set_anyway_needs_no_notice() -> None:
    assert build_body(ask(n=1, stream=True), Habits())[1] == []


def test_unknown_parameters_and_nulls_are_passed_on() -> None:
    body, notices = build_body(ask(top_k=40, seed=None), Habits())

    assert (body["top_k"], body["seed"]) == (40, None)
    assert notices == []


def test_habits_rename_and_drop_with_a_notice_each() -> None:
    habits = Habits(
        renamed={"max_tokens": "max_completion_tokens"},
        dropped={"top_p"},
        refused_values={("reasoning_effort", "'minimal'")},
    )
    body, notices = build_body(ask(max_tokens=5, top_p=0.5, reasoning_effort="minimal"), habits)

    assert body["max_completion_tokens"] == 5
    assert not body.keys() & {"max_tokens", "top_p", "reasoning_effort"}
    assert notices == [
        Notice("renamed", "max_tokens", "max_completion_tokens"),
        Notice("dropped", "top_p"),
        Notice("dropped", "reasoning_effort"),
    ]
    assert build_body(ask(reasoning_effort="low"), habits)[0]["reasoning_effort"] == "low"


def test_reasoning_goes_back_only_where_it_is_wanted() -> None:
    turns = (Message("user", "a"), Message("assistant", "b", "hm"), Message("user", "c"))
    request = ChatRequest(model="alpha", messages=turns)

    plain, _ = build_body(request, Habits())
    wanted, notices = build_body(request, Habits(return_reasoning=True))

    assert "hm" not in str(plain)
    assert wanted["messages"][1] == {
        "role": "assistant",
        "content": "b",
        "reasoning_content": "hm",
    }
    assert notices == [Notice("reasoning_returned")]


def test_a_system_prompt_is_folded_into_the_first_question() -> None:
    body, notices = build_body(ask("Hi", system="Be brief."), Habits(fold_system=True))

    assert body["messages"] == [{"role": "user", "content": "Be brief.\n\nHi"}]
    assert notices == [Notice("system_folded")]


def test_a_system_prompt_alone_becomes_the_question() -> None:
    request = ChatRequest(model="alpha", messages=(Message("system", "Be brief."),))

    body, _ = build_body(request, Habits(fold_system=True))

    assert body["messages"] == [{"role": "user", "content": "Be brief."}]


def test_half_a_character_is_replaced() -> None:
    body, _ = build_body(ask("a\ud83db 😀"), Habits())

    assert body["messages"][0]["content"] == "a?b 😀"
