"""What came of texts that became vectors, in words and HTML. Pure."""

from collections.abc import Sequence
from html import escape

from ui.asking import Embedded
from ui.explore.similarity_html import map_html, pairs_html
from ui.figures import dollars
from ui.rows import note_html, notice_text
from ui.similarity import Matrix, nearest_pairs
from ui.text_lists import TextsError
from ui.texts import Language, say

MOST_DIMENSIONS = 100_000


def dimensions_in(typed: str | None) -> int | None:
    """The number that was typed, `None` for nothing. Raises `TextsError` for anything else."""
    text = (typed or "").strip()
    if not text:
        return None
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_DIMENSIONS))
    if not plain or not 1 <= int(text) <= MOST_DIMENSIONS:
        raise TextsError("embeddings_dimensions_wrong")
    return int(text)


def figures_of(embedded: Embedded, language: Language) -> str:
    """One line on what was made, and what a person should know beside it."""
    found = embedded.embeddings
    counted = found.usage and found.usage.input_tokens
    tokens = (
        say(language, "embeddings_tokens_unknown")
        if counted is None
        else say(language, "embeddings_tokens", count=counted)
    )
    line = say(
        language,
        "embeddings_figures",
        model=embedded.model,
        texts=texts_of(len(found.vectors), language),
        dimensions=len(found.vectors[0]),
        tokens=tokens,
        cost=cost_of(embedded, language),
    )
    notes = [note_html(notice_text(notice, language)) for notice in found.notices]
    if embedded.cost.free:
        notes.append(note_html(say(language, "embeddings_local")))
    return f"<p>{escape(line)}</p>{''.join(notes)}"


def texts_of(count: int, language: Language) -> str:
    if count == 1:
        return say(language, "embeddings_count_one")
    return say(language, "embeddings_count", count=count)


def cost_of(embedded: Embedded, language: Language) -> str:
    if embedded.cost.free:
        return say(language, "free")
    usd = embedded.cost.usd
    return say(language, "price_unknown") if usd is None else dollars(usd)


def result_html(texts: Sequence[str], matrix: Matrix, language: Language) -> str:
    """The map, and the nearest pairs below it."""
    pairs = pairs_html(texts, nearest_pairs(matrix), language)
    return f"{map_html(texts, matrix, language)}{pairs}"
