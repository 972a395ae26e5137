"""Without names: the order, what may be shown, and what can be voted on."""

import json
import re
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from backends.errors import Incomplete, KeyRefused, RateLimited
from backends.types import (
    Filtered,
    Finished,
    Notice,
    ReasoningDelta,
    RefusalDelta,
    Started,
    TextDelta,
    ToolCallDelta,
    Usage,
)
from store.types import RunSummary
from tests.ui.scripted import Script, reply
from ui.asking import WrongParameters
from ui.blind import CHANCE, can_vote, choices, hide_if_wanted, reveal, vote_order
from ui.compare_asking import ColumnRefused, NotCompared, refusal_in
from ui.compare_columns import Columns
from ui.compare_costs import unnamed
from ui.compare_heads import heads
from ui.compare_runs import label_of
from ui.compare_session import ALL, CompareSession
from ui.compare_vote_bar import vote_bar
from ui.estimate_text import estimate_text
from ui.estimates import Planned, estimate
from ui.languages import Language
from ui.repeats import MOST_REPEATS
from ui.session import Choice
from ui.transcript import Growing

DONE = Finished("stop", "stop", "served-2026")
MODELS = ("brook:maple", "brook:willow", "stream:maple", "stream:oak")
TELLING = ("brook", "stream", "maple", "willow", "oak", "served", "temperature", "seed", "ebooks")
LANGUAGES: tuple[Language, ...] = ("en", "zh")


class Backwards(Random):
    """Chance that is certain: the last comes first."""

    def shuffle(self, x: Any) -> None:
        x.reverse()


def hidden(models: tuple[str, ...] = MODELS) -> CompareSession:
    """Hidden columns, last first, that were asked something."""
    session = CompareSession(models)
    session.blind = True
    hide_if_wanted(session, Backwards())
    session.ask("Hello")
    return session


def answer(session: CompareSession, *scripts: tuple[Script, ...]) -> CompareSession:
    for lane, script in zip(session.lanes, scripts, strict=True):
        assert lane.turn
        lane.turn.reply = reply(*script, model=lane.choice.model)
    return session


def said(text: str) -> tuple[Script, ...]:
    return TextDelta(text), 0.1, TextDelta("!"), Usage(7, 4321), DONE


def models(session: CompareSession) -> list[str]:
    return [lane.choice.model for lane in session.lanes]


def shown(session: CompareSession, language: Language = "en") -> str:
    """All that the page would get, as it is sent."""
    sent = [heads(session, language), Columns(language).rows(session)]
    return json.dumps(sent, ensure_ascii=False)


def test_the_columns_are_shuffled_and_their_keys_are_new() -> None:
    session = CompareSession(MODELS)
    session.blind = True
    before = {lane.key for lane in session.lanes}

    hide_if_wanted(session, Backwards())

    assert session.hidden
    assert models(session) == list(reversed(MODELS))
    assert before.isdisjoint(lane.key for lane in session.lanes)
    assert len({lane.key for lane in session.lanes}) == len(MODELS)


def test_every_order_comes_as_often_as_the_others() -> None:
    chance, orders = Random(4), dict[str, int]()
    for _ in range(1200):
        session = CompareSession("abc")
        session.blind = True
        hide_if_wanted(session, chance)
        order = "".join(models(session))
        orders[order] = orders.get(order, 0) + 1

    assert sorted(orders) == ["abc", "acb", "bac", "bca", "cab", "cba"]
    assert all(150 < count < 250 for count in orders.values())


def test_chance_is_the_systems_so_that_no_order_can_be_foretold() -> None:
    assert type(CHANCE).__name__ == "SystemRandom"


def test_settings_go_along_with_their_columns() -> None:
    session = CompareSession(MODELS[:2])
    session.set_same("parameters", False)
    session.keep(session.lanes[0].key, Choice("", "", {"seed": 1}))
    session.blind = True

    hide_if_wanted(session, Backwards())

    assert session.lanes[1].choice == Choice(MODELS[0], "", {"seed": 1})


def test_nothing_points_to_a_column_any_more() -> None:
    session = CompareSession(MODELS)
    session.blind = True
    session.baseline = session.editing = session.lanes[1].key

    hide_if_wanted(session, Backwards())

    assert (session.baseline, session.editing, session.keeper) == ("", None, None)


def test_names_stay_without_blind_mode_in_mid_conversation_and_where_there_is_one_column() -> None:
    named, begun, alone = CompareSession(MODELS), CompareSession(MODELS), CompareSession("a")
    begun.ask("Hello")
    begun.blind = alone.blind = True

    for session in (named, begun, alone):
        order = models(session)
        hide_if_wanted(session, Backwards())

        assert not session.hidden
        assert models(session) == order


