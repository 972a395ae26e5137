"""The fields for counts, and what their script is told. Pure."""

from collections.abc import Mapping
from html import escape

from ui.explore.model_choice import LONGEST_QUERY
from ui.explore.prices_session import PricesSession
from ui.price_plans import LONGEST_COUNT, MOST, Mix, WrongCount, count_in
from ui.texts import Language, say

COUNTS = {
    "input": "input_tokens",
    "cached": "cached_tokens",
    "output": "output_tokens",
    "requests": "requests_a_day",
}
"""A field's name → what it fills in a `Mix`."""
LONGEST_TEXT = 1_000_000  # characters


def tools_html(session: PricesSession, language: Language) -> str:
    """Fields in one row; on a narrow screen it wraps. Below them a text may be pasted."""
    fields = "".join(
        _count(name, f"{getattr(session.mix, of):,}", language) for name, of in COUNTS.items()
    )
    title, summary = (say(language, key) for key in ("prices_fields", "prices_from_text"))
    label, hint = (say(language, key) for key in ("prices_text", "prices_text_hint"))
    return (
        f'<div class="prices-fields" role="group" aria-label="{escape(title)}">{fields}'
        f"{_search(session.query, language)}</div>"
        f'<details class="prices-text"><summary>{escape(summary)}</summary>'
        f'<textarea data-text data-longest="{LONGEST_TEXT}" aria-label="{escape(label)}"'
        f' aria-describedby="prices-fault-text" placeholder="{escape(hint)}" rows="4"></textarea>'
        f"{_fault('text')}</details>"
    )


def _count(name: str, value: str, language: Language) -> str:
    field = f"prices-count-{name}"
    return (
        f'<div><label for="{field}">{escape(say(language, f"prices_{name}"))}</label>'
        f'<input id="{field}" data-count="{name}" value="{escape(value)}"'
        f' maxlength="{LONGEST_COUNT + 60}" autocomplete="off" spellcheck="false"'
        f' aria-describedby="prices-fault-{name}">{_fault(name)}</div>'
    )


def _search(query: str, language: Language) -> str:
    label = escape(say(language, "prices_search"))
    return (
        f'<div class="prices-search"><label for="prices-query">{label}</label>'
        f'<input type="search" id="prices-query" data-wanted="query" value="{escape(query)}"'
        f' maxlength="{LONGEST_QUERY}" autocomplete="off" spellcheck="false"></div>'
    )


def _fault(name: str) -> str:
    """Empty; the script writes in it what `told_html` brings."""
    return f'<small id="prices-fault-{name}" data-fault="{name}" aria-live="polite"></small>'


def told_html(session: PricesSession, language: Language) -> str:
    """What fields are refused for, and the count that was estimated. Not shown itself.

    Each answer differs from the one before, so that the script sees it.
    """
    faults = "".join(
        f'<li data-field="{field}">{escape(fault_text(key, language))}</li>'
        for field, key in session.faults.items()
    )
    estimate = ""
    if session.estimated and "input" not in session.faults:
        told = escape(say(language, "prices_estimated"))
        estimate = f'<li data-estimate="{session.mix.input_tokens:,}">{told}</li>'
    return f'<ul hidden data-answer="{session.answers}">{faults}{estimate}</ul>'


def fault_text(key: str, language: Language) -> str:
    most = LONGEST_TEXT if key == "prices_fault_text" else MOST
    return say(language, key, most=f"{most:,}")


def mix_from(asked: Mapping[str, object], mix: Mix) -> tuple[Mix, dict[str, str]]:
    """The mix in the fields' texts, and what each is refused for; with a fault it stays `mix`.

    A field without text is refused, but for cached tokens: then there are none.
    """
    counts: dict[str, int] = {}
    faults: dict[str, str] = {}
    for name in COUNTS:
        text = asked.get(name)
        text = text if isinstance(text, str) else ""
        try:
            counts[name] = 0 if name == "cached" and not text.strip() else count_in(text)
        except WrongCount as wrong:
            faults[name] = f"prices_fault_{wrong.fault}"
    if not faults.keys() & {"input", "cached"} and counts["cached"] > counts["input"]:
        faults["cached"] = "prices_fault_cached"
    if faults:
        return mix, faults
    return Mix(**{of: counts[name] for name, of in COUNTS.items()}), faults
