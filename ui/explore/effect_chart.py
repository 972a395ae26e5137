"""One figure by value, drawn: points with their range, a line where values are numbers.

Drawn here and not by Gradio's own plots: those put what is not set into the middle of a line,
show no points and no ranges, and load a library of their own. Pure HTML.
"""

from collections.abc import Sequence
from html import escape

from ui.effects import Effect, FigureName, Point, points
from ui.explore.effect_axes import Size
from ui.explore.effect_drawing import Drawing
from ui.texts import Language, say

SIZES = {"wide": Size(680, 260), "narrow": Size(316, 240)}
"""Letters must not shrink with the drawing, so there are two; the style sheet shows one."""


def chart_html(
    effects: Sequence[Effect], parameter: str, figure: FigureName, language: Language
) -> str:
    """A sentence where there is nothing to draw."""
    found = points(effects, figure)
    if not found:
        return f"<p>{escape(_why_nothing(effects, figure, language))}</p>"
    values = [effect.value for effect in effects]
    drawing = Drawing(values, found, parameter, figure, language)
    drawn = "".join(drawing.svg(size, kind) for kind, size in SIZES.items())
    notes = "".join(f"<li>{escape(note)}</li>" for note in _notes(found, language))
    title = escape(drawing.title)
    return f"<figure><figcaption>{title}</figcaption>{drawn}<ul>{notes}</ul></figure>"


def _why_nothing(effects: Sequence[Effect], figure: FigureName, language: Language) -> str:
    alone = all(effect.wanted < 2 for effect in effects)
    if alone and figure in ("identical", "similarity"):
        return say(language, "effect_chart_alone")
    return say(language, "effect_chart_nothing")


def _notes(found: Sequence[Point], language: Language) -> list[str]:
    """What the signs mean, of those that are there and need it."""
    notes: list[str] = []
    if any(not point.sent for point in found):
        notes += [say(language, key) for key in ("effect_sign_sent", "effect_sign_unsent")]
    if any(point.low < point.high for point in found):
        notes.append(say(language, "effect_sign_range"))
    return notes
