"""Settings from the environment and .env files: what is taken, what is refused and how."""

import os
import re
import stat
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from backends.server import Deadlines, Server
from guard.policy import NO_LIMITS, VisitorLimits
from settings import (
    DataDirError,
    Settings,
    SettingsError,
    default_env_file,
    known_variables,
    prepare_data_dir,
    read_env_file,
)

EXAMPLE = Path(__file__).parent.parent / ".env.example"
AZURE = "https://res.openai.azure.com"


def load(**environ: str) -> Settings:
    return Settings.load(None, environ)


def refusal(environ: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        Settings.load(None, environ)
    text = str(caught.value)
    assert "\n" not in text
    # A chained error would print the value with the traceback.
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    return text


def azure(endpoint: str, **environ: str) -> Server:
    key = {"AZURE_OPENAI_API_KEY": "azure-key", "AZURE_OPENAI_ENDPOINT": endpoint}
    (server,) = Settings.load(None, {**key, **environ}).servers()
    return server


def env_file(folder: Path, content: str | bytes) -> Path:
    path = folder / "some.env"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_with_nothing_set_there_is_no_server_and_the_defaults_hold() -> None:
    settings = load()

    assert settings.servers() == ()
    assert settings.deadlines() == Deadlines()
    assert settings.limits.message_chars == 200_000
    assert settings.data_dir.name == "parley"
    assert settings.default_model == ""


def test_a_key_alone_is_enough_for_openai() -> None:
    settings = load(OPENAI_API_KEY=" sk-test \n", OPENAI_ORG_ID="org-1", OPENAI_PROJECT_ID="proj_1")

    assert settings.servers() == (
        Server(
            name="openai",
            kind="openai",
            base_url="https://api.openai.com/v1",
            api_key="sk-test",
            key_variable="OPENAI_API_KEY",
            url_variable="OPENAI_BASE_URL",
            organization="org-1",
            project="proj_1",
        ),
    )


@pytest.mark.parametrize("blank", ["", "  ", "\t"])
def test_a_blank_value_counts_as_not_set(blank: str) -> None:
    environ = {name: blank for name in known_variables("X")} | {"PARLEY_UNKNOWN": blank}

    assert Settings.load(None, environ | {"OPENAI_API_KEY": "k"}) == load(OPENAI_API_KEY="k")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://api.openai.com/v1", "openai"),
        ("https://eu.api.openai.com/v1", "openai"),
        ("https://gateway.example/v1", "compatible"),
        ("https://api.openai.com.evil.example/v1", "compatible"),
        ("https://notapi.openai.com.example/v1", "compatible"),
    ],
)
def test_a_base_url_without_a_key_is_a_keyless_server(address: str, kind: str) -> None:
    (server,) = load(OPENAI_BASE_URL=address).servers()

    assert (server.name, server.kind, server.base_url, server.api_key) == (
        "openai",
        kind,
        address,
        "",
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://a.example/v1/", "https://a.example/v1"),
        ("https://a.example/v1/chat/completions", "https://a.example/v1"),
        ("https://a.example/v1/chat/completions/", "https://a.example/v1"),
        ("https://a.example/v1/completions", "https://a.example/v1"),
        ("https://a.example/v1/models/", "https://a.example/v1"),
        ("https://a.example/v1/responses", "https://a.example/v1"),
        ("https://a.example", "https://a.example"),
        ("HTTPS://a.example/api/v3//", "https://a.example/api/v3"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1"),
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1"),
    ],
)
def test_a_base_url_is_cut_to_the_root_of_the_api(given: str, kept: str) -> None:
    (server,) = load(PARLEY_SERVERS__X__BASE_URL=given).servers()

    assert server.base_url == kept


