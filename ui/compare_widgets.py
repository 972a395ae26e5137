"""What stands on the compare tab, and where. No behaviour.

Eight columns always exist; the page shows as many as there are heads. So columns come
and go without Gradio building anything, and a stream has the same outputs throughout.
One panel shows the settings of one column at a time, or of all.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from ui.compare_bar import bar
from ui.compare_chart_widgets import ChartWidgets, build_chart_widgets
from ui.compare_fuse_widgets import FuseWidgets, build_fuse_widgets
from ui.compare_heads import heads
from ui.compare_result_widgets import ResultWidgets, build_result_widgets
from ui.compare_run_widgets import RunWidgets, build_run_widgets
from ui.compare_session import ALL, LETTERS, CompareSession
from ui.compare_sweep_widgets import SweepWidgets, build_sweep_widgets
from ui.parameter_panel import ParameterPanel, build_parameter_panel
from ui.preset_widgets import PresetWidgets, build_column_preset_widgets
from ui.texts import word
from ui.widgets import conversation

SCRIPT = Path(__file__).parent / "assets" / "compare.js"
HEADS = (
    '${value.progress}${value.tabs}<div class="compare-heads">${value.lanes.flat().join("")}</div>'
    "${value.note}${value.votes}${value.state}"
)
PANEL_HEAD = (
    '<div class="compare-panel-head"><h2 id="compare-panel-title"></h2>'
    '<button type="button" data-compare="close" id="compare-panel-close">×</button></div>'
)


@dataclass(frozen=True, slots=True)
class PanelWidgets:
    """target: whose settings stand there; it comes and goes with them."""

    target: gr.Textbox
    system: gr.Textbox
    parameters: ParameterPanel

    @property
    def inputs(self) -> list[Any]:
        return [self.target, self.system, *self.parameters.inputs]

    @property
    def left(self) -> list[Any]:
        """The events after which a value is meant as it stands."""
        fields: list[Any] = [self.system, *self.parameters.inputs]
        return [each.input if isinstance(each, gr.Dropdown) else each.blur for each in fields]


@dataclass(frozen=True, slots=True)
class CompareWidgets:
    """columns: the conversations; heads: all that stands above them; bar: the tool row."""

    session: gr.State
    prompt: gr.Textbox
    run: gr.Button
    stop: gr.Button
    bar: gr.HTML
    told: gr.HTML
    heads: gr.HTML
    columns: tuple[gr.Chatbot, ...]
    models: gr.HTML
    panel: PanelWidgets
    runs: RunWidgets
    presets: PresetWidgets
    sweep: SweepWidgets
    fuse: FuseWidgets
    results: ResultWidgets
    chart: ChartWidgets


def build_compare_widgets() -> CompareWidgets:
    """Add the tab's widgets to the Blocks being built."""
    empty = CompareSession(("", ""))
    session = gr.State(empty)  # copied for each page that opens
    with gr.Column(elem_id="compare"):
        with gr.Row(elem_id="compare-composer"):
            prompt = gr.Textbox(
                label=word("prompt"),
                placeholder=word("prompt_hint"),
                lines=1,
                max_lines=8,
                elem_id="prompt",
                scale=1,
            )
            run = gr.Button(word("run_all"), variant="primary", elem_id="run-all", scale=0)
            stop = gr.Button(word("stop_all"), elem_id="stop-all", scale=0, visible=False)
        tools = gr.HTML(bar("en"), elem_id="compare-bar", padding=False)
        with gr.Row(elem_id="compare-folds"):
            sweep = build_sweep_widgets()
            fuse = build_fuse_widgets()
            runs = build_run_widgets()
            presets = build_column_preset_widgets()
            results = build_result_widgets()
            chart = build_chart_widgets()
        told = gr.HTML("", elem_id="compare-told", padding=False)
        with gr.Column(elem_id="compare-scroll"):
            above = gr.HTML(
                heads(empty, "en"),
                html_template=HEADS,
                js_on_load=SCRIPT.read_text(encoding="utf-8"),
                apply_default_css=False,
                elem_id="compare-above",
                padding=False,
            )
            with gr.Row(elem_id="compare-columns"):
                columns = tuple(
                    conversation(letter, elem_id=f"column-{letter}", elem_classes="compare-column")
                    for letter in LETTERS
                )
        panel = _panel()
    models = gr.HTML("", elem_id="compare-names", padding=False, visible="hidden")
    return CompareWidgets(
        session,
        prompt,
        run,
        stop,
        tools,
        told,
        above,
        columns,
        models,
        panel,
        runs,
        presets,
        sweep,
        fuse,
        results,
        chart,
    )


def _panel() -> PanelWidgets:
    with gr.Column(elem_id="compare-panel"):
        gr.HTML(PANEL_HEAD, padding=False)
        target = gr.Textbox(ALL, label="", visible="hidden")
        system = gr.Textbox(
            label=word("system"),
            placeholder=word("system_hint"),
            lines=2,
            max_lines=8,
            elem_id="compare-system",
        )
        with gr.Column(elem_id="compare-parameters"):
            parameters = build_parameter_panel("compare-")
    return PanelWidgets(target, system, parameters)
