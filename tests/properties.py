"""How properties are tried: the same examples each time, however busy the machine is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

STEADY = settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
AWKWARD = ("\0", "\r\n", "\r", "\u2028", "\u202e", "```", "'''", '"""', "\\", "👩‍💻", "\x7f", "🟦")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.lists(
    st.sampled_from(AWKWARD), max_size=5
).map("".join)
numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
parameters = st.dictionaries(st.sampled_from(["temperature", "stop", "a b", "", "名"]), values)


def hostile_texts(shared: Path) -> Iterator[str]:
    """Every text in every collection of hostile ones."""
    for file in sorted((shared / "hostile").glob("*.json")):
        yield from _texts_in(json.loads(file.read_bytes()))


def _texts_in(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for item in cast(list[Any], value):
                yield from _texts_in(item)
        case dict():
            for item in cast(dict[str, Any], value).values():
                yield from _texts_in(item)
        case _:
            pass
