"""The texts that a person gives: typed, or as a column of a file."""

import pytest

from backends.embeddings import MOST_TEXTS
from ui.text_lists import LARGEST_FILE, TextsError, read_lines, read_table


def refusal(data: bytes) -> TextsError:
    with pytest.raises(TextsError) as told:
        read_table(data)
    return told.value


def test_each_line_that_is_not_empty_is_a_text() -> None:
    assert read_lines("one\r\n\n  two words \n\t\n三\n") == ["one", "two words", "三"]


@pytest.mark.parametrize("typed", ["", " \n\t\n"])
def test_nothing_typed_is_told(typed: str) -> None:
    with pytest.raises(TextsError) as told:
        read_lines(typed)

    assert told.value.key == "texts_none"


def test_more_texts_than_can_be_sent_are_told_with_their_number() -> None:
    with pytest.raises(TextsError) as told:
        read_lines("x\n" * (MOST_TEXTS + 1))

    assert (told.value.key, told.value.values) == ("texts_too_many", {"count": 201, "limit": 200})
    assert len(read_lines("x\n" * MOST_TEXTS)) == MOST_TEXTS


TABLE = "编号,文本\r\n1,你好，世界\r\n2,今天天气很好\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_a_file_is_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    table = read_table(TABLE.encode(encoding))

    assert table.columns == ("编号", "文本")
    assert table.texts("文本") == ["你好，世界", "今天天气很好"]


def test_big_endian_is_read_by_its_mark() -> None:
    assert read_table(b"\xfe\xff" + TABLE.encode("utf-16-be")).columns == ("编号", "文本")


@pytest.mark.parametrize(
    "data",
    [
        "name\nGrößenänderung\nÜbergröße\n".encode("latin-1"),
        "name\nCafé crème brûlée à la carte\n".encode("cp1252"),
        "имя\nпривет мир\n".encode("koi8-r") + b"\xff",
        TABLE.encode("utf-16-le")[2:],
        b"name\na\0b\n",
        bytes(range(256)),
    ],
    ids=["German", "French", "Russian", "UTF-16 without a mark", "zeros", "noise"],
)
def test_an_encoding_that_could_only_be_guessed_is_refused(data: bytes) -> None:
    assert refusal(data).key == "texts_encoding"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_may_be_parted_by_what_spreadsheets_use(delimiter: str) -> None:
    table = read_table(f"id{delimiter}text\n1{delimiter}one\n".encode())

    assert table.columns == ("id", "text")
    assert table.texts("text") == ["one"]


def test_quotes_hold_commas_and_line_ends() -> None:
    table = read_table(b'text,id\n"one, two\nthree ""four""",1\n')

    assert table.texts("text") == ['one, two\nthree "four"']


def test_a_file_of_a_single_column_needs_no_delimiter() -> None:
    assert read_table(b"text\none\ntwo\n").texts("text") == ["one", "two"]


def test_cells_that_are_empty_or_missing_are_no_texts() -> None:
    table = read_table(b"id,text\n1,one\n2\n3,  \n\n4,four,more\n")

    assert table.texts("text") == ["one", "four"]


def test_a_column_that_is_missing_is_told_with_those_that_are_there() -> None:
    table = read_table(b"id,text\n1,one\n")

    with pytest.raises(TextsError) as told:
        table.texts("Text")

    assert told.value.key == "texts_no_column"
    assert told.value.values == {"column": "Text", "columns": "id, text"}


def test_a_column_without_texts_and_one_with_too_many_are_told() -> None:
    table = read_table(b"id,text\n" + b"1,\n" * 201)

    for column, key in (("text", "texts_none"), ("id", "texts_too_many")):
        with pytest.raises(TextsError) as told:
            table.texts(column)
        assert told.value.key == key


def test_columns_without_a_name_of_their_own_get_a_number() -> None:
    assert read_table(b"text,,text\na,b,c\n").columns == ("text", "2", "text (3)")


def test_the_column_with_most_text_is_the_likeliest() -> None:
    assert read_table(b"id,text,n\n1,a long text,2\n").fullest() == "text"


@pytest.mark.parametrize("data", [b"", b"\n\n", b"text\n", b"\xef\xbb\xbf", b"text\n\n ,\n"])
def test_a_file_without_texts_is_told(data: bytes) -> None:
    assert refusal(data).key == "texts_none"


def test_a_file_that_is_too_large_is_not_read() -> None:
    told = refusal(b"x" * (LARGEST_FILE + 1))

    assert (told.key, told.values) == ("texts_too_large", {"limit": 20})


def test_a_cell_without_end_is_told() -> None:
    assert refusal(b'text\n"' + b"x" * 200_000).key == "texts_no_csv"
