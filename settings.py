"""Everything that Parley takes from the environment or a .env file, validated once.

A variable set in the environment wins over the same one in the file; a blank value
counts as not set; upper and lower case are the same. Nothing is written back into
the environment: other libraries would send keys they find there to any server.

Whatever is wrong stops the start as a `SettingsError`: one line that names the
variable and the mend, and never quotes a key, a password or a line of the file.
"""

import difflib
import io
import math
import re
import tempfile
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, parse_qsl, urlsplit

import platformdirs
from dotenv.parser import Binding, parse_stream
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from backends.server import Deadlines, Server, ServerKind

OPENAI_ADDRESS = "https://api.openai.com/v1"
AZURE_ADDRESS = "https://NAME.openai.azure.com"
RESERVED_NAMES = ("openai", "azure", "local")

_ENDPOINTS = re.compile(r"/(?:(?:chat/)?completions|models|responses)$")
_AZURE_PATH = re.compile(r"/(?:openai|models|api/projects)(?:/.*)?$")
_AZURE_DEPLOYMENT = re.compile(r"/openai/deployments/([^/]+)")
_DATED_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(?:-preview)?")
# Single underscores only: two of them part the pieces of a variable's name.
_SERVER_NAME = re.compile(r"[a-z0-9.-]+(?:_[a-z0-9.-]+)*")
_DEFAULTS = Deadlines()


class SettingsError(Exception):
    """A setting is wrong. `str(error)` is one line: the variable and the mend."""

    def __init__(self, text: str) -> None:
        super().__init__(" ".join(text.split()))


class DataDirError(SettingsError):
    """The data folder cannot be used; Parley can still run without keeping anything."""


@dataclass(frozen=True, slots=True)
class AzureEndpoint:
    """An Azure resource, and what the pasted address said besides.

    deployment, api_version: "" where the address does not say.
    """

    address: str
    deployment: str = ""
    api_version: str = ""


def to_key(text: str) -> str:
    """A key fit for an HTTP header: anything else would surface in error texts later."""
    if not re.fullmatch(r"[!-~]+", text) or set(text) & set("\"'"):
        raise ValueError("must be printable ASCII without spaces or quotes; copy it again.")
    return text


def split_address(text: str, example: str) -> SplitResult:
    """Scheme, host and path of an http(s) address; `ValueError` without its text."""
    odd = ValueError(f"must be an address such as {example}; check host and port.")
    if not text.isprintable() or set(text) & set(' \\"<>'):
        raise odd
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise odd from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(f"must start with https:// (or http://), such as {example}.")
    if "@" in parts.netloc:
        raise ValueError("must not contain a user name or password; a key has its own variable.")
    if not parts.hostname or port == 0:
        raise odd
    return parts


def to_address(text: str) -> str:
    """The root of an API, without an endpoint such as /chat/completions at its end."""
    parts = split_address(text, OPENAI_ADDRESS)
    if "?" in text or "#" in text:
        raise ValueError(f"must end before the ? or #, such as {OPENAI_ADDRESS}.")
    path = _ENDPOINTS.sub("", parts.path.rstrip("/")).rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}"


def to_azure_endpoint(text: str) -> AzureEndpoint:
    """An Azure resource from its endpoint or from a whole target URI.

    A target URI is what Azure's portal offers to copy: it also names a deployment
    and a version, which then need no variables of their own. What stands before
    /openai stays, since gateways put the API under a path.
    """
    parts = split_address(text, AZURE_ADDRESS)
    query = dict(parse_qsl(parts.query))
    if query.keys() - {"api-version"} or "#" in text:
        raise ValueError(f"must end before the ?, such as {AZURE_ADDRESS}.")
    path = _AZURE_PATH.sub("", parts.path).rstrip("/")
    named = _AZURE_DEPLOYMENT.search(parts.path)
    return AzureEndpoint(
        address=f"{parts.scheme}://{parts.netloc}{path}",
        deployment=named[1] if named else "",
        api_version=to_version(query.get("api-version", "")),
    )


def to_version(text: str) -> str:
    """A dated version of Azure's classic API, or "" for its v1 API."""
    if text.lower() in ("", "v1", "preview"):
        return ""
    if not _DATED_VERSION.fullmatch(text):
        raise ValueError("must be left out for the v1 API, or be a date such as 2024-10-21.")
    return text