@pytest.mark.parametrize("variable", ["OPENAI_BASE_URL", "PARLEY_SERVERS__X__BASE_URL"])
@pytest.mark.parametrize(
    ("address", "mend"),
    [
        ("api.openai.com/v1", "must start with https://"),
        ("localhost:8000/v1", "must start with https://"),
        ("ftp://a.example/v1", "must start with https://"),
        ("https:/a.example/v1", "must start with https://"),
        ("https://", "must start with https://"),
        ('"https://a.example/v1"', "must be an address"),
        ("https://a.example/v1?x=canary", "must end before the ? or #"),
        ("https://a.example/v1?", "must end before the ? or #"),
        ("https://a.example/v1#canary", "must end before the ? or #"),
        ("https://canary:canary@a.example/v1", "must not contain a user name"),
        ("https://canary@a.example/v1", "must not contain a user name"),
        ("https://canary:can/ary@a.example/v1", "must be an address"),
        ("https://a.example:canary/v1", "must be an address"),
        ("https://a.example:70000/v1", "must be an address"),
        ("https://a.example:0/v1", "must be an address"),
        ("https://:80/v1", "must be an address"),
        ("https://[::1/v1", "must be an address"),
        ("https://a example/v1", "must be an address"),
        ("https://a.example\\v1", "must be an address"),
        ("https://a.example/v1\nX: canary", "must be an address"),
    ],
)
def test_a_wrong_base_url_is_refused_in_one_line(variable: str, address: str, mend: str) -> None:
    text = refusal({variable: address})

    assert text.startswith(f"{variable} {mend}")
    assert "canary" not in text


KEYS = [
    "OPENAI_API_KEY",
    "OPENAI_ORG_ID",
    "OPENAI_PROJECT_ID",
    "AZURE_OPENAI_API_KEY",
    "PARLEY_SERVERS__deepseek__API_KEY",
]


@pytest.mark.parametrize("variable", KEYS)
@pytest.mark.parametrize(
    "key",
    ["sk-can ary", "sk-canäry", "sk-can\nary", '"sk-canary"', "sk-can\x00ary", "sk-can\udcffary"],
)
def test_a_key_that_is_not_plain_ascii_is_refused_without_being_quoted(
    variable: str, key: str
) -> None:
    text = refusal({variable: key, "PARLEY_SERVERS__deepseek__BASE_URL": "https://a.example"})

    assert text.startswith(f"{variable} must be printable ASCII without spaces or quotes")
    assert "can" not in text and "ary" not in text.replace("ary ASCII", "")


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (AZURE, AZURE),
        (f"{AZURE}/", AZURE),
        (f"{AZURE}/openai", AZURE),
        (f"{AZURE}/openai/v1/", AZURE),
        (f"{AZURE}/openai/v1/chat/completions?api-version=preview", AZURE),
        ("https://r.services.ai.azure.com/api/projects/p", "https://r.services.ai.azure.com"),
        ("https://gateway.example/llm/openai/", "https://gateway.example/llm"),
        ("https://gateway.example/llm", "https://gateway.example/llm"),
    ],
)
def test_an_azure_endpoint_is_cut_to_its_resource(pasted: str, kept: str) -> None:
    assert azure(pasted) == Server(
        name="azure",
        kind="azure",
        base_url=kept,
        api_key="azure-key",
        key_variable="AZURE_OPENAI_API_KEY",
        url_variable="AZURE_OPENAI_ENDPOINT",
    )


def test_a_target_uri_from_the_portal_names_deployment_and_version() -> None:
    uri = f"{AZURE}/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21"

    pasted = azure(uri)
    told = azure(uri, OPENAI_API_VERSION="2025-01-01-preview", AZURE_OPENAI_DEPLOYMENTS="other")

    assert pasted.base_url == told.base_url == AZURE
    assert (pasted.models, pasted.api_version) == ((("my-gpt", ""),), "2024-10-21")
    assert (told.models, told.api_version) == ((("other", ""),), "2025-01-01-preview")


def test_azure_deployments_may_name_their_base_models() -> None:
    server = azure(AZURE, AZURE_OPENAI_DEPLOYMENTS=" a = gpt-5-mini ,b,,a=again, ")

    assert server.models == (("a", "gpt-5-mini"), ("b", ""))


@pytest.mark.parametrize(
    ("version", "kept"),
    [
        ("v1", ""),
        ("preview", ""),
        ("2024-10-21", "2024-10-21"),
        ("2025-01-01-preview", "2025-01-01-preview"),
    ],
)
def test_a_dated_api_version_means_the_classic_api(version: str, kept: str) -> None:
    assert azure(AZURE, OPENAI_API_VERSION=version).api_version == kept


@pytest.mark.parametrize(
    "environ",
    [
        {"AZURE_OPENAI_API_KEY": "canary-key"},
        {"AZURE_OPENAI_DEPLOYMENTS": "my-gpt"},
    ],
)
def test_azure_without_an_endpoint_names_what_is_missing(environ: dict[str, str]) -> None:
    text = refusal(environ)

    assert text.startswith("AZURE_OPENAI_ENDPOINT is missing")
    assert "canary" not in text


