"""The texts that a person gives: typed, a line each, or as a column of a CSV file. Pure.

What cannot be read is said in one sentence; nothing is guessed where a guess could
turn the texts into others.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backends.embeddings import MOST_TEXTS

LARGEST_FILE = 20_000_000  # bytes
DELIMITERS = ",;\t|"
MARKED = (  # a file's first bytes → its encoding
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
COMMON_CHINESE = 0.8  # of what is not ASCII, in a file that may be taken for Chinese
SHOWN_COLUMNS = 20


class TextsError(Exception):
    """Why texts cannot be used. key, values: of its sentence in `ui.texts`."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


@dataclass(frozen=True, slots=True)
class TextTable:
    """A CSV file. columns: their names, each its own. rows: cells below them, as read."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def texts(self, column: str) -> list[str]:
        """The cells of a column that are not empty. Raises `TextsError`."""
        if column not in self.columns:
            names = ", ".join(self.columns[:SHOWN_COLUMNS])
            raise TextsError("texts_no_column", column=column[:60], columns=names)
        place = self.columns.index(column)
        return checked(row[place] for row in self.rows if place < len(row))

    def fullest(self) -> str:
        """The column with most text in it: the likeliest to be meant."""
        sizes = [0] * len(self.columns)
        for row in self.rows:
            for place, cell in enumerate(row[: len(sizes)]):
                sizes[place] += len(cell)
        return self.columns[sizes.index(max(sizes))]


def read_lines(text: str) -> list[str]:
    """The lines that are not empty. Raises `TextsError`."""
    return checked(text.splitlines())


def checked(texts: Iterable[str]) -> list[str]:
    """`texts` without white space around them and without the empty ones."""
    found = [text for text in (given.strip() for given in texts) if text]
    if not found:
        raise TextsError("texts_none")
    if len(found) > MOST_TEXTS:
        raise TextsError("texts_too_many", count=len(found), limit=MOST_TEXTS)
    return found


def read_table(data: bytes) -> TextTable:
    """A CSV file whose first row names its columns. Raises `TextsError`."""
    if len(data) > LARGEST_FILE:
        raise TextsError("texts_too_large", limit=LARGEST_FILE // 1_000_000)
    text = decoded(data)
    first, _, _ = text.lstrip("\r\n").partition("\n")
    delimiter = max(DELIMITERS, key=first.count)
    try:
        rows = [
            tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error:
        raise TextsError("texts_no_csv") from None
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if len(filled) < 2:
        raise TextsError("texts_none")
    return TextTable(named(filled[0]), tuple(filled[1:]))


def named(header: Sequence[str]) -> tuple[str, ...]:
    """The names of columns, each its own: what has none, or that of another, gets a number."""
    names: list[str] = []
    for number, cell in enumerate(header, 1):
        name = cell.strip() or str(number)
        names.append(f"{name} ({number})" if name in names else name)
    return tuple(names)


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB 18030. Raises `TextsError` for any other.

    UTF-16 needs its byte order mark. Without one a file that is not UTF-8 may be Chinese,
    and is taken for it only where most of it are common characters: nearly every
    European text could be read as a heap of rare ones.
    """
    encoding = next((name for mark, name in MARKED if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = chinese(data)
    if "\0" in text:
        raise TextsError("texts_encoding")
    return text


def chinese(data: bytes) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise TextsError("texts_encoding") from None
    foreign = [character for character in text if not character.isascii()]
    common = sum(is_common(character) for character in foreign)
    if common < COMMON_CHINESE * len(foreign):
        raise TextsError("texts_encoding")
    return text


def is_common(character: str) -> bool:
    """Whether GB 2312, the older and smaller set, has it."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
