"""A comparison as a link: which models, and what to ask them. Pure.

A link fills the form in and starts nothing. It holds no key and no settings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from ui.compare_session import MOST_LANES

TABS = ("chat", "compare", "explore")
LONGEST_NAME = 200  # characters of a model's name
LONGEST_PROMPT = 2_000  # characters, encoded; servers on the way cut addresses off at 8 kB


@dataclass(frozen=True, slots=True)
class Link:
    """tab: "" when none is named. given: how many models it named, also beyond the eighth."""

    tab: str = ""
    models: tuple[str, ...] = ()
    prompt: str = ""
    given: int = 0


def read_link(query: Mapping[str, str], longest_prompt: int) -> Link:
    """What a page's address asks for; anyone can write anything into it.

    longest_prompt: in characters; what is beyond is cut off.
    """
    tab = query.get("tab", "").strip().lower()
    names = [_printable(name) for name in query.get("models", "").split(",")]
    models = [name[:LONGEST_NAME] for name in names if name]
    prompt = query.get("prompt", "")[:longest_prompt]
    return Link(tab if tab in TABS else "", tuple(models[:MOST_LANES]), prompt, len(models))


def link_to(models: Sequence[str], prompt: str) -> str:
    """The part of the address behind the page's. A prompt that is too long is left out."""
    query = {"tab": "compare", "models": ",".join(model for model in models if model)}
    if prompt.strip() and len(quote(prompt)) <= LONGEST_PROMPT:
        query["prompt"] = prompt
    return f"?{urlencode(query, quote_via=quote, safe=':,/')}"


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable()).strip()
