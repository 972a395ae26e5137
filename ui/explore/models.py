"""The models of every server in one table."""

from typing import Any

import gradio as gr

from ui.asking import Asking
from ui.events import QUIET
from ui.tables import model_table
from ui.texts import language_of, word


def build_models(asking: Asking, page: gr.Blocks, tab: gr.Tab) -> None:
    """Add the table to the Blocks being built. tab: where it stands."""
    refresh = gr.Button(word("refresh"), size="sm", scale=0, elem_classes="parley-quiet")
    models = gr.Dataframe(
        column_widths=[300, 180, 120, 150, 120, 120, 120, 190],
        interactive=False,
        show_search="filter",
        wrap=True,
        max_height=520,
        elem_id="explore-models",
        show_label=False,
    )

    async def show(request: gr.Request) -> Any:
        await asking.catalog.models()
        return model_table(asking.catalog.known, language_of(request))

    async def ask_again(request: gr.Request) -> Any:
        await asking.catalog.models(refresh=True)
        return model_table(asking.catalog.known, language_of(request))

    page.load(show, None, models, **QUIET)
    refresh.click(ask_again, None, models, **QUIET)
