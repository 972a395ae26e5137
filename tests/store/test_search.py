"""Searching in conversations: words, parts of Chinese sentences, and anything that is typed."""

import pytest

from store.conversation_types import ChatSettings, ChatTurn
from store.conversations import Conversations
from store.database import Database
from store.types import ReplyRecord, new_id

ME = "local"


@pytest.fixture
def kept(database: Database) -> Conversations:
    return Conversations(database)


def said(kept: Conversations, message: str, answer: str = "", title: str = "") -> str:
    conversation = kept.begin(ME, ChatSettings(), title or "untitled")
    reply = ReplyRecord(status="done", text=answer)
    turn = ChatTurn(id=new_id(), parent="", message=message, model="a:one", reply=reply)
    kept.add_turn(ME, conversation.id, turn)
    return conversation.id


def found(kept: Conversations, words: str) -> list[str]:
    return [each.summary.id for each in kept.search(ME, words)]


@pytest.mark.parametrize(
    "words",
    ["zebra", "ZEBRA", "zeb", "striped zebra", "zebra striped", "cafe", "CAFÉ", "naïve", "r2d2"],
)
def test_words_are_found_whatever_their_case_accents_and_order(
    kept: Conversations, words: str
) -> None:
    wanted = said(kept, "A striped Zebra in the Café", "Naive, says R2D2.")
    said(kept, "something else")

    assert found(kept, words) == [wanted]


@pytest.mark.parametrize("words", ["天", "天气", "气很好", "今天 很好", "東京", "ひらがな", "서울"])
def test_parts_of_sentences_without_spaces_are_found(kept: Conversations, words: str) -> None:
    wanted = said(kept, "今天天气很好", "東京のひらがな，서울에서")
    said(kept, "昨日下雨")

    assert found(kept, words) == [wanted]


@pytest.mark.parametrize("words", ["气天", "今很", "天好"])
def test_characters_in_another_order_are_not(kept: Conversations, words: str) -> None:
    said(kept, "今天天气很好")

    assert found(kept, words) == []


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        '"',
        '""" AND (',
        "zebra OR",
        "NEAR(a b)",
        "-zebra",
        "owner:zebra",
        "words : x",
        "*",
        "^",
        "%",
        "_",
        "'; DROP TABLE conversations; --",
        "😀",
        "\0",
        "\ud800",
        "x " * 5_000,
        "あ" * 10_000,
        "a:* & !b",
        "\\",
    ],
)
def test_nothing_that_is_typed_is_an_error(kept: Conversations, words: str) -> None:
    said(kept, "a zebra")

    kept.search(ME, words)
    assert found(kept, "zebra")


def test_a_percent_sign_stands_for_nothing_but_itself(kept: Conversations) -> None:
    said(kept, "x", title="one hundred")

    assert found(kept, "o%d") == []


def test_titles_are_found_and_stand_before_what_was_said(kept: Conversations) -> None:
    inside = said(kept, "about zebras", title="animals")
    titled = said(kept, "stripes", title="Zebras")

    assert found(kept, "zebra") == [titled, inside]
    kept.rename(ME, titled, "Horses")
    assert found(kept, "zebra") == [inside]
    assert found(kept, "horse") == [titled]


def test_a_reply_is_found_while_it_grows(kept: Conversations) -> None:
    conversation = kept.begin(ME, ChatSettings())
    turn = ChatTurn(id=new_id(), parent="", message="what?", model="a:one")
    kept.add_turn(ME, conversation.id, turn)
    kept.grow(ME, conversation.id, turn.id, ReplyRecord(status="writing", text="a giraffe"))
    kept.grow(ME, conversation.id, turn.id, ReplyRecord(status="writing", text="an elephant"))

    assert found(kept, "elephant") == [conversation.id]
    assert found(kept, "giraffe") == []


def test_the_snippet_shows_what_was_found_and_where(kept: Conversations) -> None:
    said(kept, "first line\n" + "word " * 100 + "the striped ZÈBRA\nruns " + "on " * 100)

    (hit,) = kept.search(ME, "zebra striped")

    assert [hit.snippet[begin:end] for begin, end in hit.marks] == ["striped", "ZÈBRA"]
    assert len(hit.snippet) <= 160
    assert "\n" not in hit.snippet


def test_a_word_in_many_conversations_gives_the_newest_of_them(kept: Conversations) -> None:
    ids = [said(kept, f"common {number}") for number in range(30)]

    assert found(kept, "common")[:30] == ids[::-1]
    assert [each.summary.id for each in kept.search(ME, "common", 3)] == ids[:-4:-1]
