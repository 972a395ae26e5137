"""The models that were found as files to take away: CSV and Markdown. Pure."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from backends.price_date import price_data_date
from ui.explore.model_cells import cell_text
from ui.explore.model_rows import ColumnName, ModelRow, value_of
from ui.spreadsheets import Cell, csv_text, without_halves
from ui.texts import Language, say

IN_FILES: dict[ColumnName, str] = {
    "context": "context_window",
    "input": "input_usd_per_million",
    "cached": "cached_usd_per_million",
    "output": "output_usd_per_million",
    "source": "price_source",
    "shutdown": "shutdown_date",
    "first": "seconds_to_first_token",
    "speed": "tokens_per_second",
    "tested": "tested_on",
}
"""What a column is called for programs, as in the API; the others go by their own names."""
SPECIAL = str.maketrans({each: f"\\{each}" for each in "\\|`*_[]<>~#&$!"})


def models_csv(rows: Sequence[ModelRow], columns: Sequence[ColumnName]) -> str:
    """A line for each model; empty means not known. Abilities are `yes` or `no`."""
    head = [IN_FILES.get(column, column) for column in columns]
    return csv_text([head, *([_cell(row, column) for column in columns] for row in rows)])


def _cell(row: ModelRow, column: ColumnName) -> Cell:
    if column == "abilities":
        can = [name for name, (each, _) in row.abilities.items() if each.state == "yes"]
        return " ".join(can)
    value = value_of(row, column)
    if value == "genai-prices" and price_data_date():
        return f"genai-prices {price_data_date()}"
    return Decimal(value) if isinstance(value, Decimal) else value


def models_markdown(
    rows: Sequence[ModelRow], columns: Sequence[ColumnName], language: Language, today: date
) -> str:
    """One table. Names are text in it, whatever they hold."""
    head = [in_table(say(language, f"column_{column}")) for column in columns]
    unknown = say(language, "models_unknown")
    body = [
        [in_table(cell_text(row, column, language, today) or unknown) for column in columns]
        for row in rows
    ]
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def in_table(text: str) -> str:
    """On one line, and nothing in it is Markdown or HTML."""
    return " ".join(without_halves(text).translate(SPECIAL).split())
