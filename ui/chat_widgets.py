"""What stands on the chat tab, and where. No behaviour."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui.about_widgets import AboutWidgets, build_about_widgets
from ui.asking import Asking
from ui.model_picker import ModelPicker, build_model_picker, retry_choices
from ui.parameter_panel import ParameterPanel, build_parameter_panel
from ui.preset_widgets import ChatPresetWidgets, build_chat_preset_widgets
from ui.session import ChatSession
from ui.sidebar_widgets import SidebarWidgets, build_sidebar_widgets
from ui.texts import word
from ui.widgets import conversation, quiet_button


@dataclass(frozen=True, slots=True)
class ChatWidgets:
    """address: id of the conversation, which the page's address names. told: what came of the
    last action. banner, about_banner: what is wrong with the history, or with keeping what the
    person says of themselves, for as long as it is.
    """

    session: gr.State
    chatbot: gr.Chatbot
    told: gr.HTML
    banner: gr.HTML
    about_banner: gr.HTML
    message: gr.Textbox
    send: gr.Button
    stop: gr.Button
    retry: gr.Button
    retry_with: gr.Dropdown
    undo: gr.Button
    copy: gr.Button
    code: gr.Button
    copied: gr.Textbox
    picker: ModelPicker
    system: gr.Textbox
    presets: ChatPresetWidgets
    about: AboutWidgets
    parameters: ParameterPanel
    address: gr.Textbox
    sidebar: SidebarWidgets

    @property
    def personal(self) -> gr.Checkbox:
        """Whether what the person says of themselves goes along in this chat."""
        return self.about.personal

    @property
    def settings(self) -> list[Any]:
        """What goes along with a message, beside the model."""
        return [self.system, self.about.text, self.personal, *self.parameters.inputs]


def build_widgets(asking: Asking) -> ChatWidgets:
    """Add the tab's widgets to the Blocks being built."""
    session = gr.State(ChatSession())  # copied for each page that opens
    with gr.Row(elem_id="chat", equal_height=False):
        sidebar = build_sidebar_widgets()
        with gr.Column(elem_id="conversation", scale=1):
            chatbot = conversation(word("conversation"), elem_id="transcript", editable="user")
            with gr.Row(elem_id="actions"):
                retry = quiet_button("retry")
                retry_with = gr.Dropdown(
                    retry_choices(asking.catalog),
                    value="",
                    label=word("retry_with"),
                    container=False,
                    interactive=True,
                    elem_id="retry-with",
                    min_width=0,
                    scale=0,
                )
                undo = quiet_button("undo")
                copy = quiet_button("copy_conversation")
                code = quiet_button("copy_as_code")
            told = gr.HTML("", elem_id="told", padding=False)
            banner = gr.HTML("", elem_id="history-banner", padding=False)
            about_banner = gr.HTML("", elem_id="about-banner", padding=False)
            with gr.Row(elem_id="composer"):
                message = gr.Textbox(
                    label=word("message"),
                    placeholder=word("message_hint"),
                    lines=1,
                    max_lines=10,
                    autofocus=True,
                    elem_id="message",
                    scale=1,
                )
                send = gr.Button(
                    word("send"), variant="primary", elem_id="send", scale=0, min_width=84
                )
                stop = gr.Button(word("stop"), elem_id="stop", scale=0, min_width=84, visible=False)
        with gr.Column(elem_id="panel", scale=0, min_width=320):
            picker = build_model_picker(asking)
            presets = build_chat_preset_widgets()
            system = gr.Textbox(
                label=word("system"),
                placeholder=word("system_hint"),
                lines=2,
                max_lines=8,
                elem_id="system",
            )
            about = build_about_widgets()
            with gr.Accordion(word("parameters"), open=True, elem_id="parameters"):
                parameters = build_parameter_panel()
    address = gr.Textbox(visible="hidden", elem_id="chat-address", label=word("conversation"))
    copied = gr.Textbox(visible="hidden", elem_id="copied", label=word("copy_conversation"))
    return ChatWidgets(
        session,
        chatbot,
        told,
        banner,
        about_banner,
        message,
        send,
        stop,
        retry,
        retry_with,
        undo,
        copy,
        code,
        copied,
        picker,
        system,
        presets,
        about,
        parameters,
        address,
        sidebar,
    )
