"""What each person says of themselves, on disk."""

from pathlib import Path

import pytest

from store.database import Database, open_database
from store.instructions import Instructions

ME, OTHER = "local", "visitor:" + "a" * 32


@pytest.fixture
def instructions(database: Database) -> Instructions:
    return Instructions(database)


def test_nothing_was_said_at_first(instructions: Instructions) -> None:
    assert instructions.read(ME) == ""


def test_the_last_that_was_said_is_kept_for_each_person(instructions: Instructions) -> None:
    instructions.write(ME, "I am a nurse.")
    instructions.write(OTHER, "我是老师。\n请简短。")
    instructions.write(ME, "I am a doctor.")

    assert instructions.read(ME) == "I am a doctor."
    assert instructions.read(OTHER) == "我是老师。\n请简短。"


@pytest.mark.parametrize("blank", ["", " \n"])
def test_what_is_emptied_is_gone(instructions: Instructions, blank: str) -> None:
    instructions.write(ME, "I am a nurse.")
    instructions.write(OTHER, "Mine stays.")

    instructions.write(ME, blank)

    assert (instructions.read(ME), instructions.read(OTHER)) == ("", "Mine stays.")


def test_characters_that_no_database_holds_are_replaced(instructions: Instructions) -> None:
    instructions.write(ME, "a\0b\ud800 '; --")

    assert instructions.read(ME) == "a\ufffdb\ufffd '; --"


def test_it_outlives_the_process(place: Path | str) -> None:
    first = open_database(place)
    Instructions(first).write(ME, "I am a nurse.")
    first.close()

    second = open_database(place)

    assert Instructions(second).read(ME) == "I am a nurse."
    second.close()
