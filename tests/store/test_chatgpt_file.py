"""ChatGPT's export as conversations."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.conversation_files import write_conversations
from store.conversation_import import Imported, read
from store.conversation_types import ChatTurn, Conversation
from store.errors import NotReadable
from store.types import ReplyRecord
from tests.properties import STEADY, hostile_texts, values
from tests.store.talks import whole_conversation, with_plain_ids

Message = dict[str, Any]


def message(role: str, *parts: Any, at: Any = 100.0, **fields: Any) -> Message:
    content = {"content_type": "text", "parts": list(parts)}
    usual = {"author": {"role": role}, "create_time": at, "content": content, "weight": 1.0}
    return usual | fields


def user(*parts: Any, **fields: Any) -> Message:
    return message("user", *parts, **fields)


def assistant(*parts: Any, slug: str = "gpt-4o", **fields: Any) -> Message:
    metadata = {"model_slug": slug, "finish_details": {"type": "stop"}}
    usual = {"metadata": metadata, "status": "finished_successfully"}
    return message("assistant", *parts, **(usual | fields))


def content(kind: str, **fields: Any) -> dict[str, Any]:
    return {"content": {"content_type": kind, **fields}}


def hidden() -> dict[str, Any]:
    return {"metadata": {"is_visually_hidden_from_conversation": True}}


def talk(nodes: dict[str, tuple[str | None, Message | None]], **fields: Any) -> dict[str, Any]:
    """nodes: name → parent and message."""
    mapping: dict[str, Any] = {
        key: {"id": key, "parent": parent, "message": said, "children": []}
        for key, (parent, said) in nodes.items()
    }
    usual = {"title": "Colours", "create_time": 90.0, "update_time": 200.0, "mapping": mapping}
    return usual | {"current_node": list(nodes)[-1] if nodes else None} | fields


def chain(*messages: Message | None, **fields: Any) -> dict[str, Any]:
    """A conversation without branches, below the empty root that each has."""
    nodes: dict[str, tuple[str | None, Message | None]] = {"root": (None, None)}
    for number, said in enumerate(messages):
        nodes[f"n{number}"] = (list(nodes)[-1], said)
    return talk(nodes, **fields)


def imported(*talks: Any) -> Imported:
    return read(json.dumps(list(talks)).encode())


def one(said: dict[str, Any]) -> Conversation:
    (found,) = imported(said).conversations
    return with_plain_ids(found)


def reply_to(*messages: Message) -> ReplyRecord:
    """What comes of a conversation in which one message is followed by `messages`."""
    (turn,) = one(chain(user("Hi"), *messages)).turns
    assert turn.reply
    return turn.reply


def refused(*talks: Any) -> NotReadable:
    with pytest.raises(NotReadable) as raised:
        imported(*talks)
    return raised.value


def tree(turns: Sequence[ChatTurn]) -> list[tuple[str, str, str]]:
    return [(turn.parent, turn.message, turn.reply.text if turn.reply else "") for turn in turns]


def test_messages_and_replies_become_turns() -> None:
    found = one(
        chain(user("Which colour?", at=101.5), assistant("Blue."), user("Sure?"), assistant("Yes."))
    )

    assert tree(found.turns) == [("", "Which colour?", "Blue."), ("0", "Sure?", "Yes.")]
    assert (found.title, found.created_at, found.changed_at) == ("Colours", 90.0, 200.0)
    assert (found.leaf, found.owner, found.settings.model) == ("1", "", "openai:gpt-4o")
    assert found.turns[0] == ChatTurn(
        id="0",
        parent="",
        message="Which colour?",
        model="openai:gpt-4o",
        created_at=101.5,
        reply=ReplyRecord(
            status="done",
            text="Blue.",
            finish_reason="stop",
            raw_reason="stop",
            model_served="gpt-4o",
        ),
    )


def test_an_edited_message_and_a_reply_made_again_are_branches() -> None:
    found = one(
        talk(
            {
                "root": (None, None),
                "u": ("root", user("Hi", at=1)),
                "a1": ("u", assistant("One", at=2)),
                "a2": ("u", assistant("Two", at=3)),
                "u3": ("a1", user("More", at=4)),
                "a3": ("u3", assistant("Three", at=5)),
                "v": ("root", user("Hello", at=6)),
                "w": ("v", assistant("Four", at=7)),
            },
            current_node="a3",
        )
    )

    assert tree(found.turns) == [
        ("", "Hi", "One"),
        ("", "Hi", "Two"),
        ("0", "More", "Three"),
        ("", "Hello", "Four"),
    ]
    assert [turn.message for turn in found.branch()] == ["Hi", "More"]


def test_what_is_hidden_is_left_out_and_what_hangs_below_is_kept() -> None:
    said = chain(
        message("system", ""),
        user("About me", **hidden()),
        user("Hi"),
        message("system", "You can browse.", **hidden()),
        message("assistant", "secret", weight=0),
        assistant("Hello."),
        message("tool", "context updated"),
        user("Bye"),
        None,
        assistant("Bye."),
        message("system", "end"),
    )

    result = imported(said)

    found = with_plain_ids(result.conversations[0])
    assert tree(found.turns) == [("", "Hi", "Hello."), ("0", "Bye", "Bye.")]
    assert found.leaf == "1"
    assert result.left_out == {"hidden": 5, "tools": 1}
    assert result.source == "chatgpt"


def test_several_replies_to_one_message_are_joined() -> None:
    reply = reply_to(assistant("First."), assistant(""), assistant("Second.", slug="o3"))

    assert (reply.text, reply.model_served) == ("First.\n\nSecond.", "o3")


def test_thoughts_become_reasoning() -> None:
    thoughts = [{"summary": "Looking", "content": "It is blue."}, {"summary": "", "content": "x"}]

    reply = reply_to(
        assistant(**content("thoughts", thoughts=thoughts)),
        assistant(**content("reasoning_recap", content="Thought for 4s")),
        assistant("Hm.", channel="analysis"),
        assistant("Blue.", channel="final"),
    )

    assert reply.text == "Blue."
    assert reply.reasoning == "Looking\n\nIt is blue.\n\nx\n\nThought for 4s\n\nHm."


def test_pictures_and_the_like_leave_a_word_and_are_counted() -> None:
    result = imported(
        chain(
            user(
                {"content_type": "image_asset_pointer", "asset_pointer": "file-service://x"},
                "What is this?",
                {"content_type": "audio_transcription", "text": "spoken"},
                {"content_type": "audio_asset_pointer"},
                {"content_type": "hologram"},
                metadata={
                    "attachments": [
                        {"name": "a.pdf", "mime_type": "application/pdf"},
                        {"name": "b.png", "mime_type": "image/png"},
                    ]
                },
            ),
            message(
                "tool",
                **content(
                    "multimodal_text",
                    parts=["for the model alone", {"content_type": "image_asset_pointer"}],
                ),
            ),
            assistant("A cat\ue200cite\ue202turn0search1\ue201."),
        )
    )

    (turn,) = result.conversations[0].turns
    assert turn.message == (
        "[image]\n\nWhat is this?\n\nspoken\n\n[audio]\n\n[hologram]\n\n[file: a.pdf]"
    )
    assert turn.reply and turn.reply.text == "[image]\n\nA cat."
    assert result.left_out == {
        "images": 2,
        "audio": 1,
        "files": 1,
        "unknown": 1,
        "citations": 1,
    }


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (
            assistant(**content("code", language="python", text="print('```')")),
            "````python\nprint('```')\n````",
        ),
        (
            assistant(**content("code", language="unknown", text="1 + 1"), recipient="python"),
            "```python\n1 + 1\n```",
        ),
        (
            assistant('{"prompt": "cat"}', recipient="dalle.text2im"),
            '```json\n{"prompt": "cat"}\n```',
        ),
        (message("tool", **content("execution_output", text="2")), "```\n2\n```"),
        (
            message("tool", **content("tether_quote", title="A\nB", url="http://a", text="q")),
            "> A B\n> http://a\n> q",
        ),
        (message("tool", **content("tether_browsing_display", result="found")), "> found"),
        (assistant(**content("system_error", name="x", text="It broke.")), "It broke."),
        (assistant(**content("brand_new", parts=["said"])), "said"),
        (assistant(**content("brand_new")), "[brand_new]"),
    ],
)
def test_what_is_no_plain_text_is_kept_as_text(said: Message, text: str) -> None:
    assert reply_to(said, assistant("Done.")).text == f"{text}\n\nDone."


@pytest.mark.parametrize(
    ("fields", "status", "reason"),
    [
        ({"status": "finished_partial_completion"}, "stopped", None),
        ({"status": "in_progress"}, "incomplete", None),
        ({"metadata": {"finish_details": {"type": "interrupted"}}}, "stopped", None),
        ({"metadata": {"finish_details": {"type": "max_tokens"}}}, "done", "length"),
        ({}, "done", None),
    ],
)
def test_how_a_reply_ended_is_kept(fields: dict[str, Any], status: str, reason: str | None) -> None:
    reply = reply_to(message("assistant", "Bl", **fields))

    assert (reply.status, reply.finish_reason) == (status, reason)


def test_a_message_without_a_reply_counts_as_stopped() -> None:
    found = one(chain(user("Hi"), user("Are you there?")))

    assert tree(found.turns) == [("", "Hi", ""), ("0", "Are you there?", "")]
    assert {turn.reply.status for turn in found.turns if turn.reply} == {"stopped"}
    assert found.turns[0].model == "openai:chatgpt"


def test_a_conversation_that_the_model_began_is_kept() -> None:
    found = one(chain(assistant("Welcome!"), user("Hi"), assistant("Hello.")))

    assert tree(found.turns) == [("", "[no message]", "Welcome!"), ("0", "Hi", "Hello.")]


def test_a_model_that_is_not_named_is_the_one_of_the_conversation() -> None:
    found = one(chain(user("Hi"), message("assistant", "Hello."), default_model_slug="gpt-5"))

    assert found.turns[0].model == "openai:gpt-5"


def test_what_is_absent_or_null_is_made_up_for() -> None:
    nodes: dict[str, tuple[str | None, Message | None]] = {
        "a": (None, user("  A   question\nof mine " + "x" * 200, at=None)),
        "b": ("a", assistant("An answer.", at=7.0)),
        "c": ("gone", user("Elsewhere")),
    }
    said = talk(nodes, title=None, create_time=None, update_time=None, current_node="gone")

    result = imported(said)

    found = with_plain_ids(result.conversations[0])
    assert found.title.startswith("A question of mine x") and len(found.title) == 80
    assert (found.created_at, found.changed_at) == (7.0, 100.0)
    assert tree(found.turns)[1] == ("", "Elsewhere", "")
    assert found.leaf == "1"
    assert result.left_out == {"detached": 1}


def test_a_conversation_in_which_nothing_was_said_is_left_out() -> None:
    result = imported(chain(message("system", "")), chain(user("Hi")), talk({}))

    assert len(result.conversations) == 1
    assert result.left_out == {"hidden": 1, "empty": 2}


def test_the_branch_is_shown_that_a_hidden_last_node_hangs_from() -> None:
    nodes: dict[str, tuple[str | None, Message | None]] = {
        "u": (None, user("Hi", at=1)),
        "a": ("u", assistant("Old", at=2)),
        "b": ("u", assistant("New", at=3)),
        "h": ("a", message("system", "x")),
    }

    found = one(talk(nodes, current_node="h"))

    assert found.branch()[-1].reply == found.turns[0].reply


def test_every_hostile_text_is_kept(shared: Path) -> None:
    said = [text for text in hostile_texts(shared) if text.strip()]

    found = imported(*(chain(user(text), assistant(text), title=text) for text in said))

    turns = [conversation.turns[0] for conversation in found.conversations]
    assert [turn.message for turn in turns] == said
    assert [turn.reply and turn.reply.text for turn in turns] == said
    assert read("".join(write_conversations(found.conversations)).encode()).source == "parley"


def test_a_very_long_conversation_is_read() -> None:
    said = [word for n in range(5000) for word in (user(str(n)), assistant(str(n)))]

    found = one(chain(*said))

    assert len(found.branch()) == 5000


@pytest.mark.parametrize(
    ("said", "reason", "place"),
    [
        (5, "wrong_type", "[1]"),
        ({"title": "x"}, "missing_field", "[1].mapping"),
        ({"mapping": []}, "wrong_type", "[1].mapping"),
        ({"mapping": {"a": 5}}, "wrong_type", "[1].mapping.a"),
        ({"mapping": {"a": {"parent": 5}}}, "wrong_type", "[1].mapping.a.parent"),
        ({"mapping": {"a": {"message": "x"}}}, "wrong_type", "[1].mapping.a.message"),
        (chain(user("x", at=-1)), "out_of_range", "[1].mapping.n0.message.create_time"),
        (chain(user("x", content="x")), "wrong_type", "[1].mapping.n0.message.content"),
        (
            chain(user("x", **content("text", parts=["a", 5]))),
            "wrong_type",
            "[1].mapping.n0.message.content.parts[1]",
        ),
        (chain(user("x"), create_time="today"), "wrong_type", "[1].create_time"),
        (chain(user("x"), title=5), "wrong_type", "[1].title"),
        (
            talk({"a": ("b", user("x")), "b": ("a", user("y"))}),
            "circle",
            "[1].mapping.a",
        ),
    ],
)
def test_a_damaged_export_is_refused_as_a_whole_with_the_place(
    said: Any, reason: str, place: str
) -> None:
    error = refused(chain(user("Hi")), said)

    assert (error.reason, error.place) == (reason, place)
    assert error.line == 1 and error.column > 100


def test_the_line_of_an_export_in_many_lines_is_told() -> None:
    text = json.dumps([chain(user("Hi")), chain(user("x"), title=5)], indent=2)

    with pytest.raises(NotReadable) as raised:
        read(text.encode())

    assert '"title": 5' in text.split("\n")[raised.value.line - 1]


@pytest.mark.parametrize("said", [[5], [{"title": "x"}], [[]], ["a"], [None]])
def test_a_list_that_is_no_export_is_refused(said: list[Any]) -> None:
    assert refused(*said).reason == "no_conversations"


def test_the_kind_of_a_file_is_told_by_what_is_in_it() -> None:
    own = "".join(write_conversations([whole_conversation()])).encode()

    assert read(own).source == "parley"
    assert read(b" \n[]") == Imported(conversations=(), source="chatgpt")
    for content in (b"{}", b"PK\x03\x04", b"", b'{"format": "parley-run", "version": 1}'):
        with pytest.raises(NotReadable):
            read(content)


@STEADY
@given(
    st.lists(
        st.fixed_dictionaries(
            {"parent": st.none() | st.sampled_from(["0", "1", "2", "3", "x"])},
            optional={
                "message": st.none()
                | st.fixed_dictionaries(
                    {"author": st.fixed_dictionaries({"role": st.sampled_from(["user", "tool"])})},
                    optional={"content": values, "metadata": values, "create_time": values},
                )
            },
        ),
        max_size=4,
    ),
    values,
)
def test_whatever_is_in_it_an_export_is_read_or_refused(nodes: list[Any], current: Any) -> None:
    mapping = {str(number): node for number, node in enumerate(nodes)}
    try:
        result = imported({"mapping": mapping, "current_node": current})
    except NotReadable:
        return
    for conversation in result.conversations:
        again = read("".join(write_conversations([conversation])).encode())
        assert with_plain_ids(again.conversations[0]) == with_plain_ids(conversation)
