"""The explore tab: every model of every server, and every request parameter."""

from typing import Any

import gradio as gr

from ui.asking import Asking
from ui.tables import model_table, parameter_table
from ui.texts import language_of, word


def build_explore_tab(asking: Asking, page: gr.Blocks) -> None:
    """Add the tab's tables to `page`, which is being built."""
    with gr.Column(elem_id="explore"):
        with gr.Row():
            gr.Markdown(f"### {word('models')}")
            refresh = gr.Button(word("refresh"), size="sm", scale=0, elem_classes="parley-quiet")
        models = _table("explore-models")
        gr.Markdown(f"### {word('parameters')}")
        parameters = _table("explore-parameters")

    async def show(request: gr.Request) -> tuple[Any, Any]:
        language = language_of(request)
        await asking.catalog.models()
        return model_table(asking.catalog.known, language), parameter_table(language)

    async def ask_again(request: gr.Request) -> Any:
        await asking.catalog.models(refresh=True)
        return model_table(asking.catalog.known, language_of(request))

    hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    page.load(show, None, [models, parameters], **hidden)
    refresh.click(ask_again, None, models, **hidden)


def _table(name: str) -> gr.Dataframe:
    return gr.Dataframe(
        interactive=False,
        show_search="filter",
        wrap=True,
        max_height=520,
        elem_id=name,
        show_label=False,
    )
