"""The bars of what models cost in a month, and the text below them."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

import gradio as gr
import pandas as pd

from ui.explore.prices_cells import cost_text
from ui.price_plans import ModelCost, cheapest
from ui.texts import Language, say

MOST_BARS = 12
LONGEST_NAME = 16  # characters under a bar
SLANT = -35  # degrees; always, as the page draws new bars but not new axes into a plot


@dataclass(frozen=True, slots=True)
class CostChart:
    """bars: label, cost of a month in USD, whole name and cost as it is read. note: below."""

    bars: tuple[tuple[str, float, str, str], ...]
    note: str

    @property
    def drawn(self) -> bool:
        """Some bar can be seen."""
        return any(value for _, value, _, _ in self.bars)


def cost_chart(
    planned: Sequence[ModelCost], chosen: Sequence[ModelCost], language: Language
) -> CostChart:
    """Of the chosen models, else of the cheapest that cost something; the cheapest first."""
    priced = [each for each in chosen if each.month is not None]
    shown = sorted(priced, key=_month) if chosen else cheapest(planned, MOST_BARS)
    bars = tuple(
        (_label(letter, each.facts.model), _month(each), each.facts.name, _cost(each, language))
        for letter, each in zip(ascii_uppercase, shown, strict=False)
    )
    lacking = [each.facts.name for each in chosen if each.month is None]
    return CostChart(bars, _note(bars, lacking, bool(chosen), language))


def _month(planned: ModelCost) -> float:
    return float(f"{planned.month or 0:.6g}")


def _cost(planned: ModelCost, language: Language) -> str:
    return cost_text(planned, planned.month, language)


def _label(letter: str, model: str) -> str:
    """Letters keep the order and tell the same names apart."""
    name = model.rpartition("/")[2] or model
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    return f"{letter} {short}"


def _note(
    bars: Sequence[tuple[str, float, str, str]],
    lacking: Sequence[str],
    chosen: bool,
    language: Language,
) -> str:
    """Lines: what is drawn, every cost, and which models have none that is known."""
    title = say(language, "prices_chart_chosen" if chosen else "prices_chart_cheapest")
    costs = " · ".join(f"{letter[0]} {cost}" for letter, _, _, cost in bars)
    lines = [title, *([costs] if costs else [])]
    if not bars:
        lines.append(say(language, "prices_chart_no_prices"))
    elif not any(value for _, value, _, _ in bars):
        lines.append(say(language, "prices_chart_nothing"))
    if lacking:
        between = "、" if language == "zh" else ", "
        lines.append(say(language, "prices_chart_unknown", models=between.join(lacking)))
    return "\n".join(lines)


def plot_of(chart: CostChart, language: Language) -> gr.BarPlot:
    """The plot with these bars, and their note as its label."""
    model, cost = (say(language, key) for key in ("prices_chart_model", "prices_chart_axis"))
    return gr.BarPlot(
        pd.DataFrame(list(chart.bars), columns=["label", "value", model, cost]),
        x_title=model,
        y_title=cost,
        x_label_angle=SLANT,
        tooltip=[model, cost],
        label=chart.note,
        visible=True,
    )
