"""A process of its own migrates the same, is bounded, and harms nothing."""

import pytest

from tests.ui.migrating import cases
from ui.migration.apart import migrate_apart
from ui.migration.migrate import migrate
from ui.migration.types import Migration, Note, NotMigrated, NotPython, TooDeep, TooLong
from ui.migration.wire import migration_json, read_answer, refusal_json

pytestmark = pytest.mark.anyio
CODE = next(iter(cases().values())).before


async def test_the_same_comes_of_it() -> None:
    assert await migrate_apart(CODE) == migrate(CODE)


async def test_letters_of_every_kind_pass() -> None:
    code = "import openai\nopenai.Model.list()  # 你好 🎉\nx = '\ud83c'\n"

    with pytest.raises(NotPython):
        await migrate_apart(code)
    assert "# 你好 🎉" in (await migrate_apart(code.partition("x =")[0])).code


async def test_a_refusal_is_the_same() -> None:
    with pytest.raises(NotPython) as refused:
        await migrate_apart('import openai\nprint "x"\n')

    assert (refused.value.key, refused.value.line) == ("python_2", 2)


@pytest.mark.parametrize(
    "code", ["x = " + "(" * 10_000 + ")" * 10_000, "(" * 100_000, "f" + "()" * 50_000]
)
async def test_deep_nesting_costs_one_answer(code: str) -> None:
    with pytest.raises(TooDeep):
        await migrate_apart(f"import openai\nopenai.Model.list()\n{code}\n")


async def test_what_is_too_long_starts_nothing() -> None:
    with pytest.raises(TooLong):
        await migrate_apart("x" * 1_000_000)


async def test_it_ends_when_its_time_is_over() -> None:
    with pytest.raises(NotMigrated) as refused:
        await migrate_apart(CODE, seconds=0.01)

    assert refused.value.key == "too_slow"


async def test_the_code_is_not_run() -> None:
    migration = await migrate_apart(f"raise SystemExit(3)\n{CODE}")

    assert migration.code.startswith("raise SystemExit(3)\n")


def test_a_migration_passes_between_processes_whole() -> None:
    note = Note("call", (1, 2), (("before", "é"), ("after", "")))
    migration = Migration("# 你好\n", (note,), (Note("client_unused", ()),), "changed")

    assert read_answer(migration_json(migration)) == migration


@pytest.mark.parametrize("text", ["", "null", "3", "{"])
def test_what_is_no_answer_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):
        read_answer(text)


def test_a_refusal_passes_between_processes_with_its_kind() -> None:
    with pytest.raises(NotMigrated) as refused:
        read_answer(refusal_json(NotMigrated("migration_failed")))

    assert refused.value.key == "migration_failed"
