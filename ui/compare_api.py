"""The endpoint that compares models for programs: the same code and checks as the page."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, cast

import gradio as gr

from backends.types import Message
from ui.asking import Asking
from ui.compare_asking import ALL_REFUSALS, NotCompared, check_all, comparison_refusal
from ui.compare_session import LETTERS
from ui.comparison import figures_of
from ui.events import endpoint
from ui.reply import LiveReply
from ui.session import Choice
from ui.texts_of_errors import explain
from ui.transcript import Growing


def add_compare_api(asking: Asking) -> None:
    """Add `/compare` to the Blocks being built."""

    async def compare(
        prompt: str,
        models: list[str],
        system: str = "",
        parameters: dict[str, Any] | None = None,
    ) -> AsyncGenerator[list[dict[str, Any]], None]:
        """Stream what all models answer so far, in the order of `models`.

        Each row has model, text, status (waiting, writing, done, stopped, incomplete or
        failed), seconds_to_first_token, seconds, tokens_per_second, input_tokens,
        output_tokens, cost_usd (null: unknown, 0: free) and error (a sentence, or null).

        Parameters:
            prompt: What to ask them all.
            models: 1 to 8, each as server:model; the same one may stand there twice.
            system: The system prompt for all.
            parameters: Request parameters for all, as in the OpenAI reference.
        """
        try:
            choices = choices_of(models, system, parameters)
            check_all(asking, prompt, choices)
        except ALL_REFUSALS as refusal:
            sentence = comparison_refusal("en", refusal, LETTERS)
            raise gr.Error(sentence, print_exception=False) from None
        growing, replies = started(asking, prompt, choices)
        async with aclosing(growing.frames()) as frames:
            async for _ in frames:
                yield [row_of(reply) for reply in replies]

    endpoint(compare, api_name="compare", concurrency_limit=None)


def choices_of(models: Any, system: Any, parameters: Any) -> list[Choice]:
    """A choice for each model; programs may send any JSON. Raises `NotCompared`."""
    names = cast(list[Any], models) if isinstance(models, list) else None
    if names is None or not all(isinstance(name, str) for name in names):
        raise NotCompared("models_not_list")
    if not isinstance(parameters or {}, dict):
        raise NotCompared("parameters_not_object")
    return [Choice(name, str(system or ""), parameters or {}) for name in names]


def started(asking: Asking, prompt: str, choices: list[Choice]) -> tuple[Growing, list[LiveReply]]:
    growing, replies = Growing(), list[LiveReply]()
    for at, choice in enumerate(choices):
        first = (Message("system", choice.system),) if choice.system.strip() else ()
        asked = (*first, Message("user", prompt))
        question = asking.ask(choice.model, asked, choice.parameters)
        replies.append(question.reply)
        growing.add(str(at), question.reply, question.events)
    return growing, replies


def row_of(reply: LiveReply) -> dict[str, Any]:
    """What a program reads of one reply; seconds and USD, `None` where not known (yet)."""
    figures = figures_of(reply)
    return {
        "model": reply.model,
        "text": reply.text or reply.refusal,
        "status": reply.status,
        "seconds_to_first_token": figures.seconds_to_first_token,
        "seconds": figures.seconds,
        "tokens_per_second": figures.tokens_per_second,
        "input_tokens": figures.input_tokens,
        "output_tokens": figures.output_tokens,
        "cost_usd": None if figures.cost_usd is None else float(figures.cost_usd),
        "error": " ".join(explain("en", reply.error)) if reply.error else None,
    }
