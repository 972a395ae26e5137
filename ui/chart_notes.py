"""The figures of the chart as text, and why some columns have no bar. Pure."""

from collections.abc import Sequence

from ui.compare_chart_widgets import Plot
from ui.compare_session import LETTERS
from ui.figures import Figures, dollars, seconds, speed
from ui.texts import Language, say


def figure_text(plot: Plot, figures: Figures | None) -> str:
    """As it is read, "" for what is not known."""
    if figures is None:
        return ""
    match plot:
        case "first":
            first = figures.seconds_to_first_token
            return "" if first is None else seconds(first)
        case "speed":
            fast = figures.tokens_per_second
            return "" if fast is None else speed(fast)
        case "cost":
            cost = figures.cost_usd
            return "" if cost is None else dollars(cost)


def note(plot: Plot, found: Sequence[Figures | None], language: Language) -> str:
    """Lines: what the plot shows, every figure, and one for each remark on some of them.

    found: from the left; `None` for a column that has nothing yet.
    """
    figures = [
        f"{letter} {_worded(plot, each, language)}"
        for letter, each in zip(LETTERS, found, strict=False)
        if each and figure_text(plot, each)
    ]
    between = "、" if language == "zh" else ", "
    remarks = [
        say(language, key, columns=between.join(letters))
        for key, letters in _remarks(plot, found).items()
    ]
    head = say(language, f"chart_{plot}")
    return "\n".join([head, " · ".join(figures), *remarks] if figures else [head, *remarks])


def _worded(plot: Plot, figures: Figures, language: Language) -> str:
    text = figure_text(plot, figures)
    match plot:
        case "first":
            return say(language, "lane_seconds", seconds=text)
        case "speed":
            return say(language, "estimate", count=text) if figures.estimated else text
        case "cost":
            return text if figures.cost_usd else say(language, "free")


def _remarks(plot: Plot, found: Sequence[Figures | None]) -> dict[str, list[str]]:
    """A sentence's key → the letters of the columns that it is about."""
    remarks: dict[str, list[str]] = {}
    for letter, figures in zip(LETTERS, found, strict=False):
        if key := _remark(plot, figures):
            remarks.setdefault(key, []).append(letter)
    return remarks


def _remark(plot: Plot, figures: Figures | None) -> str:
    """What has to be said of a figure, "" for nothing."""
    if figures and figure_text(plot, figures):
        return "chart_estimated" if plot == "speed" and figures.estimated else ""
    if plot != "cost" or figures is None or not figures.output_tokens:
        return "chart_no_figure"
    return "chart_no_counts" if figures.estimated else "chart_no_price"
