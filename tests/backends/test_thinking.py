"""Replies that begin with `<think>`."""

import pytest

from backends.thinking import MOST_HELD, ThinkingSplitter
from backends.types import ReasoningDelta, TextDelta


def split(text: str, size: int) -> tuple[str, str]:
    splitter = ThinkingSplitter()
    pieces: list[TextDelta | ReasoningDelta] = []
    for at in range(0, len(text), size):
        pieces += splitter.feed(text[at : at + size])
    pieces += splitter.close()
    assert all(piece.text for piece in pieces)
    thought = "".join(piece.text for piece in pieces if isinstance(piece, ReasoningDelta))
    return thought, "".join(piece.text for piece in pieces if isinstance(piece, TextDelta))


@pytest.mark.parametrize(
    ("text", "thought", "answer"),
    [
        ("<think>\nHm.\n</think>\n\nYes.", "Hm.\n", "Yes."),
        ("\n<think>a</think>b", "a", "b"),
        ("<think>a < b </thin </think>b", "a < b </thin ", "b"),
        ("<think></think>b", "", "b"),
        ("<think>never closed</thi", "never closed</thi", ""),
        ("<think>a</think>b <think>c</think>", "a", "b <think>c</think>"),
        ("The tag <think> begins it.", "", "The tag <think> begins it."),
        ("<thinking> is a tag", "", "<thinking> is a tag"),
        ("<thin", "", "<thin"),
        ("  plain", "", "  plain"),
        ("   ", "", "   "),
        ("", "", ""),
    ],
)
def test_thought_and_answer_are_parted_wherever_the_text_is_cut(
    text: str, thought: str, answer: str
) -> None:
    for size in range(1, len(text) + 1):
        assert split(text, size) == (thought, answer)


def test_a_plain_reply_is_passed_on_at_once() -> None:
    splitter = ThinkingSplitter()

    assert list(splitter.feed("He")) == [TextDelta("He")]
    assert list(splitter.feed("<think>")) == [TextDelta("<think>")]


def test_white_space_is_not_held_for_ever() -> None:
    splitter = ThinkingSplitter()

    assert list(splitter.feed(" " * MOST_HELD)) == []
    assert list(splitter.feed(" ")) == [TextDelta(" " * (MOST_HELD + 1))]
