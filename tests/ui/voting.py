"""Votes for tests: by hand, and as a person casts them."""

from collections.abc import Sequence

from store.runs import Runs
from store.types import ALL_BAD, TIE, LaneRecord, ReplyRecord, ReplyStatus, TurnRecord, Vote, new_id
from store.votes import Votes

KEYS = "12345678"


def vote(models: Sequence[str], winner: str) -> Vote:
    """winner: "1" for the first of `models`, "2" …, "tie" or "all_bad"."""
    return Vote(
        id=new_id(),
        run_id=new_id(),
        owner="local",
        turn=0,
        order=tuple(KEYS[: len(models)]),
        winner=winner,
        blind=True,
        created_at=1_790_000_000.0,
        models=tuple(models),
    )


def lane(
    key: str,
    *said: tuple[str, str],
    model: str = "a:one",
    system: str = "",
    status: ReplyStatus = "done",
    first: int = 0,
) -> LaneRecord:
    """said: messages, each with its reply. status: of the last. first: number of the first."""
    turns = [
        TurnRecord(
            number=number,
            message=message,
            model=model,
            system=system,
            replies=(ReplyRecord(status="done", text=reply),),
        )
        for number, (message, reply) in enumerate(said, first)
    ]
    if status != "done":
        broken = ReplyRecord(status=status, text=said[-1][1])
        turns[-1] = TurnRecord(
            number=turns[-1].number, message=said[-1][0], model=model, replies=(broken,)
        )
    return LaneRecord(key=key, model=model, system=system, turns=tuple(turns))


def keep_vote(runs: Runs, votes: Votes, models: Sequence[str], winner: str, owner: str) -> Vote:
    """One message to each of `models`, and the vote on the replies."""
    lanes = [
        lane(key, ("Why is the sky blue?", f"Says {model} in column {key}."), model=model)
        for key, model in zip(KEYS, models, strict=False)
    ]
    run = runs.begin(owner, tuple(lanes))
    order = tuple(each.key for each in lanes)
    return votes.cast(owner, run.id, 0, order, winner, blind=True)


def thirty(models: Sequence[str]) -> list[tuple[tuple[str, str], str]]:
    """Pairs of four models with who won: each is stronger than the next, yet not always."""
    a, b, c, d = models
    winners: dict[tuple[str, str], Sequence[str]] = {
        (a, b): ["1", "1", "1", "2", TIE],
        (a, c): ["1", "1", "1", "2", TIE],
        (a, d): ["1", "1", "1", "1", ALL_BAD],
        (b, c): ["1", "1", "2", "2", TIE],
        (b, d): ["1", "1", "1", "2", ALL_BAD],
        (c, d): ["1", "1", "2", "1", ALL_BAD],
    }
    return [(pair, winner) for pair, each in winners.items() for winner in each]
