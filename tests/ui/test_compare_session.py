"""Columns come, go and move; settings are their own or the same for all."""

import pytest

from ui.compare_session import ALL, MOST_LANES, CompareSession
from ui.compare_settings import LONGEST, differences
from ui.session import Choice


def models(session: CompareSession) -> str:
    return "".join(lane.choice.model for lane in session.lanes)


def test_a_duplicate_stands_beside_its_column_with_the_same_settings_and_no_history() -> None:
    session = CompareSession("ab")
    session.set_same("parameters", False)
    key = session.lanes[0].key
    session.keep(key, Choice("", "", {"temperature": 0.5}))
    session.ask("Hello")

    made = session.duplicate(key)

    assert models(session) == "aab"
    assert made and session.choice_of(made).parameters == {"temperature": 0.5}
    assert made.key != key and not made.chat.turns


def test_there_is_no_ninth_column_by_duplicating() -> None:
    session = CompareSession("a" * MOST_LANES)

    assert session.duplicate(session.lanes[0].key) is None
    assert session.duplicate("gone") is None
    assert len(session.lanes) == MOST_LANES


@pytest.mark.parametrize(
    ("which", "step", "order"),
    [(0, 1, "bac"), (2, -1, "acb"), (0, -1, "abc"), (2, 1, "abc"), (0, 9, "bca")],
)
def test_a_column_moves_no_further_than_the_edge(which: int, step: int, order: str) -> None:
    session = CompareSession("abc")

    session.move(session.lanes[which].key, step)

    assert models(session) == order


def test_settings_are_the_same_for_all_until_they_are_not() -> None:
    session = CompareSession("ab")
    session.keep(ALL, Choice("", "Be brief.", {"seed": 1}))
    first, second = session.lanes
    session.set_same("parameters", False)
    session.keep(first.key, Choice("", "ignored", {"seed": 2}))

    assert session.choice_of(first) == Choice("a", "Be brief.", {"seed": 2})
    assert session.choice_of(second) == Choice("b", "Be brief.", {"seed": 1})
    session.set_same("parameters", True)
    assert session.choice_of(first).parameters == {"seed": 1}
    session.set_same("parameters", False)
    assert session.choice_of(first).parameters == {"seed": 2}, "kept while they were not asked for"


def test_what_the_panel_shows_is_what_is_its_targets_own() -> None:
    session = CompareSession("ab")
    key = session.lanes[0].key
    assert session.edits(ALL) == ("system", "parameters") and session.edits(key) == ()

    session.set_same("system", False)

    assert session.edits(ALL) == ("parameters",) and session.edits(key) == ("system",)


def test_a_removed_column_is_neither_shown_in_the_panel_nor_compared_with() -> None:
    session = CompareSession("ab")
    session.editing = session.baseline = key = session.lanes[0].key

    session.remove(key)

    assert session.editing is None and session.baseline == ""
    assert session.letter(key) == "" and session.settings_of(key) is None
    session.keep(key, Choice("", "late", {}))
    assert models(session) == "b"


# In what columns differ


def test_only_what_is_not_shared_by_all_is_told() -> None:
    choices = [
        Choice("a", "", {"temperature": 0.5, "seed": 1}),
        Choice("b", "", {"seed": 1, "stop": ["END"]}),
    ]

    assert differences(choices, "en") == [
        "temperature 0.5 · stop –",
        'temperature – · stop ["END"]',
    ]
    assert differences([choices[0], choices[0]], "en") == ["", ""]


def test_a_system_prompt_that_differs_is_told_by_its_beginning() -> None:
    told = differences([Choice("a", "Be\nbrief. " * 20), Choice("b", " ")], "en")

    assert told[0].startswith("system prompt “Be brief. ") and len(told[0]) < LONGEST + 20
    assert told[1] == "no system prompt"
