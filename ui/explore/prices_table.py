"""The table of one page of costs, as HTML. Pure; every text of a server is escaped."""

from collections.abc import Collection, Sequence
from html import escape

from ui.explore.model_choice import Page, page_of
from ui.explore.models_table import LONGEST_LABEL, button, count_text, pages_html
from ui.explore.prices_cells import cost_text, source_texts
from ui.explore.prices_rows import COST_COLUMNS, COSTS, CostColumn, CostOrder
from ui.explore.prices_session import PricesSession
from ui.price_plans import DAYS, Mix, ModelCost, unknown
from ui.texts import Language, say

NAMES: dict[CostColumn, str] = {
    "model": "column_model",
    "server": "column_server",
    "source": "column_source",
}


def table_html(
    found: Sequence[ModelCost],
    planned: Sequence[ModelCost],
    session: PricesSession,
    language: Language,
) -> str:
    """One page of `found`, those of `planned` that are searched for, in order.

    Only the rows of that page are in it. `session.page` becomes the page that there is.
    """
    page = page_of(found, session.page, session.size, len(planned))
    session.page = page.number
    mix = f"<p>{escape(mix_text(session.mix, session.estimated, language))}</p>"
    count = f'<p class="models-count" role="status">{escape(_count(page, language))}'
    count += f"{escape(unknown_text(unknown(found), language))}</p>"
    if not found:
        return f"{mix}{count}{_nothing(len(planned), language)}"
    heads = "".join(_head(column, session.order, language) for column in COST_COLUMNS)
    body = "".join(_row(row, session.chosen, language) for row in page.rows)
    label = escape(say(language, "prices_table"))
    return (
        f'{mix}{count}<div class="models-box" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
        f"{pages_html(page, session.size, language)}"
    )


def mix_text(mix: Mix, estimated: bool, language: Language) -> str:
    """What the costs are for: fields may hold something else, refused or not yet sent."""
    return say(
        language,
        "prices_mix_estimated" if estimated else "prices_mix",
        input=f"{mix.input_tokens:,}",
        cached=f"{mix.cached_tokens:,}",
        output=f"{mix.output_tokens:,}",
        requests=f"{mix.requests_a_day:,}",
        days=DAYS,
    )


def unknown_text(count: int, language: Language) -> str:
    """With a space before it where words have one; "" where every price is known."""
    if not count:
        return ""
    said = say(
        language, "prices_unknown_one" if count == 1 else "prices_unknown", count=f"{count:,}"
    )
    return f"。{said}" if language == "zh" else f". {said}"


def _count(page: Page[ModelCost], language: Language) -> str:
    if page.known and not page.total:
        return say(language, "prices_not_found", known=f"{page.known:,}")
    return count_text(page, language)


def _nothing(known: int, language: Language) -> str:
    if not known:
        return ""
    return f"<p>{button('clear', say(language, 'prices_clear_search'), 'models-action')}</p>"


def column_name(column: CostColumn, language: Language) -> str:
    return say(language, NAMES.get(column) or f"prices_column_{column}")


def _head(column: CostColumn, order: CostOrder, language: Language) -> str:
    """A button that sorts; pressed again it turns the order round."""
    ordered = ""
    if order.column == column:
        ordered = f' aria-sort="{"descending" if order.descending else "ascending"}"'
    return (
        f'<th scope="col" class="{_kind(column)}"{ordered}><button type="button"'
        f' data-models="sort" data-column="{column}">{escape(column_name(column, language))}'
        "</button></th>"
    )


def _kind(column: CostColumn) -> str:
    if column == "model":
        return "pick"
    return f"{column} number" if column in COSTS else column


def _row(planned: ModelCost, chosen: Collection[str], language: Language) -> str:
    facts = planned.facts
    label = escape(say(language, "prices_choose", model=facts.name[:LONGEST_LABEL]))
    on = "true" if facts.name in chosen else "false"
    costs = "".join(_cost(planned, column, language) for column in COST_COLUMNS if column in COSTS)
    return (
        f'<tr><th scope="row" class="pick"><button type="button" role="checkbox"'
        f' aria-checked="{on}" aria-label="{label}" data-models="choose"'
        f' data-name="{escape(facts.name)}"><span></span><bdi>{escape(facts.model)}</bdi></button>'
        f'</th>{costs}<td class="server"><bdi>{escape(facts.server)}</bdi></td>'
        f"{_source(planned, language)}</tr>"
    )


def _cost(planned: ModelCost, column: CostColumn, language: Language) -> str:
    values = {"request": planned.request, "day": planned.day, "month": planned.month}
    value = values[column]
    text = escape(cost_text(planned, value, language))
    return f'<td class="{_kind(column)}">{f"<span>{text}</span>" if value is None else text}</td>'


def _source(planned: ModelCost, language: Language) -> str:
    texts = [escape(text) for text in source_texts(planned, language)]
    if not texts:
        return f'<td class="source"><span>{escape(say(language, "models_unknown"))}</span></td>'
    notes = "".join(f"<small><bdi>{text}</bdi></small>" for text in texts[1:])
    return f'<td class="source">{texts[0]}{notes}</td>'
