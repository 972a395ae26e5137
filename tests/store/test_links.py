"""Links that open one conversation to whoever has them, until they are revoked."""

from pathlib import Path

import pytest
from sqlalchemy import select

from store.chat_schema import LINKS
from store.conversation_types import ChatSettings, ChatTurn
from store.conversations import Conversations
from store.database import Database
from store.errors import NotFound
from store.links import Links
from store.types import ReplyRecord, new_id
from tests.store.making import reply

ME, OTHER = "local", "visitor:" + "a" * 32


@pytest.fixture
def kept(database: Database) -> Conversations:
    return Conversations(database)


@pytest.fixture
def links(database: Database, kept: Conversations) -> Links:
    return Links(database, kept)


def begun(kept: Conversations, message: str = "Which colour?", owner: str = ME) -> str:
    conversation = kept.begin(owner, ChatSettings())
    said(kept, conversation.id, message, reply(), owner)
    return conversation.id


def said(
    kept: Conversations, conversation: str, message: str, answer: ReplyRecord, owner: str = ME
) -> None:
    turn = ChatTurn(id=new_id(), parent="", message=message, model="a:one", reply=answer)
    kept.add_turn(owner, conversation, turn)


def test_a_link_opens_its_conversation_as_it_stands_now(kept: Conversations, links: Links) -> None:
    conversation = begun(kept)
    token = links.make(ME, conversation)
    said(kept, conversation, "And today?", reply("Grey."))

    assert links.open(token) == kept.open(ME, conversation)
    assert [turn.message for turn in links.open(token).turns] == ["Which colour?", "And today?"]


def test_a_token_cannot_be_guessed_and_is_kept_as_its_hash_alone(
    kept: Conversations, links: Links, database: Database
) -> None:
    conversation = begun(kept)
    tokens = {links.make(ME, conversation) for _ in range(20)}

    assert len(tokens) == 20
    assert min(map(len, tokens)) == 32
    with database.reading() as connection:
        rows = connection.execute(select(LINKS)).all()
    assert len(rows) == 20
    assert not any(token in str(row) for row in rows for token in tokens)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_no_token_stands_in_the_file(
    kept: Conversations, links: Links, database: Database, tmp_path: Path
) -> None:
    token = links.make(ME, begun(kept))
    database.close()

    assert all(token.encode() not in path.read_bytes() for path in tmp_path.iterdir())


def test_revoked_links_open_nothing_and_those_of_other_conversations_still_do(
    kept: Conversations, links: Links
) -> None:
    one, other = begun(kept, "one"), begun(kept, "other")
    revoked, stays = [links.make(ME, one), links.make(ME, one)], links.make(ME, other)
    assert links.has(ME, one)

    assert links.revoke(ME, one) == 2

    for token in revoked:
        with pytest.raises(NotFound):
            links.open(token)
    assert not links.has(ME, one)
    assert links.open(stays).title == "other"
    assert links.revoke(ME, one) == 0
    assert links.open(links.make(ME, one)).title == "one"


def test_a_deleted_conversation_is_opened_by_no_link_unless_it_is_brought_back(
    kept: Conversations, links: Links, database: Database
) -> None:
    conversation = begun(kept)
    token = links.make(ME, conversation)

    kept.delete(ME, conversation)
    with pytest.raises(NotFound):
        links.open(token)
    kept.restore(ME, conversation)
    assert links.open(token).id == conversation

    kept.delete(ME, conversation)
    kept.purge(older_than=-1)
    with pytest.raises(NotFound):
        links.open(token)
    with database.reading() as connection:
        assert connection.execute(select(LINKS)).all() == []


def test_nobody_makes_or_revokes_links_of_anothers_conversation(
    kept: Conversations, links: Links
) -> None:
    conversation = begun(kept)
    token = links.make(ME, conversation)

    for act in (links.make, links.revoke, links.has):
        for owner, wanted in ((OTHER, conversation), (ME, new_id()), (ME, "\ud800")):
            with pytest.raises(NotFound):
                act(owner, wanted)
    assert links.open(token).id == conversation


@pytest.mark.parametrize("token", ["", "x", "\0", "\ud800", "' OR 1=1 --", "a" * 32, "a" * 100_000])
def test_what_is_no_token_opens_nothing(kept: Conversations, links: Links, token: str) -> None:
    links.make(ME, begun(kept))

    with pytest.raises(NotFound):
        links.open(token)


def test_who_reads_along_sees_a_reply_that_its_server_left_as_incomplete(
    kept: Conversations, links: Links, database: Database
) -> None:
    conversation = kept.begin(ME, ChatSettings())
    said(kept, conversation.id, "Count.", reply("1 2", "writing"))
    token = links.make(ME, conversation.id)

    alive = links.open(token).turns[0].reply
    left = Links(database, Conversations(database)).open(token).turns[0].reply

    assert alive and alive.status == "writing"
    assert left and (left.status, left.text) == ("incomplete", "1 2")
