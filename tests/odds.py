"""How likely tokens were, made up but steady, in the two forms that servers send."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

SPREAD = (0.99, 0.75, 0.4, 0.15, 0.02)
"""Probabilities of the tokens of a reply, in turn and again from the start."""


def probability(number: int) -> float:
    return SPREAD[number % len(SPREAD)]


def with_logprobs(
    answers: list[dict[str, Any]], body: Mapping[str, Any], size: int
) -> list[dict[str, Any]]:
    """`answers`, chunks or one that is whole, with logprobs where `body` asks for them.

    size: characters that make a token.
    """
    wanted = body.get("logprobs")
    if wanted is None or wanted is False:
        return answers
    told: list[dict[str, Any]] = []
    start = 0
    for answer in answers:
        words = "".join(map(said_in, answer["choices"]))
        tokens = [words[at : at + size] for at in range(0, len(words), size)]
        if tokens:
            chat = "messages" in body
            most = int(body.get("top_logprobs") or 0) if chat else int(wanted)
            logprobs = (chat_logprobs if chat else legacy_logprobs)(tokens, most, start)
            answer = answer | {"choices": [answer["choices"][0] | {"logprobs": logprobs}]}
        told.append(answer)
        start += len(tokens)
    return told


def said_in(choice: Mapping[str, Any]) -> str:
    pieces: Mapping[str, Any] = choice.get("delta") or choice.get("message") or {}
    return str(choice.get("text") or pieces.get("content") or "")


def chat_logprobs(tokens: Sequence[str], most: int = 0, start: int = 0) -> dict[str, Any]:
    """As in Chat Completions. most: alternatives for each. start: number of the first."""
    content = [
        entry(token, probability(number))
        | {"top_logprobs": [entry(other, odds) for other, odds in others(token, number, most)]}
        for number, token in enumerate(tokens, start)
    ]
    return {"content": content, "refusal": None}


def legacy_logprobs(tokens: Sequence[str], most: int = 0, start: int = 0) -> dict[str, Any]:
    """As in legacy Completions."""
    numbered = list(enumerate(tokens, start))
    top = [{t: math.log(p) for t, p in others(token, number, most)} for number, token in numbered]
    return {
        "tokens": list(tokens),
        "token_logprobs": [math.log(probability(number)) for number, _ in numbered],
        "top_logprobs": top if most else None,
        "text_offset": [sum(map(len, tokens[:place])) for place in range(len(tokens))],
    }


def entry(token: str, odds: float) -> dict[str, Any]:
    return {"token": token, "logprob": math.log(odds), "bytes": list(token.encode())}


def others(token: str, number: int, most: int) -> list[tuple[str, float]]:
    """The token itself and what else might have come, the likeliest first."""
    odds = probability(number)
    rest = [(f" other{place}", (1 - odds) / 2**place) for place in range(1, most)]
    return sorted([(token, odds), *rest], key=lambda pair: -pair[1])[:most]