def test_a_further_message_leaves_the_columns_where_they_are() -> None:
    session = answer(hidden(), *[said("yes")] * 4)
    order, keys = models(session), [lane.key for lane in session.lanes]

    hide_if_wanted(session, Backwards())
    session.ask("And then?")

    assert session.hidden
    assert (models(session), [lane.key for lane in session.lanes]) == (order, keys)


@pytest.mark.parametrize("forget", ["clear", "put"])
def test_a_new_comparison_begins_with_names_and_without_a_vote(forget: str) -> None:
    session = hidden()
    session.voted = "tie"

    session.clear() if forget == "clear" else session.put("ab")

    assert (session.hidden, session.voted, session.blind) == (False, "", True)


UNTOLD: list[tuple[Script, ...]] = [
    said("plain"),
    (Notice("dropped", "seed"), Notice("renamed", "max", "temperature"), *said("changed")),
    (ReasoningDelta("hm"), 2.0, *said("thought")),
    (KeyRefused(server="brook"),),
    (TextDelta("half"), Incomplete(server="stream")),
    (RateLimited(server="stream"),),
    (Filtered("prompt", ("ebooks",)), Finished("content_filter", "ebooks", "served")),
    (TextDelta("cut"), Finished("content_filter", "ebooks", "served")),
    (TextDelta("odd"), Finished("other", "ebooks", "served")),
    (Notice("retrying", seconds=41.0),),
    (Notice("fetching", done=41_000_000, total=92_000_000),),
    (Started("served", "ebooks-request", {}), 41.0),
    (TextDelta("slow"), 41.0, TextDelta("er")),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("script", UNTOLD, ids=range(len(UNTOLD)))
def test_nothing_that_is_sent_tells_which_model_answers(
    script: tuple[Script, ...], language: Language
) -> None:
    session = answer(hidden(), said("one"), script, said("three"), ())
    session.set_same("parameters", False)
    session.keep(session.lanes[1].key, Choice("", "", {"temperature": 0.41, "seed": 41}))

    found = shown(session, language)

    assert [word for word in TELLING if word in found] == []
    assert not re.search(r"\b41\b|\b4321\b|\$|★|data-link=\"[^\"]", found.replace("\\", ""))


def test_what_tells_is_there_once_names_are_shown() -> None:
    """Else the test above would find nothing in any case."""
    session = answer(hidden(), said("one"), UNTOLD[3], said("three"), UNTOLD[10])
    session.set_same("parameters", False)
    session.keep(session.lanes[1].key, Choice("", "", {"temperature": 0.41}))

    reveal(session)

    found = shown(session)
    assert all(word in found for word in ("brook", "willow", "temperature", "41", "4321"))


@pytest.mark.parametrize(
    ("script", "note"),
    [
        ((KeyRefused(server="brook"),), "This column failed."),
        ((TextDelta("half"), Incomplete(server="brook")), "The reply broke off."),
        ((TextDelta("odd"), Finished("other", "ebooks", "")), "Why the reply ended"),
        ((TextDelta("cut"), Finished("length", "length", "")), "maximum length"),
        ((RefusalDelta("No."), DONE), "The model declined to answer."),
        ((DONE,), "without any text"),
    ],
)
def test_a_column_still_says_that_it_went_wrong(script: tuple[Script, ...], note: str) -> None:
    session = answer(hidden(MODELS[:2]), script, said("fine"))

    assert note in shown(session)


def test_text_reasoning_and_calls_are_read_as_they_came() -> None:
    call = ToolCallDelta(0, "id", "look_up", '{"word": 1}')
    session = answer(
        hidden(MODELS[:2]), (ReasoningDelta("because"), *said("so")), (call, TextDelta("x"), DONE)
    )

    found = shown(session)

    assert "because" in found and "so!" in found and "look_up" in found
    assert '"title": "Reasoning"' in found


def test_several_replies_can_be_turned_over_but_not_measured() -> None:
    session = CompareSession(MODELS[:2])
    session.blind, session.repeats = True, MOST_REPEATS
    hide_if_wanted(session, Backwards())
    session.ask("Hello")
    for lane in session.lanes:
        assert lane.turn
        for _ in range(MOST_REPEATS):
            lane.turn.reply = reply(*said("same"), model=lane.choice.model)

    found = shown(session)

    assert "20/20" in found
    assert "median of" not in found and "4321" not in found and "100%" not in found


def test_votes_go_to_columns_that_replied_from_left_to_right() -> None:
    failed = (RateLimited(server="stream"),)
    session = answer(hidden(), said("one"), failed, (TextDelta("half"), Incomplete(server="a")), ())
    first, _, third, last = session.lanes
    assert not can_vote(session), "one of them still waits"
    last.chat.stop()

    assert vote_order(session) == (first.key, third.key)
    assert can_vote(session)
    assert choices(session) == {first.key, third.key, "tie", "all_bad"}


def test_no_vote_where_fewer_than_two_have_replied() -> None:
    session = answer(hidden(MODELS[:2]), said("one"), (RateLimited(server="stream"),))

    assert not can_vote(session)
    bar = vote_bar(session, "en")
    assert "A vote needs two replies." in bar and "Show names" in bar
    assert 'data-compare="vote"' not in bar


@pytest.mark.anyio
async def test_no_vote_while_anything_is_still_to_come() -> None:
    session = answer(hidden(MODELS[:2]), said("one"), said("two"))
    assert can_vote(session)

    session.to_come.append("next")
    assert not can_vote(session)
    session.to_come.clear()
    session.growing = Growing()
    assert not can_vote(session)
    assert 'class="compare-vote"' not in vote_bar(session, "en")


def test_no_vote_once_names_are_shown() -> None:
    session = answer(hidden(MODELS[:2]), said("one"), said("two"))

    reveal(session)

    assert not can_vote(session)
    assert 'class="compare-vote"' not in vote_bar(session, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_vote_is_told_in_a_sentence_and_marked_in_its_column(language: Language) -> None:
    session = answer(hidden(MODELS[:2]), said("one"), said("two"))
    reveal(session, session.lanes[1].key)

    assert ("B is best" if language == "en" else "B 列最好") in vote_bar(session, language)
    left, right = (json.dumps(each) for each in heads(session, language)["lanes"])  # type: ignore[attr-defined]
    assert "compare-voted" in right and "compare-voted" not in left
    session.move(session.lanes[1].key, -1)
    assert ("A is best" if language == "en" else "A 列最好") in vote_bar(session, language)
    session.remove(session.lanes[0].key)
    assert 'class="compare-vote"' not in vote_bar(session, language)


@pytest.mark.parametrize(("choice", "told"), [("tie", "tie"), ("all_bad", "all bad")])
def test_a_vote_for_none_is_told_as_well(choice: str, told: str) -> None:
    session = answer(hidden(MODELS[:2]), said("one"), said("two"))
    reveal(session, choice)

    assert f"You voted: {told}." in vote_bar(session, "en")
    session.ask("next")
    assert "You voted" not in vote_bar(session, "en")


def test_an_estimate_says_as_much_as_before_without_names() -> None:
    found = estimate([Planned(model="brook:maple", texts=("Hi",))], lambda _: None)

    assert estimate_text(unnamed(found, "some models"), "en").endswith(
        "price unknown for some models"
    )
    assert "maple" in estimate_text(found, "en")
    limited = estimate([Planned(model="a", texts=("Hi",), most_output=5)], lambda _: None)
    assert unnamed(limited, "some").unlimited == ()
    assert unnamed(limited, "some").usd is None and limited.usd != Decimal(0)


def test_a_refusal_names_no_column_while_names_are_hidden() -> None:
    session = hidden()
    own = ColumnRefused(1, RateLimited(server="brook"))

    assert "brook" not in refusal_in(session, "en", own, "ABCD")
    assert refusal_in(session, "en", NotCompared("no_model"), "ABCD") == "Choose a model first."
    reveal(session)
    assert "Column B" in refusal_in(session, "en", own, "ABCD")


def test_a_parameter_is_named_only_where_all_have_the_same() -> None:
    session = hidden()
    wrong = WrongParameters([])
    assert refusal_in(session, "en", wrong, "ABCD") == ""

    session.set_same("parameters", False)

    assert "Show names" not in refusal_in(session, "en", NotCompared("no_model"), "ABCD")
    assert "show the names" in refusal_in(session, "en", wrong, "ABCD")


def test_the_list_of_kept_comparisons_does_not_tell_the_order() -> None:
    summary = RunSummary(
        id="0" * 32, title="Hi", created_at=1.0, models=("b:oak", "a:ash", "c:elm"), turns=1
    )

    assert label_of(summary).endswith("Hi · ash, elm, oak")


def test_shared_settings_can_still_be_seen() -> None:
    session = hidden()
    session.keep(ALL, Choice("", "Be brief.", {}))

    assert session.edits(ALL) == ("system", "parameters")
