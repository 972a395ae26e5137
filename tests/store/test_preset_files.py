"""Presets as a TOML file and back."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import NotReadable
from store.preset_files import MOST_BYTES, read_presets, write_presets
from store.preset_types import Preset, PresetColumn, is_name
from tests.properties import STEADY, hostile_texts, parameters, texts

HEAD = 'format = "parley-presets"\nversion = 1\n'
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=80).filter(is_name)
columns = st.builds(PresetColumn, model=texts, system=texts, parameters=parameters)
presets = st.builds(
    Preset, name=names, model=texts, system=texts, parameters=parameters
) | st.builds(
    Preset,
    name=names,
    kind=st.just("columns"),
    system=texts,
    parameters=parameters,
    columns=st.lists(columns, min_size=1, max_size=3).map(tuple),
    same_system=st.booleans(),
    same_parameters=st.booleans(),
)


def there_and_back(*given: Preset) -> tuple[Preset, ...]:
    return read_presets(write_presets(given).encode())


def refused(text: str | bytes) -> NotReadable:
    with pytest.raises(NotReadable) as raised:
        read_presets(text if isinstance(text, bytes) else text.encode())
    return raised.value


@STEADY
@given(st.lists(presets, max_size=3))
def test_any_presets_come_back_from_their_file_as_they_were(given: list[Preset]) -> None:
    assert there_and_back(*given) == tuple(given)
    assert write_presets(given) == write_presets(there_and_back(*given))


def test_every_hostile_text_comes_back_as_a_prompt_and_in_parameters(shared: Path) -> None:
    given = [
        Preset(name=f"p{number}", system=text, parameters={"stop": [text], "deep": {text: None}})
        for number, text in enumerate(hostile_texts(shared))
        if text not in ("api_key", "password")
    ]

    assert there_and_back(*given) == tuple(given)


def test_the_file_reads_as_a_person_would_write_it() -> None:
    chat = Preset(name="名", model="a:b", system="Be brief.\nBe kind.", parameters={"top_p": 0.5})
    wide = Preset(
        name="Two",
        kind="columns",
        same_parameters=False,
        columns=(
            PresetColumn(model="a:b", parameters={"seed": None, "stop": ["x"], "n": 2**63}),
            PresetColumn(model="c:d"),
        ),
    )

    text = write_presets([chat, wide])

    assert text.startswith(HEAD)
    assert 'system = """\nBe brief.\nBe kind."""\n' in text
    assert tomllib.loads(text)["preset"] == [
        {
            "name": "名",
            "kind": "chat",
            "model": "a:b",
            "system": "Be brief.\nBe kind.",
            "parameters": {"top_p": 0.5},
        },
        {
            "name": "Two",
            "kind": "columns",
            "same_system": True,
            "same_parameters": False,
            "columns": [
                {
                    "model": "a:b",
                    "parameters": {"stop": ["x"]},
                    "parameters_json": {"seed": "null", "n": "9223372036854775808"},
                },
                {"model": "c:d"},
            ],
        },
    ]


@pytest.mark.parametrize("system", ["a\r\nb", "a\rb", "\n\na\n", ' """ \\ ', "a \n\tb  ", "\0\x7f"])
def test_ends_of_lines_and_blanks_in_a_prompt_stay(system: str) -> None:
    (read,) = there_and_back(Preset(name="x", system=system))

    assert read.system == system


def test_halves_of_characters_are_replaced_and_secrets_are_not_in_the_file() -> None:
    given = Preset(name="x", system="a\ud800", parameters={"api_key": "canary"})

    assert "canary" not in write_presets([given])
    assert there_and_back(given)[0].system == "a\ufffd"


def test_a_file_written_by_hand_is_read() -> None:
    text = (
        "\ufeff# mine\r\n" + HEAD + "\n[[preset]]\n'name' = 'Short'\n\n"
        '[preset.parameters]\nresponse_format.type = "json_object"\nstop = ["a"]\n'
        "\n[preset.parameters_json]\nlogit_bias = '{\"5\": 1}'\n"
    )

    (preset,) = read_presets(text.encode())

    assert preset == Preset(
        name="Short",
        parameters={
            "response_format": {"type": "json_object"},
            "stop": ["a"],
            "logit_bias": {"5": 1},
        },
    )


def test_a_file_without_presets_is_read() -> None:
    assert read_presets(HEAD.encode()) == there_and_back() == ()


@pytest.mark.parametrize("text", ["", "a = 1", '[[preset]]\nname = "x"', 'format = "x"'])
def test_toml_that_is_no_presets_is_refused(text: str) -> None:
    assert refused(text).reason == "no_presets"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"a = \n", 1),
        (b"\n\na = 1 b\n", 3),
        (b'a = 1\nb = "x\n', 2),
        (b"a = 1\na = 2\n", 2),
        (b"\n\xff", 2),
        (b'{"format": "parley-presets"}', 1),
        (b'a = """\n\n', 3),
    ],
)
def test_what_is_no_toml_is_refused_with_the_line(text: bytes, line: int) -> None:
    error = refused(text)

    assert (error.reason, error.line) == ("no_toml", line)
    assert error.place.startswith(f"line {line}")


