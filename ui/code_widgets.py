"""The panel over the page that shows a request as code. No behaviour."""

from dataclasses import dataclass

import gradio as gr

from ui.code_requests import AskedRequest
from ui.snippets.snippet import LANGUAGES, NAMES
from ui.texts import word


class CodeSession:
    """What the panel of one open page shows; `asked` is `None` until it is opened.

    No dataclass: Gradio would put one into the page's config.
    """

    def __init__(self) -> None:
        self.asked: AskedRequest | None = None


@dataclass(frozen=True, slots=True)
class CodeWidgets:
    """head: title and whose request it is; written: the language; shown: the code."""

    session: gr.State
    head: gr.HTML
    written: gr.Radio
    stream: gr.Checkbox
    copy: gr.Button
    shown: gr.HTML


def build_code_widgets() -> CodeWidgets:
    """Add the panel to the Blocks being built; its script makes it a dialog."""
    session = gr.State(CodeSession())  # copied for each page that opens
    with gr.Column(elem_id="code-panel"):
        head = gr.HTML("", elem_id="code-top", padding=False)
        with gr.Row(elem_id="code-controls"):
            written = gr.Radio(
                [(NAMES[each], each) for each in LANGUAGES],
                value="python",
                label=word("code_language"),
                show_label=False,
                container=False,
                elem_id="code-languages",
            )
            stream = gr.Checkbox(
                True, label=word("code_stream"), container=False, elem_id="code-stream"
            )
            copy = gr.Button(word("code_copy"), size="sm", elem_id="code-copy", scale=0)
        shown = gr.HTML("", elem_id="code-shown", padding=False)
    return CodeWidgets(session, head, written, stream, copy, shown)