def test_azure_without_a_key_names_what_is_missing() -> None:
    text = refusal({"AZURE_OPENAI_ENDPOINT": AZURE})

    assert text.startswith("AZURE_OPENAI_API_KEY is missing")


def test_further_servers_come_after_openai_and_azure_by_name() -> None:
    servers = load(
        PARLEY_SERVERS__Zeta__BASE_URL="http://localhost:1/v1",
        PARLEY_SERVERS__ALPHA__BASE_URL="http://localhost:2/v1",
        PARLEY_SERVERS__ALPHA__API_KEY="alpha-key",
        PARLEY_SERVERS__ALPHA__MODELS="llama3:8b, org/model ,",
        AZURE_OPENAI_API_KEY="k",
        AZURE_OPENAI_ENDPOINT=AZURE,
        OPENAI_API_KEY="k",
    ).servers()

    assert [server.name for server in servers] == ["openai", "azure", "alpha", "zeta"]
    assert servers[2] == Server(
        name="alpha",
        kind="compatible",
        base_url="http://localhost:2/v1",
        api_key="alpha-key",
        key_variable="PARLEY_SERVERS__ALPHA__API_KEY",
        url_variable="PARLEY_SERVERS__ALPHA__BASE_URL",
        models=(("llama3:8b", ""), ("org/model", "")),
    )


@pytest.mark.parametrize("name", ["llama.cpp", "my-server", "a_b", "1"])
def test_a_server_may_be_named_with_dots_dashes_and_digits(name: str) -> None:
    (server,) = load(**{f"PARLEY_SERVERS__{name}__BASE_URL": "http://localhost/v1"}).servers()

    assert server.name == name


@pytest.mark.parametrize(
    ("variable", "value", "mend"),
    [
        ("PARLEY_SERVERS__OPENAI__BASE_URL", "http://a/v1", "keeps openai for itself"),
        ("PARLEY_SERVERS__Azure__API_KEY", "canary", "keeps azure for itself"),
        ("PARLEY_SERVERS__local__MODELS", "m", "keeps local for itself"),
        ("PARLEY_SERVERS__a b__BASE_URL", "http://a/v1", "with letters, digits"),
        ("PARLEY_SERVERS__a__b__BASE_URL", "http://a/v1", "with letters, digits"),
        ("PARLEY_SERVERS__é__BASE_URL", "http://a/v1", "with letters, digits"),
        ("PARLEY_SERVERS__a:b__BASE_URL", "http://a/v1", "with letters, digits"),
    ],
)
def test_a_server_name_that_cannot_be_used_is_refused(variable: str, value: str, mend: str) -> None:
    text = refusal({variable: value})

    assert text.startswith(variable) and mend in text
    assert "canary" not in text


