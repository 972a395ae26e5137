"""The explore tab: every model of every server, and every request parameter."""

from typing import Any

import gradio as gr

from ui.asking import Asking
from ui.events import QUIET
from ui.tables import model_table, parameter_table
from ui.texts import language_of, word


def build_explore_tab(asking: Asking, page: gr.Blocks) -> None:
    """Add the tab's tables to `page`, which is being built."""
    with gr.Column(elem_id="explore"):
        with gr.Row():
            gr.Markdown(f"### {word('models')}")
            refresh = gr.Button(word("refresh"), size="sm", scale=0, elem_classes="parley-quiet")
        models = _table("explore-models", [300, 180, 120, 150, 120, 120, 120, 190])
        gr.Markdown(f"### {word('parameters')}")
        parameters = _table("explore-parameters", [220, 130, 210, 140, 600])

    async def show(request: gr.Request) -> tuple[Any, Any]:
        language = language_of(request)
        await asking.catalog.models()
        return model_table(asking.catalog.known, language), parameter_table(language)

    async def ask_again(request: gr.Request) -> Any:
        await asking.catalog.models(refresh=True)
        return model_table(asking.catalog.known, language_of(request))

    page.load(show, None, [models, parameters], **QUIET)
    refresh.click(ask_again, None, models, **QUIET)


def _table(name: str, widths: list[str | int]) -> gr.Dataframe:
    return gr.Dataframe(
        column_widths=widths,
        interactive=False,
        show_search="filter",
        wrap=True,
        max_height=520,
        elem_id=name,
        show_label=False,
    )
