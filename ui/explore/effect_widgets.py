"""The fold in which values of a parameter are tried. No behaviour."""

from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from ui.explore.effect_plan import MOST_SAMPLES, MOST_VALUES, SUGGESTED
from ui.explore.effect_session import EffectSession
from ui.explore.effect_words import FIGURES
from ui.texts import word
from ui.widgets import quiet_button

SCRIPT = Path(__file__).parents[1] / "assets" / "effect.js"
FIRST = "temperature"


@dataclass(frozen=True, slots=True)
class EffectWidgets:
    """told: why nothing is sent, or what it would come to; outputs: one for each value.

    file: takes what is to be downloaded.
    """

    session: gr.State
    parameter: gr.Dropdown
    values: gr.Textbox
    unset: gr.Checkbox
    samples: gr.Slider
    run: gr.Button
    stop: gr.Button
    progress: gr.HTML
    told: gr.HTML
    sure: gr.Button
    dismiss: gr.Button
    table: gr.HTML
    help: gr.HTML
    figure: gr.Dropdown
    chart: gr.HTML
    outputs: tuple[gr.HTML, ...]
    figures_csv: gr.Button
    outputs_csv: gr.Button
    file: gr.Textbox


def build_effect_widgets() -> EffectWidgets:
    """Add the fold to the Blocks being built."""
    session = gr.State(EffectSession())  # copied for each page that opens
    with gr.Accordion(word("effect"), open=False, elem_id="effect"):
        gr.HTML(word("effect_hint"), elem_classes="parley-hint", padding=False)
        with gr.Row(elem_id="effect-form"):
            parameter = gr.Dropdown(
                list(SUGGESTED),
                value=FIRST,
                label=word("effect_parameter"),
                allow_custom_value=True,
                elem_id="effect-parameter",
            )
            values = gr.Textbox(
                SUGGESTED[FIRST],
                label=word("effect_values"),
                placeholder=word("effect_values_hint"),
                max_lines=1,
                elem_id="effect-values",
            )
            samples = gr.Slider(
                1,
                MOST_SAMPLES,
                value=3,
                step=1,
                label=word("effect_count"),
                buttons=[],
                elem_id="effect-samples",
            )
            unset = gr.Checkbox(True, label=word("effect_unset"), elem_id="effect-unset")
        with gr.Row(elem_id="effect-actions"):
            run = gr.Button(word("effect_run"), variant="primary", elem_id="effect-run", scale=0)
            stop = gr.Button(word("effect_stop"), elem_id="effect-stop", scale=0, visible=False)
            progress = _html("effect-progress")
        with gr.Row(elem_id="effect-question"):
            told = _html("effect-told")
            sure = gr.Button(
                word("effect_sure"), variant="primary", elem_id="effect-sure", visible=False
            )
            dismiss = gr.Button(word("effect_dismiss"), elem_id="effect-dismiss", visible=False)
        table, help = _html("effect-table", word("effect_empty"), SCRIPT), _html("effect-help")
        figure = gr.Dropdown(
            [(word(f"effect_{name}"), name) for name in FIGURES],
            value=EffectSession().figure,
            label=word("effect_figure"),
            filterable=False,
            visible=False,
            elem_id="effect-figure",
        )
        chart = _html("effect-chart")
        with gr.Row(elem_id="effect-files", visible=True):
            figures_csv, outputs_csv = (
                quiet_button("effect_figures_csv"),
                quiet_button("effect_outputs_csv"),
            )
        with gr.Column(elem_id="effect-outputs"):
            outputs = tuple(_html(f"effect-outputs-{at}") for at in range(MOST_VALUES))
        file = gr.Textbox(visible="hidden", elem_id="effect-file", label="CSV")
    return EffectWidgets(
        session, parameter, values, unset, samples, run, stop, progress, told, sure, dismiss,
        table, help, figure, chart, outputs, figures_csv, outputs_csv, file,
    )  # fmt: skip


def _html(name: str, value: str = "", script: Path | None = None) -> gr.HTML:
    on_load = script.read_text(encoding="utf-8") if script else None
    return gr.HTML(value, js_on_load=on_load, apply_default_css=False, elem_id=name, padding=False)
