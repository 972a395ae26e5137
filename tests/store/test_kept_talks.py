"""Whatever is said, it comes back from the database and from a file as it was."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from store.conversation_files import read_conversations, write_conversations
from store.conversation_types import Conversation
from store.conversations import Conversations
from store.database import Database
from store.run_rows import column_text
from store.types import ReplyRecord, new_id
from tests.properties import STEADY, hostile_texts
from tests.store.making import reply
from tests.store.talks import conversations, whole_conversation, with_plain_ids

# The database stays the same for all examples: each has an owner of its own.
ONE_DATABASE = settings(
    STEADY,
    max_examples=25,
    suppress_health_check=[*STEADY.suppress_health_check, HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def kept(database: Database) -> Conversations:
    return Conversations(database)


@pytest.fixture
def owners() -> Iterator[str]:
    return (f"owner {number}" for number in count())


def stored(talk: Conversation) -> Conversation:
    """As every database takes it: texts without the character 0, which PostgreSQL refuses."""
    turns = (
        replace(
            turn,
            message=column_text(turn.message),
            model=column_text(turn.model),
            system=column_text(turn.system),
            reply=turn.reply and _stored(turn.reply),
        )
        for turn in talk.turns
    )
    return with_plain_ids(
        replace(talk, owner="", title=column_text(talk.title), turns=tuple(turns))
    )


def _stored(reply: ReplyRecord) -> ReplyRecord:
    return replace(reply, text=column_text(reply.text), reasoning=column_text(reply.reasoning))


def there_and_back(*talks: Conversation) -> tuple[Conversation, ...]:
    return read_conversations("".join(write_conversations(talks)).encode())


def kept_as_it_grows(kept: Conversations, owner: str, talk: Conversation) -> Conversation:
    """The same said turn by turn, each reply written twice; as it is then opened."""
    begun = kept.begin(owner, talk.settings)
    ids = {"": ""} | {turn.id: new_id() for turn in talk.turns}
    for turn in talk.turns:
        said = replace(turn, id=ids[turn.id], parent=ids[turn.parent])
        kept.add_turn(owner, begun.id, replace(said, reply=None))
        assert said.reply is not None
        part = replace(said.reply, status="writing", text=said.reply.text[:5], reasoning="")
        kept.grow(owner, begun.id, said.id, part)
        kept.grow(owner, begun.id, said.id, said.reply)
    kept.choose(owner, begun.id, ids[talk.leaf])
    return kept.open(owner, begun.id)


@ONE_DATABASE
@given(talk=conversations())
def test_any_tree_of_turns_comes_back_as_it_was_said(
    kept: Conversations, owners: Iterator[str], talk: Conversation
) -> None:
    found = kept_as_it_grows(kept, next(owners), talk)

    expected = stored(talk)
    assert with_plain_ids(found).turns == expected.turns
    assert with_plain_ids(found).leaf == expected.leaf
    assert found.settings == talk.settings
    assert with_plain_ids(found).branch() == expected.branch()


@ONE_DATABASE
@given(talk=conversations())
def test_what_is_exported_imported_and_opened_is_the_same_conversation(
    kept: Conversations, owners: Iterator[str], talk: Conversation
) -> None:
    owner = next(owners)
    (read,) = there_and_back(talk)
    assert kept.bring(owner, [read]) == 1

    (found,) = kept.all(owner)

    assert stored(found) == stored(talk)
    (again,) = there_and_back(found)
    assert stored(again) == stored(talk)


def test_hostile_words_come_back_as_they_were_said(kept: Conversations, shared: Path) -> None:
    payloads = list(dict.fromkeys(hostile_texts(shared)))
    assert payloads, "NOT TESTED: there are no hostile texts beside the repository"
    read = there_and_back(*map(whole_conversation, payloads))
    kept.bring("owner", read)

    found = {talk.id: talk for talk in kept.all("owner")}

    expected = [stored(talk) for talk in read]
    assert [stored(found[talk.id]) for talk in read] == expected
    assert [stored(talk) for talk in there_and_back(*found.values())] == [
        stored(talk) for talk in found.values()
    ]
    for payload in payloads:
        kept.search("owner", payload)


def test_hostile_words_come_back_from_a_conversation_that_grew(
    kept: Conversations, shared: Path
) -> None:
    first, *_ = whole_conversation().turns
    turns = tuple(
        replace(first, id=f"t{at}", parent="", message=payload, reply=reply(payload))
        for at, payload in enumerate(dict.fromkeys(hostile_texts(shared)))
    )
    talk = replace(whole_conversation(), turns=turns, leaf=turns[-1].id)

    found = kept_as_it_grows(kept, "owner", talk)

    assert with_plain_ids(found).turns == stored(talk).turns
