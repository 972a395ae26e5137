"""The form for token probabilities. No behaviour."""

from dataclasses import dataclass

import gradio as gr

from backends.parameters import BY_NAME
from ui.explore.inside_session import ReplySession
from ui.explore.inside_widgets import Doing, actions, answer, hint, model_to_ask, slider
from ui.texts import word

MOST_TOKENS = 500  # of a reply that is shown token by token


@dataclass(frozen=True, slots=True)
class OddsWidgets:
    session: gr.State
    model: gr.Dropdown
    prompt: gr.Textbox
    alternatives: gr.Slider
    length: gr.Slider
    doing: Doing


def build_odds_widgets() -> OddsWidgets:
    """Add the form to the Blocks being built."""
    with gr.Row(elem_classes="parley-inside"):
        with gr.Column(elem_classes="parley-inside-form"):
            hint("odds_hint")
            model = model_to_ask("odds")
            prompt = gr.Textbox(
                label=word("inside_prompt"),
                placeholder=word("odds_prompt_hint"),
                lines=3,
                max_lines=10,
                elem_id="odds-prompt",
            )
            alternatives = slider("odds-alternatives", BY_NAME["top_logprobs"], 5)
            length = gr.Slider(
                1,
                MOST_TOKENS,
                value=100,
                step=1,
                label=word("odds_length"),
                buttons=[],
                elem_id="odds-length",
            )
            run, stop, told = actions("odds", "odds_show")
        figures, result = answer("odds", "odds_empty")
    doing = Doing(run, stop, told, figures, result)
    return OddsWidgets(gr.State(ReplySession()), model, prompt, alternatives, length, doing)
