"""No key of the pasted code is in what is given back or told."""

import pytest

from tests.ui.migrating import keys, migrated
from ui.migration.migrate import migrate

KEY = "sk-Abcdefgh1234567890abcdefgh"
SHORT = "my-own-secret"  # looks like nothing, but is used as a key
HIDING = {
    f'openai.api_key = "{KEY}"': 'api_key=os.environ["OPENAI_API_KEY"]',
    f'openai.api_key = "{SHORT}"': 'api_key=os.environ["OPENAI_API_KEY"]',
    f"openai.api_key = '''{SHORT}'''": 'api_key=os.environ["OPENAI_API_KEY"]',
    f'openai.api_key = ("{SHORT}" "{SHORT}")': 'api_key=os.environ["OPENAI_API_KEY"]',
    f'openai.api_key = f"{SHORT}"': 'api_key=os.environ["OPENAI_API_KEY"]',
    f'KEY = "{SHORT}"\nopenai.api_key = KEY': 'KEY = os.environ["OPENAI_API_KEY"]',
    f'openai.api_key = KEY = "{SHORT}"': 'KEY = os.environ["OPENAI_API_KEY"]',
    f'openai.api_key = os.getenv("K", "{SHORT}")': 'api_key=os.getenv("K")',
    f'openai.api_key = os.environ.get("K") or "{SHORT}"': 'or os.environ["OPENAI_API_KEY"]',
    f'openai.Model.list(api_key="{SHORT}")': 'OpenAI(api_key=os.environ["OPENAI_API_KEY"])',
    f'def f(key="{SHORT}"):\n    openai.api_key = key\n    openai.Model.list()': (
        'def f(key=os.environ["OPENAI_API_KEY"])'
    ),
    f'headers = {{"Authorization": "Bearer {KEY}"}}': '"Bearer YOUR_API_KEY"',
    f'print(f"{KEY} {{x}}")': 'f"YOUR_API_KEY {x}"',
    f"# {KEY}\nx = 1": "# YOUR_API_KEY",
    f'"""Use {KEY}."""': '"""Use YOUR_API_KEY."""',
    f'other = "{KEY}"': 'other = os.environ["OPENAI_API_KEY"]',
    'search_key = "0123456789abcdef0123456789abcdef"': "search_key = os.environ",
}


@pytest.mark.parametrize("code", HIDING)
def test_a_key_is_read_from_the_environment(code: str) -> None:
    migration = migrated(f"import os\nimport openai\n{code}\nopenai.Model.list()\n")
    told = repr((migration.changes, migration.open_points))

    assert HIDING[code] in migration.code
    for secret in (KEY, SHORT, "0123456789abcdef"):
        assert secret not in migration.code
        assert secret not in told


def test_a_key_that_the_code_put_into_the_environment_is_left_out() -> None:
    migration = migrated(
        f'import os\nimport openai\nos.environ["OPENAI_API_KEY"] = "{KEY}"\nopenai.Model.list()\n'
    )

    assert migration.code == (
        "import os\nfrom openai import OpenAI\n\nclient = OpenAI()\nclient.models.list()\n"
    )
    assert "key_in_environment" in keys(migration.changes)


def test_a_key_of_azure_has_a_variable_of_its_own() -> None:
    migration = migrated(
        'import openai\nopenai.api_type = "azure"\nopenai.api_base = base\n'
        f'openai.api_key = "{SHORT}"\nopenai.Model.list()\n'
    )

    assert 'api_key=os.environ["AZURE_OPENAI_API_KEY"]' in migration.code
    assert migration.code.startswith("import os\n")


def test_a_key_that_stands_in_for_none_stays() -> None:
    code = migrated('import openai\nopenai.api_key = "EMPTY"\nopenai.Model.list()\n').code

    assert 'api_key="EMPTY"' in code


def test_what_only_looks_a_little_like_a_key_stays() -> None:
    kept = 'name = "sk-short"\ndigest = "0123456789abcdef0123456789abcdef"\nx = "task-force"\n'

    assert migrate(f"import openai\nopenai.Model.list()\n{kept}").code.endswith(kept)


def test_os_is_imported_only_where_it_is_missing() -> None:
    code = f'import os as system\nimport openai\nopenai.api_key = "{SHORT}"\nopenai.Model.list()\n'

    assert migrated(code).code.count("import os") == 1
    assert 'system.environ["OPENAI_API_KEY"]' in migrated(code).code
