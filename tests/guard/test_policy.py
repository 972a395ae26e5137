"""What visitors may ask for, decided from plain values."""

from dataclasses import replace
from typing import Any

import pytest

from guard.policy import (
    NO_LIMITS,
    Ask,
    Policy,
    Visitor,
    VisitorLimits,
    ask_for,
    check,
    policy_for,
    role_of,
    tokens_of,
)
from guard.refused import Refused

VISITOR = Visitor("visitor", "visitor:1")
ODD_COUNTS: tuple[Any, ...] = (None, True, -1, 0, 1e308, float("nan"), "64", [], {})
ASK = Ask(model="openai:gpt-5-mini")


def policy(**limits: Any) -> Policy:
    return Policy(limits=replace(NO_LIMITS, **limits), message_characters=1000)


def refused(held: Policy, ask: Ask) -> tuple[str, object, object]:
    with pytest.raises(Refused) as caught:
        check(held, ask)
    assert caught.value.frees_at is None
    return caught.value.limit, caught.value.value, caught.value.allowed


@pytest.mark.parametrize(
    ("owner", "owners", "role"),
    [
        ("local", (), "owner"),
        ("login:ann", ("ann",), "owner"),
        ("login:ann", (), "visitor"),
        ("login:bob", ("ann",), "visitor"),
        ("login:local", (), "visitor"),
        ("visitor:ann", ("ann",), "visitor"),
        ("ann", ("ann",), "visitor"),
    ],
)
def test_owners_are_the_one_person_here_and_the_logins_that_are_named(
    owner: str, owners: tuple[str, ...], role: str
) -> None:
    assert role_of(owner, owners) == role


def test_limits_hold_for_visitors_and_not_for_owners() -> None:
    limits = VisitorLimits(columns=1)
    two = replace(ASK, columns=2)

    assert refused(policy_for(VISITOR, limits, 10), two)[0] == "columns"
    check(policy_for(Visitor("owner", "local"), limits, 10), two)


def test_the_longest_message_holds_for_everybody() -> None:
    held = policy_for(Visitor("owner", "local"), VisitorLimits(), 10)

    assert refused(held, replace(ASK, message_characters=11)) == ("message_chars", 11, 10)


@pytest.mark.parametrize("name", ["turns", "columns", "repeats", "output_tokens"])
def test_just_the_limit_is_allowed_and_one_more_is_not(name: str) -> None:
    held = policy(**{name: 7})

    check(held, replace(ASK, **{name: 7}))

    assert refused(held, replace(ASK, **{name: 8})) == (name, 8, 7)


@pytest.mark.parametrize(
    ("patterns", "model", "fits"),
    [
        (None, "any:thing", True),
        (("*",), "any:thing", True),
        (("openai:*",), "openai:gpt-5-mini", True),
        (("openai:gpt-5-mini",), "openai:gpt-5-mini", True),
        (("openai:gpt-5-mini",), "openai:gpt-5-mini-pro", False),
        (("openai:*-mini",), "openai:gpt-5-mini", True),
        (("openai:*",), "azure:openai:x", False),
        (("openai:gpt-5-mini",), "OPENAI:gpt-5-mini", False),
        ((), "any:thing", False),
    ],
)
def test_models_are_allowed_by_name_or_pattern(
    patterns: tuple[str, ...] | None, model: str, fits: bool
) -> None:
    held, ask = policy(models=patterns), replace(ASK, model=model)

    if fits:
        check(held, ask)
    else:
        assert refused(held, ask)[:2] == ("models", model)


@pytest.mark.parametrize(
    "name", ["models", "route", "tools", "service_tier", "best_of", "store", "extra_headers"]
)
def test_parameters_that_route_keep_or_cost_more_are_not_for_visitors(name: str) -> None:
    held = policy_for(VISITOR, VisitorLimits(), 10)

    check(held, replace(ASK, parameters=("temperature", "max_tokens")))

    assert refused(held, replace(ASK, parameters=("temperature", name)))[:2] == ("parameters", name)


@pytest.mark.parametrize(
    ("limit", "wanted", "allowed"),
    [(100, None, 100), (100, 30, 30), (None, 30, 30), (None, None, None)],
)
def test_a_reply_is_held_to_what_is_wanted_or_else_to_the_limit(
    limit: int | None, wanted: int | None, allowed: int | None
) -> None:
    ask = replace(ASK, output_tokens=wanted)

    assert check(policy(output_tokens=limit), ask).output_tokens == allowed


def test_no_tokens_allow_no_reply_but_vectors() -> None:
    held = policy(output_tokens=0)

    assert refused(held, ASK)[0] == "output_tokens"
    assert check(held, replace(ASK, output_tokens=0)).output_tokens == 0


@pytest.mark.parametrize(
    ("parameters", "wanted"),
    [
        ({}, None),
        ({"max_tokens": 5}, 5),
        ({"max_tokens": 5, "max_completion_tokens": 900}, 900),
        *(({"max_tokens": odd}, None) for odd in ODD_COUNTS),
    ],
)
def test_what_a_request_wants_is_read_from_its_parameters(
    parameters: dict[str, Any], wanted: int | None
) -> None:
    ask = ask_for("a:b", ("system", "message"), parameters)

    assert (ask.output_tokens, ask.parameters) == (wanted, tuple(parameters))
    assert (ask.message_characters, ask.input_tokens) == (7, 5)


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("a", 1), ("four", 2), ("你好", 2), ("\ud800", 1)]
)
def test_tokens_are_guessed_rather_too_many(text: str, tokens: int) -> None:
    assert tokens_of(text) == tokens


def test_a_refusal_says_itself_in_english() -> None:
    error = Refused("models", "a:x", ("a:b", "a:c"))

    assert str(error) == "models allows a:b, a:c, and this needs a:x."