@pytest.mark.parametrize("text", [f"a = {'1' * 9999}", "a = 2026-02-30"])
def test_a_number_or_a_date_that_cannot_be_is_refused(text: str) -> None:
    assert refused(text).reason == "no_toml"


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        ("2", "newer_version"),
        ("0", "unknown_version"),
        ('"1"', "wrong_type"),
        ("1.0", "wrong_type"),
    ],
)
def test_another_version_is_refused(version: str, reason: str) -> None:
    assert refused(HEAD.replace("1", version)).reason == reason


COLUMN = '[[preset.columns]]\nmodel = "a:b"\n'


@pytest.mark.parametrize(
    ("text", "reason", "place", "line"),
    [
        ("owner = 1", "unknown_field", "owner", 3),
        ("[preset]\nname = 1", "wrong_type", "preset", 3),
        ("[[preset]]\nmodel = ''", "missing_field", "preset[0].name", 3),
        ("[[preset]]\nname = ''", "out_of_range", "preset[0].name", 4),
        ('[[preset]]\nname = "a\\nb"', "out_of_range", "preset[0].name", 4),
        (f"[[preset]]\nname = '{'x' * 81}'", "out_of_range", "preset[0].name", 4),
        ("[[preset]]\nname = 'x'\nkind = 'wall'", "wrong_type", "preset[0].kind", 5),
        ("[[preset]]\nname = 'x'\nkind = 'columns'", "out_of_range", "preset[0].columns", 3),
        (
            f"[[preset]]\nname = 'x'\nkind = 'columns'\nmodel = 'a'\n{COLUMN}",
            "out_of_range",
            "preset[0].model",
            6,
        ),
        (
            f"[[preset]]\nname = 'x'\nkind = 'columns'\n{COLUMN * 9}",
            "out_of_range",
            "preset[0].columns",
            3,
        ),
        (
            "[[preset]]\nname = 'x'\n[[preset]]\nname = 'y'\nkind = 'columns'\n"
            f"{COLUMN * 2}x = 1\n",
            "unknown_field",
            "preset[1].columns[1].x",
            12,
        ),
        (
            "[[preset]]\nname = 'x'\nsystem = '''\n[[preset]]\nmodel = 5\n'''\nmodel = 5",
            "wrong_type",
            "preset[0].model",
            9,
        ),
        (
            "[[preset]]\nname = 'x' # [a]\n[preset.parameters]\nn = [\n1,\n2026-01-01 ]\n",
            "wrong_type",
            "preset[0].parameters.n[1]",
            6,
        ),
        (
            "[[preset]]\nname = 'x'\nparameters.a.b = nan",
            "out_of_range",
            "preset[0].parameters.a.b",
            5,
        ),
        (
            "[[preset]]\nname = 'x'\n[preset.parameters_json]\n'a b' = '{'",
            "wrong_type",
            "preset[0].parameters_json.a b",
            6,
        ),
        (
            "[[preset]]\nname = 'x'\n[preset.parameters_json]\na = 'NaN'",
            "out_of_range",
            "preset[0].parameters_json.a",
            6,
        ),
        (
            "[[preset]]\nname = 'x'\n[preset.parameters_json]\na = 1",
            "wrong_type",
            "preset[0].parameters_json.a",
            6,
        ),
        (
            "[[preset]]\nname = 'x'\nparameters = { a = 1 }\nparameters_json = { a = '1' }",
            "repeated",
            "preset[0].parameters_json.a",
            6,
        ),
    ],
)
def test_a_field_that_is_wrong_is_refused_with_its_path_and_line(
    text: str, reason: str, place: str, line: int
) -> None:
    error = refused(HEAD + text)

    assert (error.reason, error.place, error.line) == (reason, place, line)


@pytest.mark.parametrize(
    "text",
    [
        f"a = {'[' * 3000}{']' * 3000}",
        "a." * 500_000 + "b = 1",
        "a = {" + "b . " * 400_000 + "c = 1}",
        f"a = {'[' * 40}{']' * 40}",
    ],
)
def test_a_file_that_is_nested_too_deeply_is_refused(text: str) -> None:
    assert refused(HEAD + text).reason == "too_deep"


@pytest.mark.parametrize(
    "text", ['a = """' + '\\"""' * 400_000, 'a = "' + '\\"' * 900_000, "a = '" + "'" * 1_500_000]
)
def test_a_text_without_an_end_is_refused_at_once(text: str) -> None:
    assert refused(HEAD + text).reason == "no_toml"


def test_a_file_that_is_too_large_is_refused() -> None:
    many = HEAD + "[[preset]]\nname = 'x'\n" * 1001

    assert refused("#" * (MOST_BYTES + 1)).reason == "too_large"
    assert refused(many).reason == "too_many"


@pytest.mark.parametrize(
    ("name", "fits"),
    [("👩‍💻 Coder", True), ("中英互译", True), (" x", False), ("a\tb", False), ("\u2028", False)],
)
def test_what_a_preset_may_be_called(name: str, fits: bool) -> None:
    assert is_name(name) == fits


def test_the_same_parameters_are_the_same_file_in_whatever_order() -> None:
    one: dict[str, Any] = {"b": 1, "a": {"d": 2, "c": 3}}
    other: dict[str, Any] = {"a": {"c": 3, "d": 2}, "b": 1}

    assert write_presets([Preset(name="x", parameters=one)]) == write_presets(
        [Preset(name="x", parameters=other)]
    )