@pytest.mark.parametrize(
    ("variable", "value", "mend"),
    [
        ("PARLEY_SERVERS__X__API_KEY", "canary", "PARLEY_SERVERS__X__BASE_URL must be set"),
        ("OPENAI_API_VERSION", "canary", "OPENAI_API_VERSION must be left out"),
        ("OPENAI_API_VERSION", "2024-1-1", "OPENAI_API_VERSION must be left out"),
        ("AZURE_OPENAI_DEPLOYMENTS", "=canary", "AZURE_OPENAI_DEPLOYMENTS must be names"),
        ("AZURE_OPENAI_ENDPOINT", "res", "AZURE_OPENAI_ENDPOINT must start with https://"),
        ("AZURE_OPENAI_ENDPOINT", f"{AZURE}?key=canary", "AZURE_OPENAI_ENDPOINT must end before"),
        ("AZURE_OPENAI_ENDPOINT", f"{AZURE}#canary", "AZURE_OPENAI_ENDPOINT must end before"),
        ("PARLEY_DEFAULT_MODEL", "gpt-5", "PARLEY_DEFAULT_MODEL must be written backend:model"),
        ("PARLEY_DEFAULT_MODEL", "openai:", "PARLEY_DEFAULT_MODEL must be written backend:model"),
        ("PARLEY_DEFAULT_MODEL", ":gpt", "PARLEY_DEFAULT_MODEL must be written backend:model"),
        ("PARLEY_DATA_DIR", "~no-such-user-here/x", "PARLEY_DATA_DIR must be a folder"),
        ("PARLEY_AUTH", "canary", "PARLEY_AUTH must be user:password"),
        ("PARLEY_AUTH", "ann:", "PARLEY_AUTH must be user:password"),
        ("PARLEY_AUTH", ":canary", "PARLEY_AUTH must be user:password"),
        ("PARLEY_AUTH", ",", "PARLEY_AUTH must be user:password"),
        ("PARLEY_AUTH", "ann:canary,ann:b", "PARLEY_AUTH must name each user once"),
        ("PARLEY_LIMITS__MESSAGE_CHARS", "0", "PARLEY_LIMITS__MESSAGE_CHARS must be a whole"),
        ("PARLEY_LIMITS__MESSAGE_CHARS", "1.5", "PARLEY_LIMITS__MESSAGE_CHARS must be a whole"),
        ("PARLEY_OWNERS", "canary", "PARLEY_OWNERS must name users that PARLEY_AUTH has"),
        ("PARLEY_ALLOWED_HOSTS", "https://canary", "PARLEY_ALLOWED_HOSTS must be names"),
        ("PARLEY_ALLOWED_HOSTS", "canary:80", "PARLEY_ALLOWED_HOSTS must be names"),
        ("PARLEY_ALLOWED_HOSTS", "*", "PARLEY_ALLOWED_HOSTS must be names"),
        ("PARLEY_ALLOWED_HOSTS", "a.*.canary", "PARLEY_ALLOWED_HOSTS must be names"),
        ("PARLEY_TRUSTED_PROXIES", "canary", "PARLEY_TRUSTED_PROXIES must be addresses"),
        ("PARLEY_TRUSTED_PROXIES", "*", "PARLEY_TRUSTED_PROXIES must be addresses"),
        ("PARLEY_LIMITS__MODELS", "canary", "PARLEY_LIMITS__MODELS must be written server:model"),
        ("PARLEY_LIMITS__COLUMNS", "-1", "PARLEY_LIMITS__COLUMNS must be a whole number"),
        ("PARLEY_LIMITS__TURNS", "many", "PARLEY_LIMITS__TURNS must be a whole number"),
        ("PARLEY_LIMITS__STREAMS", "1e9", "PARLEY_LIMITS__STREAMS must be a whole number"),
        ("PARLEY_LIMITS__ALL_TOKENS_PER_DAY", "9" * 20, "PARLEY_LIMITS__ALL_TOKENS_PER_DAY must"),
        *(
            ("PARLEY_LIMITS__USD_PER_DAY", odd, "PARLEY_LIMITS__USD_PER_DAY must be US dollars")
            for odd in ("-1", "nan", "inf", "1e300", "$1", "canary")
        ),
        (
            "PARLEY_LIMITS__STORAGE",
            "http://canary",
            "PARLEY_LIMITS__STORAGE must be left out, or be an address such as redis://",
        ),
        ("PARLEY_TIMEOUTS__CONNECT", "soon", "PARLEY_TIMEOUTS__CONNECT must be a number"),
        ("PARLEY_TIMEOUTS__FIRST_BYTE", "0", "PARLEY_TIMEOUTS__FIRST_BYTE must be a number"),
        ("PARLEY_TIMEOUTS__IDLE", "-1", "PARLEY_TIMEOUTS__IDLE must be a number"),
        ("PARLEY_TIMEOUTS__TOTAL", "inf", "PARLEY_TIMEOUTS__TOTAL must be a number"),
        ("PARLEY_TIMEOUTS__MODEL_LIST", "nan", "PARLEY_TIMEOUTS__MODEL_LIST must be a number"),
    ],
)
def test_a_wrong_value_names_its_variable_and_the_mend(
    variable: str, value: str, mend: str
) -> None:
    text = refusal({variable: value})

    assert text.startswith(mend)
    assert "canary" not in text


@pytest.mark.parametrize(
    ("typo", "meant"),
    [
        ("PARLEY_DEFAULT_MODLE", "PARLEY_DEFAULT_MODEL"),
        ("PARLEY_SERVERS__DeepSeek__URL", "PARLEY_SERVERS__DEEPSEEK__BASE_URL"),
        ("PARLEY_SERVERS__X__KEY", "PARLEY_SERVERS__X__API_KEY"),
        ("PARLEY_LIMITS__MESSAGE_CHAR", "PARLEY_LIMITS__MESSAGE_CHARS"),
        ("PARLEY_TIMEOUT__IDLE", "PARLEY_TIMEOUTS__IDLE"),
        ("PARLEY_SERVERS", "PARLEY_SERVERS__<NAME>__BASE_URL"),
        ("PARLEY_LIMITS", "PARLEY_LIMITS__MESSAGE_CHARS"),
    ],
)
def test_a_misspelled_variable_is_refused_with_the_nearest_known_one(typo: str, meant: str) -> None:
    assert refusal({typo: "canary"}) == f"{typo} is not a setting of Parley: did you mean {meant}?"


