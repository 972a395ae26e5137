"""The fold that shows as bars what each column took: first token, speed and cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from weakref import WeakKeyDictionary

import gradio as gr
import pandas as pd

from ui.chart_notes import figure_text, note
from ui.compare_chart_widgets import PLOTS, ChartWidgets, Plot
from ui.compare_heads import numbers_of, own_name
from ui.compare_session import LETTERS, CompareSession, Lane
from ui.compare_view import CompareView, Shown
from ui.compare_widgets import CompareWidgets
from ui.comparison import lane_views
from ui.events import QUIET
from ui.figures import Figures
from ui.texts import Language, language_of, say

UPRIGHT = 3  # so many labels fit side by side; more of them are slanted
SLANT = -35  # degrees
LONGEST_SLANTED, LONGEST_UPRIGHT, ALL_UPRIGHT = 16, 14, 44  # characters; so many in all fit


@dataclass(frozen=True, slots=True)
class Bar:
    """model: its whole name. value: in seconds, tokens a second or USD, rounded as it is read."""

    label: str
    value: float
    model: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One plot and the text below it. bars: from left to right, of columns with the figure."""

    bars: tuple[Bar, ...]
    note: str

    @property
    def drawn(self) -> bool:
        """Some bar can be seen."""
        return any(bar.value for bar in self.bars)


def figures_by_lane(session: CompareSession) -> list[Figures | None]:
    """What the chart is drawn from, medians where a column was asked several times.

    `None` for a lane whose latest reply has not ended.
    """
    views = lane_views([lane.turn for lane in session.lanes])
    return [view.figures if view and view.reply.ended else None for view in views]


def charts(session: CompareSession, language: Language, slanted: bool = False) -> list[Chart]:
    """One for each of `PLOTS`; none while nothing is measured. slanted: labels are."""
    models = [_model(lane) for lane in session.lanes]
    names, found = labels(models, slanted), figures_by_lane(session)
    made = [Chart(_bars(plot, names, models, found), note(plot, found, language)) for plot in PLOTS]
    return made if any(chart.bars for chart in made) else []


def _bars(
    plot: Plot, names: Sequence[str], models: Sequence[str], found: Sequence[Figures | None]
) -> tuple[Bar, ...]:
    texts = [figure_text(plot, figures) for figures in found]
    return tuple(
        Bar(name, float(text.removeprefix("$")), model)
        for name, text, model in zip(names, texts, models, strict=True)
        if text
    )


def labels(models: Sequence[str], slanted: bool = False) -> list[str]:
    """The column's letter and the model's own name, short; `#2` tells the same ones apart."""
    most = min(LONGEST_UPRIGHT, ALL_UPRIGHT // max(len(models), 1))
    return [
        _label(LETTERS[at], own_name(model), number, LONGEST_SLANTED if slanted else most)
        for at, (model, number) in enumerate(zip(models, numbers_of(models), strict=True))
    ]


def _label(letter: str, name: str, number: int, most: int) -> str:
    twin = f" #{number}" if number else ""
    room = max(most - len(f"{letter} {twin}"), 1)
    return f"{letter} {name if len(name) <= room else f'{name[: room - 1]}…'}{twin}"


def _model(lane: Lane) -> str:
    """The one that was asked, whatever the head names now."""
    return lane.turn.choice.model if lane.turn else lane.choice.model


class ChartPanel:
    """The fold's handlers, and what it shows while it is open.

    The page draws new bars into a plot that stands, but not together with new axes: it
    would show the bars before. So how labels stand is decided when the fold is opened.
    """

    def __init__(self, widgets: ChartWidgets) -> None:
        self._widgets = widgets
        self._slanted: WeakKeyDictionary[CompareSession, bool] = WeakKeyDictionary()

    async def open(self, request: gr.Request, session: CompareSession) -> Shown:
        self._slanted[session] = len(session.lanes) > UPRIGHT
        return self._drawn(session, language_of(request))

    async def close(self, session: CompareSession) -> Shown:
        """Opened again, the plots are new ones."""
        self._slanted.pop(session, None)
        return {plot: gr.BarPlot(visible=False) for plot in self._widgets.plots}

    def current(self, session: CompareSession, language: Language) -> Shown:
        """Nothing where it is closed. While replies are written it stays, unless names hide."""
        drawn = session in self._slanted and (session.hidden or not session.answering)
        return self._drawn(session, language) if drawn else {}

    def _drawn(self, session: CompareSession, language: Language) -> Shown:
        w, slanted = self._widgets, self._slanted.get(session, False)
        made = [] if session.hidden else charts(session, language, slanted)
        nothing = say(language, "chart_hidden" if session.hidden else "chart_nothing")
        said = undrawn(made) if made else nothing
        shown: Shown = {w.said: f"<p>{escape(said)}</p>" if said else ""}
        for at, widget in enumerate(w.plots):
            seen = bool(made) and made[at].drawn
            shown[widget] = (
                plot_of(PLOTS[at], made[at], slanted, language)
                if seen
                else gr.BarPlot(visible=False)
            )
        return shown

    def wire(self, session: gr.State) -> None:
        w = self._widgets
        w.fold.expand(self.open, session, [*w.outputs], **QUIET)
        w.fold.collapse(self.close, session, list(w.plots), **QUIET)


class ViewWithChart(CompareView):
    """What is shown of a comparison, with its chart while the fold is open."""

    def __init__(self, widgets: CompareWidgets, chart: ChartPanel) -> None:
        super().__init__(widgets)
        self._chart = chart

    def everything(self, session: CompareSession, language: Language) -> Shown:
        """Heads, conversations and the chart."""
        return super().everything(session, language) | self._chart.current(session, language)


def undrawn(made: Sequence[Chart]) -> str:
    """What is told of plots in which no bar could be seen, "" where there is none."""
    return "\n".join(chart.note for chart in made if not chart.drawn)


def plot_of(name: Plot, chart: Chart, slanted: bool, language: Language) -> gr.BarPlot:
    """The plot with these bars, and its note as the label."""
    model = say(language, "column_model")
    rows = [(bar.label, bar.value, bar.model) for bar in chart.bars]
    return gr.BarPlot(
        pd.DataFrame(rows, columns=["column", "value", model]),
        x_title=say(language, "chart_column"),
        y_title=say(language, f"chart_{name}"),
        x_label_angle=SLANT if slanted else 0,
        tooltip=[model],
        label=chart.note,
        visible=True,
    )
