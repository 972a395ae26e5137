"""What a person says of themselves, and whether it goes along. No behaviour."""

from dataclasses import dataclass

import gradio as gr

from ui.texts import word

LONGEST_ABOUT = 4000  # characters


class AboutSession:
    """saved: what the store has, as far as this page knows; `None`: it could not be read yet.

    No dataclass: Gradio would put one into the page's config.
    """

    def __init__(self) -> None:
        self.saved: str | None = None


@dataclass(frozen=True, slots=True)
class AboutWidgets:
    """personal: whether it goes along in this chat."""

    session: gr.State
    fold: gr.Accordion
    text: gr.Textbox
    personal: gr.Checkbox


def build_about_widgets() -> AboutWidgets:
    """Add the fold to the Blocks being built."""
    session = gr.State(AboutSession())  # copied for each page that opens
    with gr.Accordion(word("about"), open=False, elem_id="about") as fold:
        text = gr.Textbox(
            label=word("about_text"),
            info=word("about_note"),
            placeholder=word("about_hint"),
            lines=3,
            max_lines=8,
            max_length=LONGEST_ABOUT,
            elem_id="about-text",
        )
        personal = gr.Checkbox(True, label=word("personal"), elem_id="personal")
    return AboutWidgets(session, fold, text, personal)