def test_other_programs_variables_are_left_alone() -> None:
    assert load(OPENAI_LOG="debug", OPENAI_API_KEYS="x", PATH="/bin") == load()


def test_names_are_the_same_in_upper_and_lower_case() -> None:
    assert load(openai_api_key="k", Parley_Limits__Message_Chars="5").limits.message_chars == 5


def test_waits_and_limits_are_taken_from_their_variables() -> None:
    settings = load(PARLEY_TIMEOUTS__IDLE="2.5", PARLEY_LIMITS__MESSAGE_CHARS="1_000")

    assert settings.deadlines() == replace(Deadlines(), idle=2.5)
    assert settings.limits.message_chars == 1000


def test_limits_of_visitors_are_those_of_the_guard_unless_they_are_set() -> None:
    assert load().visitor_limits() == VisitorLimits()

    limits = load(
        PARLEY_LIMITS__MODELS="openai:gpt-5-mini, ollama:*,",
        PARLEY_LIMITS__PARAMETERS="temperature",
        PARLEY_LIMITS__COLUMNS=" 2 ",
        PARLEY_LIMITS__TURNS="",
        PARLEY_LIMITS__ALL_USD_PER_DAY="12.5",
    ).visitor_limits()

    assert limits == replace(
        VisitorLimits(),
        models=("openai:gpt-5-mini", "ollama:*"),
        parameters=("temperature",),
        columns=2,
        all_usd_per_day=Decimal("12.5"),
    )


@pytest.mark.parametrize("word", ["unlimited", " Unlimited ", "UNLIMITED"])
def test_unlimited_is_no_limit_and_0_is_nothing(word: str) -> None:
    names = [name for name in known_variables() if name.startswith("PARLEY_LIMITS__")]
    spared = ("PARLEY_LIMITS__MESSAGE_CHARS", "PARLEY_LIMITS__STORAGE")
    every = [name for name in names if name not in spared]
    numbers = [name for name in every if not name.endswith(("MODELS", "PARAMETERS"))]

    assert Settings.load(None, dict.fromkeys(every, word)).visitor_limits() == NO_LIMITS
    nothing = Settings.load(None, dict.fromkeys(numbers, "0")).limits
    assert {getattr(nothing, name.rpartition("__")[2].lower()) for name in numbers} == {0}


def test_owners_hosts_and_proxies_are_lists() -> None:
    settings = load(
        PARLEY_AUTH="ann:a,bob:b",
        PARLEY_OWNERS="ann, bob,",
        PARLEY_ALLOWED_HOSTS="Chat.example.com., *.below.example",
        PARLEY_TRUSTED_PROXIES="127.0.0.1, 10.1.2.3/8,2001:db8::/32",
    )

    assert settings.owners == ("ann", "bob")
    assert settings.allowed_hosts == ("chat.example.com", "*.below.example")
    assert settings.trusted_proxies == ("127.0.0.1/32", "10.0.0.0/8", "2001:db8::/32")


def test_a_password_in_the_address_of_the_storage_is_a_secret() -> None:
    settings = load(PARLEY_LIMITS__STORAGE="redis://:canary@localhost:6379")

    assert "canary" not in repr(settings)
    assert {"redis://:canary@localhost:6379", "canary"} == set(settings.secrets())


def test_users_and_their_passwords_are_parted_at_the_first_colon() -> None:
    assert load(PARLEY_AUTH="ann:a:b, bob:c").auth == (("ann", "a:b"), ("bob", "c"))


def test_the_data_folder_may_start_with_the_home_folder() -> None:
    assert load(PARLEY_DATA_DIR="~/parley").data_dir == Path.home() / "parley"


def test_settings_never_show_a_key() -> None:
    settings = load(
        OPENAI_API_KEY="canary-1",
        AZURE_OPENAI_ENDPOINT=AZURE,
        AZURE_OPENAI_API_KEY="canary-2",
        PARLEY_SERVERS__X__BASE_URL="http://localhost/v1",
        PARLEY_SERVERS__X__API_KEY="canary-3",
        PARLEY_AUTH="ann:canary-4",
        PARLEY_DATABASE_URL="postgresql://u:canary-5@db/x",
    )

    shown = repr(settings) + str(settings) + repr(settings.servers())

    assert "canary" not in shown
    assert settings.secrets() == (
        "canary-1",
        "canary-2",
        "canary-3",
        "postgresql://u:canary-5@db/x",
        "canary-5",
        "canary-4",
    )


