"""What a migration leaves to the person, and that it leaves it untouched."""

import pytest

from tests.ui.migrating import keys, migrated, values
from ui.migration.migrate import migrate

ONE_CALL = "import openai\nopenai.Model.list()\n"
LEFT = {
    # what stands in the code → what is told of it
    "openai.aiosession.set(session)": "setting_aiosession",
    "openai.requestssession = session": "setting_requestssession",
    'openai.log = "debug"': "setting_log",
    "openai.debug = True": "setting_debug",
    'openai.api_key_path = "key.txt"': "setting_api_key_path",
    "openai.app_info = {}": "setting_app_info",
    "print(openai.api_base)": "setting_used",
    "openai.api_key, openai.api_base = pair": "setting_used",
    'openai.Edit.create(model="m", input="x")': "removed_edits",
    "openai.Engine.list()": "removed_engines",
    "openai.FineTune.list()": "removed_fine_tunes",
    "openai.Deployment.list()": "removed_deployments",
    "openai.Customer.create()": "removed",
    "openai.ChatCompletion.create(*arguments)": "call_by_position",
    'openai.ChatCompletion.create("key", model="m")': "call_by_position",
    'openai.File.adownload("file-1")': "call_of_download",
    "kind = openai.ChatCompletion": "class_used",
    'setattr(openai, "api_key", key)': "module_handed_on",
    'patch("openai.ChatCompletion.create")': "name_in_text",
    'os.environ["OPENAI_API_BASE"] = url': "environment_name",
    "from openai.embeddings_utils import get_embedding": "removed_embeddings_utils",
    "import openai.datalib as d; d.numpy_helper": "removed_datalib",
    "from openai.openai_object import OpenAIObject": "removed_types",
    "openai.error.InvalidAPIType": "removed_errors",
    'response["choices"][0]': "maybe_result",
    "error.http_status": "error_read",
}


@pytest.mark.parametrize("code", LEFT)
def test_what_is_not_sure_stays_and_is_told_with_its_line(code: str) -> None:
    migration = migrated(f"{ONE_CALL}{code}\n")

    assert code in migration.code
    assert (LEFT[code], (3,)) in [(note.key, note.lines) for note in migration.open_points]


TOLD = {
    'openai.ChatCompletion.create(model="m", messages=[], max_tokens=3)': "deprecated_for",
    'openai.ChatCompletion.create(model="m", messages=[], functions=[])': "deprecated_for",
    'openai.ChatCompletion.create(model="m", messages=[], seed=3)': "deprecated",
    "openai.ChatCompletion.create(**arguments)": "splat",
    'openai.Completion.create(engine="text-davinci-003", prompt="p")': "retired_model",
    "ask(openai.ChatCompletion.create)": "method_handed_on",
    "def f():\n    return openai.Model.list()": "handed_on",
    "r = openai.Model.list()\nr[key]": "dynamic",
    'raise openai.error.RateLimitError("x")': "error_made",
    "try:\n    pass\nexcept openai.error.InvalidRequestError:\n    pass": "not_found_apart",
    "try:\n    pass\nexcept openai.error.APIError as e:\n    e.json_body": "error_read",
}


@pytest.mark.parametrize("code", TOLD)
def test_what_changes_may_still_need_a_look(code: str) -> None:
    assert TOLD[code] in keys(migrated(f"import openai\n{code}\n").open_points)


def test_parameters_of_other_calls_are_not_called_deprecated() -> None:
    migration = migrate('import openai\nopenai.Completion.create(model="m", max_tokens=3)\n')

    assert migration.open_points == ()


def test_a_deprecated_parameter_is_told_with_what_replaces_it() -> None:
    code = 'import openai\nopenai.ChatCompletion.create(model="m", messages=[], user="u")\n'

    assert values(migrate(code).open_points, "deprecated_for") == [
        {"name": "user", "names": "safety_identifier, prompt_cache_key"}
    ]


def test_everything_that_was_imported_by_a_star_is_left() -> None:
    migration = migrate("from openai import *\nChatCompletion.create(model='m')\n")

    assert migration.verdict == "untouched"
    assert keys(migration.open_points) == ["import_star"]


def test_settings_without_a_call_make_a_client_that_others_must_import() -> None:
    migration = migrated("import openai\n\nopenai.api_key = key\n")

    assert migration.code == "from openai import OpenAI\n\nclient = OpenAI(api_key=key)\n"
    assert [(note.key, note.lines) for note in migration.open_points] == [("client_unused", ())]


def test_an_api_type_that_only_the_running_program_knows_is_taken_for_azure() -> None:
    migration = migrated(
        "import os\nimport openai\n"
        'openai.api_type = os.getenv("TYPE")\nopenai.api_base = base\n'
        'openai.api_version = "v"\nopenai.api_key = key\nopenai.Model.list()\n'
    )

    assert "AzureOpenAI(" in migration.code
    assert keys(migration.open_points) == ["azure_assumed"]


def test_settings_around_an_inner_one_are_made_a_client_before_it() -> None:
    migration = migrated(
        "import openai\n\nif azure:\n"
        '    openai.api_type = "azure"\n    openai.api_base = base\n'
        "openai.api_key = key\nopenai.Model.list()\n"
    )

    assert migration.code == (
        "from openai import AzureOpenAI, OpenAI\n"
        "client = OpenAI(api_key=key)\n\nif azure:\n"
        "    client = AzureOpenAI(azure_endpoint=base, api_key=key)\nclient.models.list()\n"
    )
    assert keys(migration.open_points) == ["client_apart"]
