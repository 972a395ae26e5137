"""Presets apart from the page: what is listed, asked, told, and put into columns."""

from dataclasses import replace

import pytest

from store.errors import NotReadable
from store.preset_files import MOST_BYTES, write_presets
from store.preset_types import Preset, PresetColumn
from ui.asking import WrongParameters
from ui.compare_asking import ColumnRefused
from ui.compare_session import CompareSession
from ui.included_presets import included_presets
from ui.preset_html import done_html, refused_html
from ui.preset_lists import (
    chat_choices,
    chosen,
    column_choices,
    kept_text,
    question,
    read_file,
    replaced,
)
from ui.preset_records import (
    chat_preset,
    columns_preset,
    is_too_large,
    put_columns,
    put_on_all,
)
from ui.session import Choice
from ui.texts import Language

CHAT = Preset(name="brief", model="a:one", system="Be brief.", parameters={"temperature": 0.5})
COLUMNS = Preset(
    name="two",
    kind="columns",
    columns=(PresetColumn(model="a:one"), PresetColumn(system="Be kind.")),
    same_system=False,
)
ONE = replace(COLUMNS, name="one", columns=COLUMNS.columns[:1])


def compared() -> CompareSession:
    """Two columns that share a prompt; each has parameters of its own."""
    session = CompareSession(["a:one", "b:two"])
    session.shared = Choice("", "Be brief.", {"temperature": 0.5})
    session.set_same("parameters", False)
    session.lanes[1].choice = Choice("b:two", "left from before", {"seed": 1})
    return session


@pytest.mark.parametrize(
    ("language", "mark", "count"), [("en", " · included", "2 columns"), ("zh", " · 自带", "2 列")]
)
def test_ones_own_stand_before_those_that_are_included(
    language: Language, mark: str, count: str
) -> None:
    chat = chat_choices([CHAT, COLUMNS], language)
    columns = column_choices([CHAT, COLUMNS, ONE], language)

    assert chat[0] == ("brief", "own:brief")
    assert len(chat) == 7 and all(name.endswith(mark) for name, _ in chat[1:])
    assert [key for _, key in columns[:3]] == ["own:two", "own:one", "own:brief"]
    assert columns[0][0] == f"two · {count}"
    assert len(columns) == 9


def test_a_key_stands_for_what_was_chosen_or_for_nothing() -> None:
    own = [CHAT, replace(CHAT, name="included:0")]

    assert chosen("own:brief", own, "en") == CHAT
    assert chosen("own:included:0", own, "en") == own[1]
    assert chosen("included:5", own, "zh") == included_presets("zh")[5]
    for gone in ("own:other", "included:6", "included:-1", "included:²", "brief", ""):
        assert chosen(gone, own, "en") is None


def test_only_what_differs_under_the_same_name_would_be_lost() -> None:
    changed = replace(CHAT, system="Be long.")

    assert replaced([CHAT, COLUMNS], [CHAT, ONE]) == []
    assert replaced([CHAT, COLUMNS], [changed, COLUMNS]) == [CHAT]


def test_what_is_asked_names_what_would_be_lost() -> None:
    columns = replace(COLUMNS, name="brief")

    assert question("en", [CHAT], [replace(CHAT, model="")]) == (
        "You have a preset “brief” already. Replace it?"
    )
    assert "a set of columns in Compare" in question("en", [columns], [CHAT])
    assert "“聊天”中的预设" in question("zh", [CHAT], [columns])
    many = [replace(CHAT, name=f"n{number}") for number in range(9)]
    assert "“n0”, “n1”, “n2”, “n3”, “n4” …. Replace yours?" in question("en", many, many)
    assert "“n0”、“n1”" in question("zh", many[:2], many)


def test_what_was_kept_is_counted_by_kind() -> None:
    assert kept_text("en", []) == "The file holds no presets."
    assert kept_text("en", [CHAT]) == "“brief” is saved."
    assert kept_text("en", [COLUMNS, ONE]) == "2 presets are imported."
    assert kept_text("zh", [CHAT, COLUMNS, ONE]) == "已导入 3 个预设：聊天 1 个，对比 2 个。"


def test_a_file_that_names_two_alike_is_refused_with_the_line_of_the_second() -> None:
    text = write_presets([CHAT, COLUMNS, replace(CHAT, system="Other.")])
    line = [at for at, row in enumerate(text.split("\n"), 1) if row == 'name = "brief"'][1]

    with pytest.raises(NotReadable) as raised:
        read_file(text.encode())

    error = raised.value
    assert (error.reason, error.place, error.line) == ("repeated", "preset[2].name", line)
    assert read_file(write_presets([CHAT, COLUMNS]).encode()) == (CHAT, COLUMNS)


def test_values_that_may_not_be_sent_are_not_kept() -> None:
    with pytest.raises(WrongParameters):
        chat_preset("x", "", "", {"temperature": 9})
    session = compared()
    session.lanes[1].choice = Choice("b:two", "", {"temperature": 9})
    with pytest.raises(ColumnRefused) as raised:
        columns_preset("x", session)
    assert raised.value.column == 1
    session.set_same("parameters", True)
    session.shared = Choice("", "", {"seed": "x"})
    with pytest.raises(WrongParameters):
        columns_preset("x", session)


def test_columns_are_kept_with_the_settings_that_hold() -> None:
    assert columns_preset("x", compared()) == Preset(
        name="x",
        kind="columns",
        system="Be brief.",
        columns=(
            PresetColumn(model="a:one", parameters={"temperature": 0.5}),
            PresetColumn(model="b:two", parameters={"seed": 1}),
        ),
        same_parameters=False,
    )


def test_columns_come_back_as_they_were_kept() -> None:
    preset = columns_preset("x", compared())
    session = CompareSession(["c:three"])
    session.ask("before")

    put_columns(session, preset, lambda: "never")

    assert not session.begun and session.keeper is None
    assert [session.choice_of(lane) for lane in session.lanes] == [
        Choice("a:one", "Be brief.", {"temperature": 0.5}),
        Choice("b:two", "Be brief.", {"seed": 1}),
    ]
    assert session.same == {"system"}
    assert columns_preset("x", session) == preset


def test_a_column_without_a_model_gets_one() -> None:
    session = CompareSession()

    put_columns(session, COLUMNS, lambda: "d:four")

    assert [lane.choice.model for lane in session.lanes] == ["a:one", "d:four"]
    assert session.choice_of(session.lanes[1]).system == "Be kind."


def test_a_preset_for_the_chat_is_put_on_all_columns_without_its_model() -> None:
    session = compared()
    session.editing = session.lanes[0].key
    session.ask("said before")

    put_on_all(session, CHAT)

    assert [session.choice_of(lane) for lane in session.lanes] == [
        Choice("a:one", "Be brief.", {"temperature": 0.5}),
        Choice("b:two", "Be brief.", {"temperature": 0.5}),
    ]
    assert session.begun and session.editing is None


def test_what_no_file_could_hold_is_too_large() -> None:
    assert not is_too_large(CHAT)
    assert is_too_large(replace(CHAT, system="x" * MOST_BYTES))


def test_names_are_told_as_text() -> None:
    told = done_html("zh", "<b>“x”</b>", "restore", "cancel")

    assert "<b>" not in told + refused_html("<b>")
    assert 'data-preset="restore">撤销</button>' in told
    assert 'role="alert"' in refused_html("x")
