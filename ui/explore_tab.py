"""The explore tab: which models and parameters there are, what they cost and what they do."""

import gradio as gr

from ui.asking import Asking
from ui.explore.effect import build_effect
from ui.explore.go import Going
from ui.explore.inside import build_inside
from ui.explore.models import build_models
from ui.explore.parameters import build_parameters
from ui.explore.prices import build_prices
from ui.explore.try_it import build_try
from ui.explore.try_widgets import TryWidgets
from ui.explore_migration import MigrationPanel
from ui.explore_migration_widgets import build_migration_widgets
from ui.running import Running
from ui.texts import word


def build_explore_tab(
    asking: Asking, running: Running, page: gr.Blocks, tab: gr.Tab, going: Going
) -> TryWidgets:
    """Add the tab's parts to `page`, which is being built; returns those of Try it.

    tab: where they stand. going: from here to the other tabs.
    What a part shows is asked for when it is opened: a person who only chats pays nothing.
    """
    with gr.Column(elem_id="explore"), gr.Tabs(elem_id="explore-parts"):
        with gr.Tab(word("models"), id="models"):  # the first, seen when the whole tab is
            build_models(asking, tab, going)
        with gr.Tab(word("prices"), id="prices") as prices:
            build_prices(asking, prices)
        with gr.Tab(word("parameters"), id="parameters") as parameters:
            build_parameters(asking, page, parameters)
        with gr.Tab(word("try"), id="try-part") as trying:
            tried = build_try(asking, running, trying)
            build_effect(asking, running, tried.inputs)
        with gr.Tab(word("inside"), id="inside") as inside:
            build_inside(asking, page, inside)
        with gr.Tab(word("migrate"), id="migrate"):
            MigrationPanel(build_migration_widgets()).wire()
    return tried