def to_names(text: str) -> tuple[tuple[str, str], ...]:
    """Comma-separated model names; each once, in their order."""
    return tuple((name, "") for name in dict.fromkeys(_parts(text)))


def to_deployments(text: str) -> tuple[tuple[str, str], ...]:
    """Comma-separated `deployment` or `deployment=base-model`; each once, in their order."""
    pairs: dict[str, str] = {}
    for part in _parts(text):
        deployment, _, base = part.partition("=")
        pairs.setdefault(deployment.strip(), base.strip())
    if "" in pairs:
        raise ValueError("must be names such as my-gpt, or my-gpt=gpt-5-mini, parted by commas.")
    return tuple(pairs.items())


def to_auth(text: str) -> tuple[tuple[str, str], ...]:
    """Comma-separated `user:password`; the password may contain colons, not commas."""
    parts = _parts(text)
    pairs = {user: password for user, _, password in (part.partition(":") for part in parts)}
    if not pairs or not all(user and password for user, password in pairs.items()):
        raise ValueError("must be user:password, several parted by commas.")
    if len(pairs) < len(parts):
        raise ValueError("must name each user once.")
    return tuple(pairs.items())


def to_model(text: str) -> str:
    """A model as `backend:model`."""
    backend, _, model = text.partition(":")
    if not _SERVER_NAME.fullmatch(backend) or not model.strip():
        raise ValueError("must be written backend:model, such as openai:gpt-5-mini.")
    return text


def to_seconds(value: object) -> float:
    """A span of time in seconds, above 0."""
    try:
        seconds = float(str(value))
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise ValueError("must be a number of seconds above 0, such as 30.")
    return seconds


