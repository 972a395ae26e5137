"""Presets on disk: by name, each person's own, all of a file or none."""

from dataclasses import replace

import pytest

from store.chat_schema import PRESETS
from store.database import Database
from store.errors import NotFound, NotReadable
from store.preset_types import Preset, PresetColumn
from store.presets import MOST_PRESETS, Presets

ME, OTHER = "local", "visitor:" + "a" * 32
CHAT = Preset(
    name="brief", model="a:one", system="Be brief.", parameters={"temperature": 0.5, "stop": ["x"]}
)
COLUMNS = Preset(
    name="two",
    kind="columns",
    system="Be kind.",
    columns=(PresetColumn(model="a:one", parameters={"seed": 1}), PresetColumn(model="b:two")),
    same_parameters=False,
)


@pytest.fixture
def presets(database: Database) -> Presets:
    return Presets(database)


def test_they_come_back_whole_and_by_name(presets: Presets) -> None:
    presets.save(ME, [COLUMNS, CHAT])

    assert presets.list(ME) == (CHAT, COLUMNS)


def test_each_person_has_presets_of_their_own(presets: Presets) -> None:
    presets.save(ME, [CHAT])
    theirs = replace(CHAT, system="Theirs.")
    presets.save(OTHER, [theirs])

    with pytest.raises(NotFound):
        presets.delete(OTHER, "another")
    presets.delete(ME, "brief")

    assert presets.list(ME) == ()
    assert presets.list(OTHER) == (theirs,)


def test_one_of_the_same_name_takes_the_place_of_another_also_of_the_other_kind(
    presets: Presets,
) -> None:
    presets.save(ME, [CHAT])

    presets.save(ME, [replace(COLUMNS, name="brief")])

    assert [(each.name, each.kind) for each in presets.list(ME)] == [("brief", "columns")]


def test_where_there_would_be_too_many_none_is_kept(presets: Presets) -> None:
    presets.save(ME, [replace(CHAT, name=f"n{number}") for number in range(MOST_PRESETS - 1)])
    changed = replace(CHAT, name="n0", system="Changed.")

    with pytest.raises(NotReadable) as raised:
        presets.save(ME, [changed, CHAT, COLUMNS])

    assert raised.value.reason == "too_many"
    assert len(presets.list(ME)) == MOST_PRESETS - 1
    assert changed not in presets.list(ME)


def test_what_is_not_there_cannot_be_deleted(presets: Presets) -> None:
    with pytest.raises(NotFound):
        presets.delete(ME, "brief")


def test_one_that_cannot_be_read_any_more_does_not_hide_the_others(
    presets: Presets, database: Database
) -> None:
    presets.save(ME, [CHAT])
    with database.writing() as connection:
        for name, content in (("a", "{"), ("b", '{"name": "b", "kind": "wall"}')):
            values = {"owner": ME, "name": name, "content": content}
            connection.execute(PRESETS.insert().values(values))

    assert presets.list(ME) == (CHAT,)


def test_hostile_text_comes_back_and_a_secret_is_not_kept(presets: Presets) -> None:
    given = Preset(name="x'; --", system="a\ud800\0b", parameters={"api_key": "canary", "a": "\0"})

    presets.save(ME, [given])

    (read,) = presets.list(ME)
    assert (read.name, read.system) == ("x'; --", "a\ufffd\0b")
    assert read.parameters == {"a": "\0", "api_key": "[hidden]"}
