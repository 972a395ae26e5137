"""How many times as much one chosen model costs as another, as a table. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from ui.explore.models_table import LONGEST_LABEL, button
from ui.explore.prices_cells import ratio_text
from ui.price_plans import FEWEST_COMPARED, ModelCost, ratios
from ui.texts import Language, say


def matrix_html(chosen: Sequence[ModelCost], notice: str, language: Language) -> str:
    """The chosen models, each to be removed, and their ratios; a hint while they are too few.

    notice: key of a sentence on what was not chosen, or "".
    """
    title = escape(say(language, "prices_matrix"))
    told = f'<p role="status">{escape(say(language, notice)) if notice else ""}</p>'
    head = f"<h3>{title}</h3>{_names(chosen, language)}{told}"
    if len(chosen) < FEWEST_COMPARED:
        return f"{head}<p>{escape(say(language, 'prices_matrix_hint'))}</p>"
    found = ratios(chosen)
    corner = escape(say(language, "prices_matrix_corner"))
    heads = "".join(f'<th scope="col">{_name(each)}</th>' for each in chosen)
    rows = "".join(
        f'<tr><th scope="row">{_name(each)}</th>{_cells(chosen, at, found[at], language)}</tr>'
        for at, each in enumerate(chosen)
    )
    caption = escape(say(language, "prices_matrix_caption"))
    none = ""
    if any(not each.request and each.request is not None for each in chosen):
        none = f"<p>{escape(say(language, 'prices_matrix_none'))}</p>"
    return (
        f'{head}<p>{caption}</p><div class="models-box" tabindex="0" role="region"'
        f' aria-label="{title}"><table><caption>{caption}</caption><thead><tr>'
        f"<td>{corner}</td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>{none}"
    )


def _names(chosen: Sequence[ModelCost], language: Language) -> str:
    if not chosen:
        return ""
    each = "".join(_chip(planned.facts.name, language) for planned in chosen)
    label = escape(say(language, "prices_chosen"))
    rest = button("empty", say(language, "prices_remove_all"), "models-action")
    return f'<ul class="prices-chosen" aria-label="{label}">{each}<li>{rest}</li></ul>'


def _chip(name: str, language: Language) -> str:
    label = escape(say(language, "prices_remove", model=name[:LONGEST_LABEL]))
    return (
        f'<li><span><bdi>{escape(name)}</bdi></span><button type="button" data-models="choose"'
        f' data-name="{escape(name)}" aria-label="{label}" title="{label}">×</button></li>'
    )


def _name(planned: ModelCost) -> str:
    facts = planned.facts
    return f"<bdi>{escape(facts.model)}</bdi> <small><bdi>{escape(facts.server)}</bdi></small>"


def _cells(
    chosen: Sequence[ModelCost], row: int, found: Sequence[Decimal | None], language: Language
) -> str:
    return "".join(
        f'<td class="{"same" if row == at else "number"}">'
        f"{escape(_text(ratio, (chosen[row], chosen[at]), language))}</td>"
        for at, ratio in enumerate(found)
    )


def _text(ratio: Decimal | None, pair: tuple[ModelCost, ModelCost], language: Language) -> str:
    if ratio is not None:
        return ratio_text(ratio)
    if any(each.request is None for each in pair):
        return say(language, "models_unknown")
    return "–"
