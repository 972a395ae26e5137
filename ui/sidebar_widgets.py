"""What stands beside the chat: a new one, a search, and what is kept. No behaviour."""

from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from ui.texts import word
from ui.widgets import quiet_button

SCRIPT = Path(__file__).parent / "assets" / "sidebar.js"


class SidebarSession:
    """words: what is searched for. shown: how many are listed. No dataclass: Gradio would
    put one into the page's config. deleted: what can be brought back.
    """

    def __init__(self) -> None:
        self.words, self.shown, self.deleted = "", 0, ""


@dataclass(frozen=True, slots=True)
class SidebarWidgets:
    """tools: search and menu, with the script whose events are theirs. told: news of what was
    done. file: takes what is to be downloaded; link: what is to be copied.
    """

    session: gr.State
    new_chat: gr.Button
    temporary: gr.Button
    tools: gr.HTML
    told: gr.HTML
    listed: gr.HTML
    export_all: gr.Button
    bring: gr.UploadButton
    file: gr.Textbox
    link: gr.Textbox


def build_sidebar_widgets() -> SidebarWidgets:
    """Add them to the Blocks being built."""
    session = gr.State(SidebarSession())  # copied for each page that opens
    with gr.Column(elem_id="sidebar", scale=0, min_width=260):
        with gr.Row(elem_id="sidebar-begin"):
            new_chat = quiet_button("new_chat")
            temporary = quiet_button("temporary")
        tools = gr.HTML(
            "",
            js_on_load=SCRIPT.read_text(encoding="utf-8"),
            apply_default_css=False,
            elem_id="sidebar-tools",
            padding=False,
        )
        told = _html("sidebar-told")
        listed = _html("sidebar-list")
        with gr.Row(elem_id="sidebar-files"):
            export_all = quiet_button("export_all")
            bring = gr.UploadButton(
                word("import_chats"),
                file_types=[".json"],
                type="binary",
                size="sm",
                elem_id="import-chats",
                elem_classes="parley-quiet",
            )
    file = gr.Textbox(visible="hidden", elem_id="sidebar-file", label="JSON")
    link = gr.Textbox(visible="hidden", elem_id="sidebar-link", label="URL")
    return SidebarWidgets(
        session, new_chat, temporary, tools, told, listed, export_all, bring, file, link
    )


def _html(name: str) -> gr.HTML:
    return gr.HTML("", js_on_load=None, apply_default_css=False, elem_id=name, padding=False)
