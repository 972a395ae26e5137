"""Which row of the catalogue of attacks a test tries.

    @attack("A050")
    def test_guessing_passwords_is_slow() -> None: ...

A table of rows and what they came to is made of `rows_of(item)` and each test's outcome.
"""

import re

import pytest

MARKER = "attack(*rows): tries these rows of the catalogue of attacks, such as A050"
ROW = re.compile(r"A\d{3}")


def attack(*rows: str) -> pytest.MarkDecorator:
    """Declare the rows that a test, or a whole module by `pytestmark`, tries."""
    strange = [row for row in rows if not ROW.fullmatch(row)]
    assert rows and not strange, f"no rows of the catalogue: {strange}"
    return pytest.mark.attack(*rows)


def rows_of(item: pytest.Item) -> tuple[str, ...]:
    """Each row once, in order."""
    return tuple(sorted({row for mark in item.iter_markers("attack") for row in mark.args}))
