"""Look inside: how sure a model is of its tokens, which texts are alike, and legacy completion."""

from typing import Any

import gradio as gr

from ui.asking import Asking
from ui.events import QUIET
from ui.explore.completion_part import CompletionPart
from ui.explore.completion_widgets import build_completion_widgets
from ui.explore.embedding_part import EmbeddingPart
from ui.explore.embedding_widgets import build_embedding_widgets
from ui.explore.odds_part import OddsPart
from ui.explore.odds_widgets import build_odds_widgets
from ui.model_picker import choices
from ui.texts import word

MADE_FOR: tuple[tuple[str, ...], ...] = (
    (),
    ("embed", "bge", "gte-", "e5-"),
    ("instruct", "davinci", "babbage"),
)
"""What the names of models have in them that are made for each form; the first takes any."""


def build_inside(asking: Asking, page: gr.Blocks, tab: gr.Tab) -> None:
    """Add the three forms to the Blocks being built. tab: where they stand."""
    with gr.Tabs(elem_id="inside-parts"):
        with gr.Tab(word("odds"), id="inside-odds"):
            odds = build_odds_widgets()
        with gr.Tab(word("embeddings"), id="inside-embeddings"):
            embeddings = build_embedding_widgets()
        with gr.Tab(word("completion"), id="inside-completion"):
            completion = build_completion_widgets()
    OddsPart(asking, odds).wire()
    EmbeddingPart(asking, embeddings).wire()
    CompletionPart(asking, completion).wire()
    models: list[Any] = [odds.model, embeddings.model, completion.model]

    async def offer(*chosen: str | None) -> list[Any]:
        """The models that are known by now; what was chosen stays."""
        await asking.catalog.models()
        return [
            gr.Dropdown(choices(asking.catalog, value), value=value)
            for value in (
                name or likely(asking, words) for name, words in zip(chosen, MADE_FOR, strict=True)
            )
        ]

    tab.select(offer, models, models, **QUIET)


def likely(asking: Asking, words: tuple[str, ...]) -> str | None:
    """The first model whose name tells that it is made for the form, else the first of all."""
    names = asking.catalog.names()
    fitting = (name for name in names if any(word in name.lower() for word in words))
    return next(fitting, asking.first_model()) or None
