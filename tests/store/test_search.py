"""Searching in conversations: words, parts of Chinese sentences, and anything that is typed."""

from contextlib import suppress

import pytest

from store.conversation_types import ChatSettings, ChatTurn
from store.conversations import Conversations
from store.database import Database
from store.errors import NotKept
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


def test_accents_are_no_matter_however_they_are_written(kept: Conversations) -> None:
    apart = said(kept, "un e\u0301te\u0301")
    together = said(kept, "un été")

    for words in ("été", "e\u0301te\u0301", "ete", "ÉTÉ", "ｅｔｅ"):
        assert found(kept, words) == [together, apart]


def test_a_part_of_a_sentence_must_stand_there_as_it_was_typed(kept: Conversations) -> None:
    said(kept, "今天，天天，天气")  # every two of them, but never together
    wanted = said(kept, "听说今天天气很好")

    assert found(kept, "今天天气") == [wanted]


def test_words_that_are_joined_must_follow_one_another(kept: Conversations) -> None:
    wanted = said(kept, "a well-known fact")
    said(kept, "known well")

    assert found(kept, "well-known") == [wanted]
    assert found(kept, "WELL_KNOWN") == [wanted]


@pytest.mark.parametrize(
    "words",
    [" ".join(f"w{number}" for number in range(60)), "".join(map(chr, range(0x4E00, 0x4EC8)))],
)
def test_as_many_words_as_are_looked_for_are_found(kept: Conversations, words: str) -> None:
    wanted = said(kept, f"before {words} after")

    assert found(kept, words) == [wanted]


def test_a_word_that_is_longer_than_any_is_found(kept: Conversations) -> None:
    wanted = said(kept, "x" * 3_000)
    said(kept, "x" * 70 + "y" + "x" * 2_000)

    assert found(kept, "x" * 150) == [wanted]
    assert len(found(kept, "xxx")) == 2


def test_a_very_long_reply_is_found_by_what_it_begins_and_ends_with(kept: Conversations) -> None:
    long = " ".join(f"word{number}" for number in range(30_000))
    wanted = said(kept, "tell me", f"first {long} last")

    assert found(kept, "first last") == [wanted]


def test_nobody_finds_what_another_owner_wrote(kept: Conversations) -> None:
    mine = said(kept, "a zebra")
    theirs = kept.begin("visitor:" + "a" * 32, ChatSettings(), "my zebra")

    assert found(kept, "zebra") == [mine]
    assert [each.summary.id for each in kept.search(theirs.owner, "zebra")] == [theirs.id]


def test_an_owner_cannot_be_found_by_a_name(kept: Conversations) -> None:
    said(kept, "a zebra")

    for words in (ME, "owner", "_"):
        assert found(kept, words) == []


@pytest.mark.parametrize("limit", [-1, 0])
def test_a_limit_below_one_finds_nothing(kept: Conversations, limit: int) -> None:
    said(kept, "a zebra")

    assert kept.search(ME, "zebra", limit) == ()


def test_many_turns_of_one_conversation_do_not_hide_the_others(kept: Conversations) -> None:
    first = said(kept, "a zebra")
    long = kept.begin(ME, ChatSettings(), "long")
    for _ in range(250):
        turn = ChatTurn(id=new_id(), parent="", message="zebra again", model="a:one")
        kept.add_turn(ME, long.id, turn)

    assert found(kept, "zebra") == [long.id, first]


def test_the_hit_names_the_newest_turn_with_the_words(kept: Conversations) -> None:
    conversation = kept.begin(ME, ChatSettings(), "untitled")
    turns = [
        ChatTurn(id=new_id(), parent="", message=message, model="a:one")
        for message in ("a zebra", "a second zebra", "no more")
    ]
    for turn in turns:
        kept.add_turn(ME, conversation.id, turn)

    (hit,) = kept.search(ME, "zebra")

    assert hit.turn_id == turns[1].id
    assert hit.snippet.strip() == "a second zebra"


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_damaged_index_is_made_anew_from_what_is_kept(
    kept: Conversations, database: Database
) -> None:
    ids = [said(kept, f"number {number} " + "filler " * 50) for number in range(30)]
    with database.writing() as connection:
        for name in ("chat_words", "title_words"):
            damage = f"UPDATE {name}_data SET block = randomblob(length(block))"
            connection.exec_driver_sql(damage)

    for _ in range(3):
        with suppress(NotKept):
            said(kept, "after")

    assert found(kept, "filler") == ids[::-1]
    assert len(found(kept, "after")) >= 2
    assert database.problem is database.moved_aside is None
