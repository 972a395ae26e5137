"""Votes as pairs of a better and a worse reply, to train models on. Pure."""

from collections.abc import Iterable, Sequence

from store.types import LaneRecord, TurnRecord, Vote
from ui.comparison_exports import json_text

Message = dict[str, str]
"""role: "system", "user" or "assistant"; content: the text."""


def preference_pairs(votes: Iterable[tuple[Vote, Sequence[LaneRecord]]]) -> str:
    """A JSON object a line: prompt, chosen, rejected; one for each reply that was not the best.

    votes: each with the columns that it was about, in the order shown.

    All three are lists of messages as in OpenAI's API, which is what TRL calls
    conversational preferences, also where one string would do: readers want one type in
    all lines. After the first message each column has a history of its own, so that no
    prompt led to both replies. The prompt is therefore what both columns have in common
    from the beginning, and chosen and rejected are all that follows, the reply voted on
    being the last: the vote is on where each conversation led.

    A vote for none gives no pair; nor do columns that have no first message in common, as
    where one was added later, or the same last reply, or any reply that is not complete.
    Different system prompts are left out: no reply is to be learned from the other's.
    """
    lines: list[str] = []
    for vote, lanes in votes:
        best = next((lane for lane in lanes if lane.key == vote.winner), None)
        others = [lane for lane in lanes if lane is not best] if best else []
        pairs = [_pair(best, other) for other in others if best]
        lines += [json_text(pair) + "\n" for pair in pairs if pair]
    return "".join(lines)


def _pair(best: LaneRecord, other: LaneRecord) -> dict[str, list[Message]] | None:
    chosen, rejected = _messages(best), _messages(other)
    if not chosen or not rejected or _last(chosen) == _last(rejected):
        return None
    shared = _shared(chosen, rejected)
    if not shared:
        return None
    system = best.turns[-1].system
    same = bool(system.strip()) and system == other.turns[-1].system
    return {
        "prompt": [*([_message("system", system)] if same else []), *chosen[:shared]],
        "chosen": chosen[shared:],
        "rejected": rejected[shared:],
    }


def _messages(lane: LaneRecord) -> list[Message]:
    """The whole conversation; nothing where a reply is missing in it or not complete."""
    messages: list[Message] = []
    for turn in lane.turns:
        reply = _reply(turn)
        if not reply.strip():
            return []
        messages += [_message("user", turn.message), _message("assistant", reply)]
    return messages


def _reply(turn: TurnRecord) -> str:
    """The latest reply: the one that the conversation went on with."""
    if not turn.replies or turn.replies[-1].status != "done":
        return ""
    return turn.replies[-1].text or turn.replies[-1].refusal


def _message(role: str, content: str) -> Message:
    return {"role": role, "content": content}


def _last(messages: Sequence[Message]) -> str:
    return messages[-1]["content"].strip()


def _shared(one: Sequence[Message], other: Sequence[Message]) -> int:
    """How many messages both begin with, up to the last of them that a person wrote."""
    same = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        same += 1
    return max((at + 1 for at in range(same) if one[at]["role"] == "user"), default=0)