def to_count(value: object) -> int:
    """A whole number above 0; underscores may group its digits."""
    try:
        count = int(str(value))
    except ValueError:
        count = 0
    if count < 1:
        raise ValueError("must be a whole number above 0, such as 200000.")
    return count


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def to_folder(text: str) -> Path:
    """A folder; ~ stands for the home folder."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise ValueError("must be a folder; write the home folder out instead of ~.") from None


Key = Annotated[str, AfterValidator(to_key)]
Address = Annotated[str, AfterValidator(to_address)]
Names = Annotated[tuple[tuple[str, str], ...], NoDecode, BeforeValidator(to_names)]
Deployments = Annotated[tuple[tuple[str, str], ...], NoDecode, BeforeValidator(to_deployments)]
Auth = Annotated[tuple[tuple[str, str], ...], NoDecode, BeforeValidator(to_auth)]
Seconds = Annotated[float, BeforeValidator(to_seconds)]
Count = Annotated[int, BeforeValidator(to_count)]


class FurtherServer(BaseModel):
    """A compatible server as its three variables describe it."""

    model_config = ConfigDict(frozen=True)

    base_url: Address
    api_key: Key = Field(default="", repr=False)
    models: Names = ()


class Timeouts(BaseModel):
    """How long to wait, in seconds; `backends.server.Deadlines` says for what."""

    model_config = ConfigDict(frozen=True)

    connect: Seconds = _DEFAULTS.connect
    first_byte: Seconds = _DEFAULTS.first_byte
    idle: Seconds = _DEFAULTS.idle
    total: Seconds = _DEFAULTS.total
    model_list: Seconds = _DEFAULTS.model_list


class Limits(BaseModel):
    """The most that one person may ask for.

    message_chars: longest message, in characters.
    """

    model_config = ConfigDict(frozen=True)

    message_chars: Count = 200_000


class Settings(BaseSettings):
    """What Parley was told. `Settings()` is what holds when nothing is set."""

    model_config = SettingsConfigDict(
        frozen=True,
        env_nested_delimiter="__",
        hide_input_in_errors=True,
        validate_default=False,
    )

    openai_api_key: Key = Field(default="", repr=False)
    openai_base_url: Address = ""
    openai_org_id: Key = ""
    openai_project_id: Key = ""

    azure_openai_endpoint: Annotated[
        AzureEndpoint | None, NoDecode, BeforeValidator(to_azure_endpoint)
    ] = None
    azure_openai_api_key: Key = Field(default="", repr=False)
    openai_api_version: Annotated[str, AfterValidator(to_version)] = ""
    azure_openai_deployments: Deployments = ()

    further_servers: dict[str, FurtherServer] = Field(default={}, validation_alias="PARLEY_SERVERS")
    default_model: Annotated[str, AfterValidator(to_model)] = Field(
        default="", validation_alias="PARLEY_DEFAULT_MODEL"
    )
    data_dir: Annotated[Path, BeforeValidator(to_folder)] = Field(
        default_factory=lambda: platformdirs.user_data_path("parley", appauthor=False),
        validation_alias="PARLEY_DATA_DIR",
    )
    database_url: str = Field(default="", validation_alias="PARLEY_DATABASE_URL", repr=False)
    auth: Auth = Field(default=(), validation_alias="PARLEY_AUTH", repr=False)
    limits: Limits = Field(default=Limits(), validation_alias="PARLEY_LIMITS")
    timeouts: Timeouts = Field(default=Timeouts(), validation_alias="PARLEY_TIMEOUTS")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take only what is given: nothing is read from the process behind our back."""
        return (init_settings,)

    @classmethod
    def load(cls, env_file: Path | None, environ: Mapping[str, str]) -> "Settings":
        """Settings from a .env file, if one is given, and from `environ`, which wins.

        Raises `SettingsError`.
        """
        given = _by_name(read_env_file(env_file) if env_file else {}) | _by_name(environ)
        for name, (spelled, _) in given.items():
            if name.startswith("parley_"):
                _check_name(spelled)
        source = EnvSettingsSource(cls)
        source.env_vars = {name: value for name, (_, value) in given.items()}
        try:
            settings = cls.model_validate(source())
        except ValidationError as error:
            raise SettingsError(_first_mend(error, given)) from None
        settings._check_azure()
        return settings

    def _check_azure(self) -> None:
        wanted = self.azure_openai_endpoint or self.azure_openai_api_key
        if (wanted or self.azure_openai_deployments) and not self.azure_openai_endpoint:
            raise SettingsError(
                f"AZURE_OPENAI_ENDPOINT is missing: Azure needs it, such as {AZURE_ADDRESS}."
            )
        if wanted and not self.azure_openai_api_key:
            raise SettingsError(
                "AZURE_OPENAI_API_KEY is missing: Azure needs it beside AZURE_OPENAI_ENDPOINT."
            )

    def servers(self) -> tuple[Server, ...]:
        """Every server that is set: OpenAI, Azure, then the others by name."""
        return tuple(self._servers())

    def _servers(self) -> Iterator[Server]:
        if self.openai_api_key or self.openai_base_url:
            yield self._openai()
        if self.azure_openai_endpoint:
            yield self._azure(self.azure_openai_endpoint)
        for name, server in sorted(self.further_servers.items()):
            yield Server(
                name=name,
                kind="compatible",
                base_url=server.base_url,
                api_key=server.api_key,
                key_variable=f"PARLEY_SERVERS__{name.upper()}__API_KEY",
                url_variable=f"PARLEY_SERVERS__{name.upper()}__BASE_URL",
                models=server.models,
            )

    def _openai(self) -> Server:
        address = self.openai_base_url or OPENAI_ADDRESS
        host = f".{urlsplit(address).hostname}"
        # Regions have hosts of their own, such as eu.api.openai.com.
        kind: ServerKind = "openai" if host.endswith(".api.openai.com") else "compatible"
        return Server(
            name="openai",
            kind=kind,
            base_url=address,
            api_key=self.openai_api_key,
            key_variable="OPENAI_API_KEY",
            url_variable="OPENAI_BASE_URL",
            organization=self.openai_org_id,
            project=self.openai_project_id,
        )

    def _azure(self, endpoint: AzureEndpoint) -> Server:
        pasted = ((endpoint.deployment, ""),) if endpoint.deployment else ()
        return Server(
            name="azure",
            kind="azure",
            base_url=endpoint.address,
            api_key=self.azure_openai_api_key,
            key_variable="AZURE_OPENAI_API_KEY",
            url_variable="AZURE_OPENAI_ENDPOINT",
            api_version=self.openai_api_version or endpoint.api_version,
            models=self.azure_openai_deployments or pasted,
        )

    def deadlines(self) -> Deadlines:
        """How long to wait for a server."""
        return Deadlines(**self.timeouts.model_dump())

    def secrets(self) -> tuple[str, ...]:
        """What must never be shown or logged: keys, passwords, the database's address."""
        keys = [server.api_key for server in self.servers()]
        words = (*keys, self.database_url, *(password for _, password in self.auth))
        return tuple(dict.fromkeys(word for word in words if word))


