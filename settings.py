"""Everything that Parley takes from the environment or a .env file, validated once.

A variable set in the environment wins over the same one in the file; a blank value
counts as not set; upper and lower case are the same. Nothing is written back into
the environment: other libraries would send keys they find there to any server.

Whatever is wrong stops the start as a `SettingsError`: one line that names the
variable and the mend, and never quotes a key, a password or a line of the file.
"""

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs
from pydantic import BaseModel, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from backends.server import Deadlines, Server, ServerKind
from guard.policy import VisitorLimits
from settings_files import (
    DataDirError,
    SettingsError,
    default_env_file,
    prepare_data_dir,
    read_env_file,
)
from settings_limits import Hosts, Limits, Logins, Networks
from settings_values import (
    AZURE_ADDRESS,
    OPENAI_ADDRESS,
    SERVER_NAME,
    Address,
    Auth,
    AzureEndpoint,
    Deployments,
    Folder,
    FurtherServer,
    Key,
    ModelName,
    PastedEndpoint,
    Timeouts,
    Version,
    password_in,
)

__all__ = [
    "DataDirError",
    "Settings",
    "SettingsError",
    "default_env_file",
    "known_variables",
    "prepare_data_dir",
    "read_env_file",
]

RESERVED_NAMES = ("openai", "azure", "local")


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

    azure_openai_endpoint: PastedEndpoint = None
    azure_openai_api_key: Key = Field(default="", repr=False)
    openai_api_version: Version = ""
    azure_openai_deployments: Deployments = ()

    further_servers: dict[str, FurtherServer] = Field(default={}, validation_alias="PARLEY_SERVERS")
    default_model: ModelName = Field(default="", validation_alias="PARLEY_DEFAULT_MODEL")
    data_dir: Folder = Field(
        default_factory=lambda: platformdirs.user_data_path("parley", appauthor=False),
        validation_alias="PARLEY_DATA_DIR",
    )
    database_url: str = Field(default="", validation_alias="PARLEY_DATABASE_URL", repr=False)
    auth: Auth = Field(default=(), validation_alias="PARLEY_AUTH", repr=False)
    owners: Logins = Field(default=(), validation_alias="PARLEY_OWNERS")
    allowed_hosts: Hosts = Field(default=(), validation_alias="PARLEY_ALLOWED_HOSTS")
    trusted_proxies: Networks = Field(default=(), validation_alias="PARLEY_TRUSTED_PROXIES")
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
        settings._check_owners()
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

    def _check_owners(self) -> None:
        logins = [user for user, _ in self.auth]
        if not set(self.owners) <= set(logins):
            raise SettingsError(
                "PARLEY_OWNERS must name users that PARLEY_AUTH has, without their passwords."
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

    def visitor_limits(self) -> VisitorLimits:
        """The most that those who are not owners may do."""
        return VisitorLimits(**self.limits.model_dump(exclude={"message_chars", "storage"}))

    def secrets(self) -> tuple[str, ...]:
        """What must never be shown or logged: keys, passwords, addresses that hold them."""
        keys = [server.api_key for server in self.servers()]
        addresses = (self.database_url, self.limits.storage)
        passwords = (password_in(address) for address in addresses)
        words = (*keys, *addresses, *passwords, *(password for _, password in self.auth))
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
    if further and not SERVER_NAME.fullmatch(server.lower()):
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
