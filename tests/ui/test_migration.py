"""Code for openai up to 0.28 becomes code for today's, and nothing else of it changes."""

import pytest

from tests.ui.migrating import cases, keys, migrated, values
from ui.migration.migrate import migrate

CASES = cases()


@pytest.mark.parametrize("name", CASES)
def test_before_and_after(name: str) -> None:
    assert migrated(CASES[name].before).code == CASES[name].after


def test_there_are_many_cases() -> None:
    assert len(CASES) >= 40


def test_windows_line_ends_stay() -> None:
    before = "import openai\r\n\r\nopenai.api_key = key\r\nopenai.Model.list()\r\n"

    after = migrated(before).code

    assert after == (
        "from openai import OpenAI\r\n\r\nclient = OpenAI(api_key=key)\r\nclient.models.list()\r\n"
    )


def test_comments_and_blank_lines_elsewhere_stay_as_they_are() -> None:
    strange = (
        "# one\n\n\n\nx   =  (1,\n  2 ) # two\n\\\n\nclass   A ( object ) :\n  pass;pass\n\t\n# end"
    )

    after = migrated(f"import openai\nopenai.Model.list()\n{strange}").code

    assert after.endswith(strange)


def test_the_same_change_on_many_lines_is_told_once_with_all_lines() -> None:
    migration = migrate("import openai\n" + "openai.Model.list()\n" * 3)

    (call,) = [note for note in migration.changes if note.key == "call"]

    assert call.lines == (2, 3, 4)
    assert dict(call.values) == {"before": "openai.Model.list", "after": "client.models.list"}


def test_lines_are_those_of_the_code_that_was_pasted() -> None:
    migration = migrate(
        "import openai\n\nopenai.api_key = key\n\n"
        'text = openai.Completion.create(\n    engine="e", prompt="p"\n)["choices"][0]["text"]\n'
    )

    assert {note.key: note.lines for note in migration.changes} == {
        "import": (1,),
        "setting": (3,),
        "client": (3,),
        "call": (5,),
        "argument": (6,),
        "result": (5,),
    }


def test_a_chain_is_told_of_as_a_whole_and_without_the_call_that_it_stands_on() -> None:
    migration = migrate(
        'import openai\ntext = openai.Completion.create(prompt="p")["choices"][0]["text"]\n'
    )

    assert values(migration.changes, "result") == [
        {"before": '…["choices"][0]["text"]', "after": "….choices[0].text"}
    ]


def test_a_question_about_a_field_is_told_of_whole() -> None:
    migration = migrate('import openai\nr = openai.Model.list()\nassert "data" in r\n')

    assert values(migration.changes, "result") == [
        {"before": '"data" in r', "after": "r.data is not None"}
    ]


def test_code_that_imports_no_openai_is_given_back_and_says_so() -> None:
    code = "import os\nopenai.Model.list()\n"

    migration = migrate(code)

    assert (migration.code, migration.verdict) == (code, "no_openai")
    assert migration.changes == migration.open_points == ()


@pytest.mark.parametrize(
    "code",
    [
        "from openai import OpenAI\nOpenAI().chat.completions.create(model='m', messages=[])\n",
        "import openai\nopenai.api_key = 'k'\nopenai.chat.completions.create(model='m')\n",
        "import openai\ntry:\n    pass\nexcept openai.RateLimitError:\n    pass\n",
        "import openai\nprint(openai.__version__)\n",
    ],
)
def test_code_that_is_new_already_is_given_back_and_says_so(code: str) -> None:
    migration = migrate(code)

    assert (migration.code, migration.verdict) == (code, "already_new")


def test_code_of_which_nothing_is_sure_is_given_back_with_what_is_left() -> None:
    code = "import openai\nopenai.Edit.create(model='m')\n"

    migration = migrate(code)

    assert (migration.code, migration.verdict) == (code, "untouched")
    assert keys(migration.open_points) == ["removed_edits"]


@pytest.mark.parametrize("name", CASES)
def test_every_note_has_lines_of_the_code(name: str) -> None:
    migration = migrate(CASES[name].before)
    last = CASES[name].before.count("\n")

    for note in (*migration.changes, *migration.open_points):
        assert all(1 <= line <= last for line in note.lines)
        assert list(note.lines) == sorted(set(note.lines))
