"""Conversations to keep: one in which every field is set, and any that hypothesis thinks of."""

from dataclasses import replace

from hypothesis import strategies as st

from backends.types import Filtered, Notice
from store.conversation_types import ChatSettings, ChatTurn, Conversation
from store.types import Call, FigureRecord, ReplyRecord
from tests.properties import parameters, texts
from tests.store.making import whole_reply

times = st.floats(0, 2e11)
counts = st.none() | st.integers(0, 2**53)
figures = st.builds(
    FigureRecord,
    seconds_to_first_token=st.none() | times,
    seconds=times,
    tokens_per_second=st.none() | times,
    input_tokens=counts,
    output_tokens=counts,
    reasoning_tokens=counts,
    cached_tokens=counts,
    estimated=st.booleans(),
    cost_usd=st.none() | st.decimals(0, 1000, places=15),
    free=st.booleans(),
)
replies = st.builds(
    ReplyRecord,
    status=st.sampled_from(["done", "stopped", "incomplete", "failed"]),
    text=texts,
    reasoning=texts,
    refusal=texts,
    calls=st.lists(st.builds(Call, texts, texts), max_size=2).map(tuple),
    error=texts,
    notices=st.lists(
        st.builds(Notice, st.sampled_from(["renamed", "dropped"]), texts, texts), max_size=2
    ).map(tuple),
    filtered=st.none() | st.builds(Filtered, st.just("reply"), st.tuples(texts)),
    finish_reason=st.none() | st.sampled_from(["stop", "length", "other"]),
    raw_reason=texts,
    model_served=texts,
    request_id=texts,
    figures=figures,
)
settings = st.builds(
    ChatSettings, model=texts, system=texts, parameters=parameters, personal=st.booleans()
)


@st.composite
def conversations(draw: st.DrawFn) -> Conversation:
    """A tree of up to six turns in any form."""
    turns: list[ChatTurn] = []
    for number in range(draw(st.integers(0, 6))):
        turn = ChatTurn(
            id=f"t{number}",
            parent=draw(st.sampled_from(["", *(turn.id for turn in turns)])),
            message=draw(texts),
            model=draw(texts),
            system=draw(texts),
            parameters=draw(parameters),
            created_at=draw(times),
            reply=draw(replies),
        )
        turns.append(turn)
    return Conversation(
        id=draw(st.sampled_from(["a", "b" * 32])),
        owner="",
        title=draw(texts),
        created_at=draw(times),
        changed_at=draw(times),
        pinned=draw(st.booleans()),
        settings=draw(settings),
        turns=tuple(turns),
        leaf=draw(st.sampled_from(["", *(turn.id for turn in turns)])),
    )


def whole_conversation(text: str = "Blue.") -> Conversation:
    """Every field is set, with two branches; `text` is wherever a person or model can write."""
    chosen = {"temperature": 0.5, "stop": [text], "extra": {"a": [1, None]}}
    first = ChatTurn(
        id="1",
        parent="",
        message=text,
        model=f"a:{text}",
        system=text,
        parameters=chosen,
        created_at=1_790_000_000.123,
        reply=replace(whole_reply(text, text), error=text, refusal=text),
    )
    other = replace(first, id="2", parent="1", reply=whole_reply("Other."))
    branch = replace(first, id="3", parent="1", message="Again?", reply=ReplyRecord(status="done"))
    return Conversation(
        id="c",
        owner="",
        title=text[:1000],
        created_at=1_790_000_000.5,
        changed_at=1_790_000_001.25,
        pinned=True,
        settings=ChatSettings(model="b:two", system=text, parameters=chosen, personal=False),
        turns=(first, other, branch),
        leaf="2",
    )


def with_plain_ids(conversation: Conversation) -> Conversation:
    """The same with the places of its turns as their ids, so that two can be compared."""
    ids = {"": ""} | {turn.id: str(at) for at, turn in enumerate(conversation.turns)}
    turns = tuple(
        replace(turn, id=ids[turn.id], parent=ids[turn.parent]) for turn in conversation.turns
    )
    return replace(conversation, id="", turns=turns, leaf=ids[conversation.leaf])
