"""The whole page: its frame, its three tabs, and the endpoints for programs."""

from pathlib import Path

import gradio as gr

from store.store import Store
from ui.api import add_api
from ui.asking import Asking
from ui.chat_tab import build_chat_tab
from ui.code_panel import build_code_panel
from ui.compare_tab import build_compare_tab
from ui.events import without_progress
from ui.explore.go import Going
from ui.explore_tab import build_explore_tab
from ui.preset_panel import PresetPanel
from ui.preset_shelf import PresetLists
from ui.running import Running
from ui.texts import word

ASSETS = Path(__file__).parent / "assets"
STYLES = [
    ASSETS / f"{name}.css"
    for name in (
        *("frame", "composer", "conversation", "chat", "sidebar", "panel", "presets"),
        *("compare", "repeats", "results", "chart", "fuse", "votes"),
        *("explore", "models", "prices", "reference", "inside", "migration"),
        *("trial", "effect", "code"),
    )
]
SCRIPTS = [
    ASSETS / f"{name}.js"
    for name in (
        "preferences",
        "keys",
        "parameters",
        "conversation",
        "compare_menus",
        "compare_reading",
        "compare_votes",
        "code",
        "inside",
        "migration",
    )
]
"""Run in this order, before Gradio's own."""


def build_ui(asking: Asking, store: Store) -> gr.Blocks:
    """The page over `asking`; `STYLES` and `SCRIPTS` go to `launch`."""
    running = Running()

    async def closed(request: gr.Request) -> None:
        """Gradio itself ends only what the page has begun to listen to."""
        running.leave(request.session_hash or "")

    with gr.Blocks(title="Parley", fill_width=True, fill_height=True) as page:
        frame = gr.HTML(FRAME, elem_id="frame", padding=False)
        with gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab(word("chat"), id="chat"):
                chat = build_chat_tab(asking, store, running, page)
            with gr.Tab(word("compare"), id="compare"):
                compare = build_compare_tab(asking, store, running, page, chat, tabs)
            with gr.Tab(word("explore"), id="explore") as explore:
                going = Going(asking, tabs, chat, compare)
                tried = build_explore_tab(asking, running, page, explore, going)
        lists = PresetLists(chat.presets.here.chosen, compare.presets.chosen)
        PresetPanel(asking.catalog, store.presets, lists, chat).wire(page)
        code = build_code_panel(asking)
        code.wire_chat(chat)
        code.wire_compare(compare)
        code.wire_try(tried)
        add_api(asking)
        page.unload(closed)
        without_progress(page, frame)
    return page


FRAME = """
<div class="parley-left"><button type="button" id="switch-sidebar" data-parley="sidebar"
  aria-label="Chats">☰</button><div class="parley-brand">Parley</div></div>
<div class="parley-switches">
  <button type="button" id="switch-api" data-parley="api">API</button>
  <button type="button" data-parley="language">EN/中</button>
  <button type="button" data-parley="theme" aria-label="Light or dark">◐</button>
  <button type="button" data-parley="panel" aria-label="Settings">⚙</button>
</div>
"""