def test_settings_made_without_a_source_read_no_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "ambient")

    assert Settings().servers() == () == load().servers()


def test_the_environment_wins_over_the_file_unless_it_is_blank(tmp_path: Path) -> None:
    path = env_file(tmp_path, "OPENAI_API_KEY=file\nOPENAI_ORG_ID=file\nOPENAI_PROJECT_ID=file\n")

    settings = Settings.load(path, {"OPENAI_API_KEY": "environment", "OPENAI_ORG_ID": ""})

    assert settings.openai_api_key == "environment"
    assert (settings.openai_org_id, settings.openai_project_id) == ("file", "file")


def test_nothing_from_the_file_reaches_the_environment(tmp_path: Path) -> None:
    before = dict(os.environ)

    Settings.load(env_file(tmp_path, "OPENAI_API_KEY=file\n"), {})

    assert dict(os.environ) == before


def test_a_file_is_read_with_comments_quotes_and_a_byte_order_mark(tmp_path: Path) -> None:
    text = "\ufeff# café\r\nexport A=1 # one\r\n\r\nB='two ${A}'\r\nC=\"x\\ny\"\r\nD=\r\n"

    values = read_env_file(env_file(tmp_path, text))

    assert values == {"A": "1", "B": "two ${A}", "C": "x\ny", "D": ""}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("A=1\n\n\nsk-canary\n", 4),
        ("A=1\nOPENAI_API_KEY sk-canary\n", 2),
        ("\nA='sk-canary\n", 2),
        ("A=1\n=sk-canary\n", 2),
        (b"A=1\nB=2\nC=caf\xe9-canary\n", 3),
        ("A=canary\n".encode("utf-16"), 1),
    ],
)
def test_an_unreadable_line_is_named_by_file_and_number(
    tmp_path: Path, content: str | bytes, line: int
) -> None:
    path = env_file(tmp_path, content)

    with pytest.raises(SettingsError) as caught:
        Settings.load(path, {})

    assert str(caught.value).startswith(f"{path}, line {line}, ")
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("name", ["missing.env", "."])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name

    with pytest.raises(SettingsError, match="check --env-file") as caught:
        Settings.load(path, {})

    assert str(path) in str(caught.value)


def test_the_default_file_stands_beside_the_application_or_is_absent() -> None:
    assert default_env_file() in (None, EXAMPLE.with_name(".env"))


def test_every_known_variable_stands_in_the_example() -> None:
    text = re.sub(r"(PARLEY_SERVERS__)[A-Z]+(?=__)", r"\1<NAME>", EXAMPLE.read_text("utf-8"))
    named = set(re.findall(r"^#?([A-Z][A-Z_<>]+)=", text, re.MULTILINE))

    assert named == set(known_variables())


def test_the_example_loads_as_it_is_and_with_every_line_in_use(tmp_path: Path) -> None:
    text = EXAMPLE.read_text("utf-8")
    everything = re.sub(r"^#(?=[A-Z])", "", text, flags=re.MULTILINE)

    assert Settings.load(EXAMPLE, {}) == load()
    servers = Settings.load(env_file(tmp_path, everything), {}).servers()
    assert [server.name for server in servers] == [
        "openai",
        "azure",
        "deepseek",
        "llamacpp",
        "lmstudio",
        "ollama",
        "openrouter",
        "siliconflow",
        "vllm",
    ]


def test_the_data_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = prepare_data_dir(tmp_path / "deep" / "data")

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert prepare_data_dir(folder) == folder
    assert list(folder.iterdir()) == []


def test_a_data_folder_that_exists_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    prepare_data_dir(tmp_path)

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


@pytest.mark.parametrize("below", ["file", "file/data"])
def test_a_data_folder_that_cannot_be_used_names_variable_and_folder(
    tmp_path: Path, below: str
) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(DataDirError) as caught:
        prepare_data_dir(tmp_path / below)

    assert str(caught.value).startswith("PARLEY_DATA_DIR must be a folder that Parley can write to")
    assert str(tmp_path / below) in str(caught.value)
