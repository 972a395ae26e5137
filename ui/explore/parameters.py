"""Every request parameter in one table."""

from typing import Any

import gradio as gr

from ui.asking import Asking
from ui.events import QUIET
from ui.tables import parameter_table
from ui.texts import language_of


def build_parameters(asking: Asking, page: gr.Blocks, tab: gr.Tab) -> None:
    """Add the table to the Blocks being built. tab: where it stands."""
    parameters = gr.Dataframe(
        column_widths=[220, 130, 210, 140, 600],
        interactive=False,
        show_search="filter",
        wrap=True,
        max_height=520,
        elem_id="explore-parameters",
        show_label=False,
    )

    async def show(request: gr.Request) -> Any:
        return parameter_table(language_of(request))

    tab.select(show, None, parameters, **QUIET)
