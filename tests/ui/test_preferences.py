"""Votes as pairs of replies to train on."""

import json
from dataclasses import replace
from typing import Any

import pytest

from store.types import LaneRecord, ReplyRecord, Vote
from tests.ui.voting import lane, vote
from ui.preferences import preference_pairs


def voted(winner: str, *lanes: LaneRecord) -> tuple[Vote, tuple[LaneRecord, ...]]:
    return vote([each.model for each in lanes], winner), lanes


def pairs(*votes: tuple[Vote, tuple[LaneRecord, ...]]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in preference_pairs(votes).split("\n") if line]


def user(content: str) -> dict[str, str]:
    return {"role": "user", "content": content}


def assistant(content: str) -> dict[str, str]:
    return {"role": "assistant", "content": content}


def test_the_best_reply_is_preferred_to_each_of_the_others() -> None:
    three = [lane(key, ("Why?", reply)) for key, reply in (("1", "a"), ("2", "b"), ("3", "c"))]
    two = [lane("1", ("How?", "so")), lane("2", ("How?", "thus"))]

    assert pairs(voted("2", *three), voted("1", *two)) == [
        {"prompt": [user("Why?")], "chosen": [assistant("b")], "rejected": [assistant("a")]},
        {"prompt": [user("Why?")], "chosen": [assistant("b")], "rejected": [assistant("c")]},
        {"prompt": [user("How?")], "chosen": [assistant("so")], "rejected": [assistant("thus")]},
    ]


def test_the_prompt_ends_where_the_columns_part() -> None:
    one = lane("1", ("Why?", "a"), ("And?", "more"))
    other = lane("2", ("Why?", "b"), ("And?", "less"))

    assert pairs(voted("1", one, other)) == [
        {
            "prompt": [user("Why?")],
            "chosen": [assistant("a"), user("And?"), assistant("more")],
            "rejected": [assistant("b"), user("And?"), assistant("less")],
        }
    ]


def test_what_both_columns_said_alike_is_part_of_the_prompt() -> None:
    one = lane("1", ("2 + 2?", "4"), ("And?", "more"))
    other = lane("2", ("2 + 2?", "4"), ("And?", "less"))

    (pair,) = pairs(voted("2", one, other))

    assert pair["prompt"] == [user("2 + 2?"), assistant("4"), user("And?")]
    assert (pair["chosen"], pair["rejected"]) == ([assistant("less")], [assistant("more")])


def test_a_prompt_ends_with_what_the_person_wrote() -> None:
    one = lane("1", ("2 + 2?", "4"), ("And?", "more"))
    other = lane("2", ("2 + 2?", "4"), ("And then?", "less"))

    (pair,) = pairs(voted("1", one, other))

    assert pair["prompt"] == [user("2 + 2?")]
    assert pair["chosen"] == [assistant("4"), user("And?"), assistant("more")]


def test_a_system_prompt_comes_first_when_both_columns_had_it() -> None:
    system = {"role": "system", "content": "Be brief."}
    brief = [lane(key, ("Why?", key), system="Be brief.") for key in ("1", "2")]
    long = lane("3", ("Why?", "3"), system="Be long.")

    prompts = [pair["prompt"] for pair in pairs(voted("1", *brief, long))]

    assert prompts == [[system, user("Why?")], [user("Why?")]]


@pytest.mark.parametrize(
    ("winner", "other"),
    [
        ("tie", lane("2", ("Why?", "b"))),
        ("all_bad", lane("2", ("Why?", "b"))),
        ("1", lane("2", ("Why?", " a\n"))),
        ("1", lane("2", ("Why?", ""))),
        ("2", lane("2", ("Why?", " "))),
        ("1", lane("2", ("Why?", "half"), status="incomplete")),
        ("2", lane("2", ("Why?", "half"), status="stopped")),
        ("1", lane("2", ("Later.", "b"), first=1)),
        ("1", replace(lane("2", ("Why?", "b")), turns=())),
    ],
)
def test_a_vote_that_prefers_no_complete_reply_to_another_gives_no_pair(
    winner: str, other: LaneRecord
) -> None:
    assert preference_pairs([voted(winner, lane("1", ("Why?", "a")), other)]) == ""


def test_an_earlier_reply_that_is_missing_gives_no_pair() -> None:
    one = lane("1", ("Why?", ""), ("And?", "more"))
    other = lane("2", ("Why?", "b"), ("And?", "less"))

    assert preference_pairs([voted("1", one, other)]) == ""


def test_of_several_replies_the_latest_counts_and_a_refusal_is_one() -> None:
    one = lane("1", ("Why?", "first"))
    replies = (*one.turns[0].replies, ReplyRecord(status="done", refusal="I will not."))
    one = replace(one, turns=(replace(one.turns[0], replies=replies),))

    (pair,) = pairs(voted("2", one, lane("2", ("Why?", "b"))))

    assert pair["rejected"] == [assistant("I will not.")]


def test_a_pair_is_one_line_that_can_be_written_whatever_it_says() -> None:
    hostile = '\n\r\u2028\u2029\u0085\ud800 你好 "quoted" \\ 😀'

    text = preference_pairs([voted("1", lane("1", (hostile, hostile)), lane("2", (hostile, "b")))])

    assert len(text.splitlines()) == 1
    assert "你好" in text.encode().decode()
    assert json.loads(text)["chosen"] == [assistant(hostile)]