def known_variables(server: str = "<NAME>") -> tuple[str, ...]:
    """The name of every variable; `server` stands where a further server's name does."""
    groups: dict[str, tuple[str, type[BaseModel]]] = {
        "PARLEY_SERVERS": (f"{server}__", FurtherServer),
        "PARLEY_LIMITS": ("", Limits),
        "PARLEY_TIMEOUTS": ("", Timeouts),
    }
    names: list[str] = []
    for name, field in Settings.model_fields.items():
        variable = str(field.validation_alias or name.upper())
        if variable in groups:
            inner, model = groups[variable]
            names += [f"{variable}__{inner}{part.upper()}" for part in model.model_fields]
        else:
            names.append(variable)
    return tuple(names)


def default_env_file() -> Path | None:
    """The .env file beside app.py, `None` where there is none."""
    beside = Path(__file__).with_name(".env")
    return beside if beside.is_file() else None


def read_env_file(path: Path) -> dict[str, str]:
    """Name and value of each variable in a .env file.

    Values stand as they are: ${NAME} is not filled in. Raises `SettingsError`.
    """
    try:
        content = path.read_bytes().removeprefix(BOM_UTF8)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise SettingsError(f"{path} cannot be read ({reason}): check --env-file.") from None
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}, line {line}, is not UTF-8: save it as UTF-8.") from None
    values: dict[str, str] = {}
    for binding in parse_stream(io.StringIO(text)):
        if binding.error or (binding.key and binding.value is None):
            raise SettingsError(f"{path}, line {_line(binding)}, must be written NAME=value.")
        if binding.key:
            values[binding.key] = binding.value or ""
    return values


def prepare_data_dir(path: Path) -> Path:
    """Make the data folder if need be, for its owner alone, and try to write there.

    A folder that exists keeps its mode: it may be shared on purpose. Raises `DataDirError`.
    """
    try:
        if not path.is_dir():
            path.mkdir(parents=True)
            path.chmod(0o700)
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as error:
        raise DataDirError(
            f"PARLEY_DATA_DIR must be a folder that Parley can write to:"
            f" {path} is not ({error.strerror or type(error).__name__})."
        ) from None


def _by_name(values: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Name as written and value, by name in lower case; without those that are blank."""
    return {name.lower(): (name, value.strip()) for name, value in values.items() if value.strip()}


def _check_name(spelled: str) -> None:
    """Refuse a PARLEY_ variable that does not exist: a typo would pass unnoticed."""
    name = spelled.upper()
    server = name.removeprefix("PARLEY_SERVERS__").rpartition("__")[0]
    further = name.startswith("PARLEY_SERVERS__") and server != ""
    known = known_variables(server if further else "<NAME>")
    if name not in known:
        own = [variable for variable in known if variable.startswith("PARLEY_")]
        longer = [variable for variable in own if variable.startswith(f"{name}__")]
        nearest = [*longer, *difflib.get_close_matches(name, own, n=1, cutoff=0)][0]
        raise SettingsError(f"{spelled} is not a setting of Parley: did you mean {nearest}?")
    if further and not _SERVER_NAME.fullmatch(server.lower()):
        raise SettingsError(f"{spelled} must name the server with letters, digits and . _ - only.")
    if further and server.lower() in RESERVED_NAMES:
        raise SettingsError(
            f"{spelled} must name the server differently: Parley keeps {server.lower()} for itself."
        )


def _first_mend(error: ValidationError, given: Mapping[str, tuple[str, str]]) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    name = "__".join(str(part) for part in first["loc"])
    variable = given.get(name.lower(), (name.upper(),))[0]
    if first["type"] == "missing":
        return f"{variable} must be set to the server's address, such as http://localhost:8000/v1."
    return f"{variable} {first.get('ctx', {}).get('error', first['msg'])}"


def _line(binding: Binding) -> int:
    """Number of the line, from 1; the parser counts from the blank lines before it."""
    text = binding.original.string
    return binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")
