"""Endpoints for programs, through Gradio's API: the same code and checks as the page."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import gradio as gr

from backends.types import Message
from ui.asking import Asking
from ui.compare_api import add_compare_api
from ui.events import endpoint
from ui.refusals import REFUSALS, refusal_text
from ui.tables import model_rows, parameter_rows
from ui.texts_of_errors import explain
from ui.transcript import frames


def add_api(asking: Asking) -> None:
    """Add `/chat`, `/compare`, `/models` and `/parameters` to the Blocks being built."""

    async def chat(
        message: str,
        model: str = "",
        system: str = "",
        parameters: dict[str, Any] | None = None,
    ) -> AsyncGenerator[str, None]:
        """Stream the reply's text so far.

        Parameters:
            message: What to ask.
            model: As server:model; left out, the one that the page chooses first.
            system: The system prompt.
            parameters: Request parameters as in the OpenAI reference.
        """
        name = model or asking.first_model()
        try:
            asking.check(name, message, parameters or {})
        except REFUSALS as refusal:
            raise gr.Error(refusal_text("en", refusal), print_exception=False) from None
        asked = (Message("system", system),) if system.strip() else ()
        question = asking.ask(name, (*asked, Message("user", message)), parameters or {})
        async with aclosing(frames(question.reply, question.events)) as shown:
            async for reply in shown:
                if reply.error:
                    sentence = " ".join(explain("en", reply.error))
                    raise gr.Error(sentence, print_exception=False)
                yield reply.text or reply.refusal

    async def models(refresh: bool = False) -> list[dict[str, Any]]:
        """Every model of every server, with context window and prices where they are known.

        Parameters:
            refresh: Ask the servers again instead of using what they said lately.
        """
        await asking.catalog.models(refresh)
        return model_rows(asking.catalog.known)

    def parameters() -> list[dict[str, Any]]:
        """Every request parameter: type, range, default, deprecation, meaning."""
        return parameter_rows()

    endpoint(chat, api_name="chat", concurrency_limit=None)
    add_compare_api(asking)
    endpoint(models, api_name="models", concurrency_limit=None)
    endpoint(parameters, api_name="parameters", concurrency_limit=None)
