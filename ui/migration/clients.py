"""Clients: how they are called, and what each call is made on."""

from collections.abc import Sequence

import libcst as cst

from ui.migration.calls import Use
from ui.migration.client_call import ClientCall, on_one_line
from ui.migration.groups import is_repeatable
from ui.migration.placing import Place, place_of, self_name
from ui.migration.settings import Setting
from ui.migration.source import Source

_OPTIONS = {"api_key": "api_key", "api_base": "base_url", "organization": "organization"}
"""What a client can be given for one call, under its names of today."""


class Clients:
    """The module's clients. Settings that differ from call to call make one for that call.

    place: whose the clients are. uses: those of the calls that need one made before.
    names: of the client that is awaited (`True`) and of the other, as far as each is needed.
    """

    def __init__(
        self, source: Source, settings: Sequence[Setting], uses: Sequence[Use], call: ClientCall
    ) -> None:
        self._source, self._call = source, call
        self.settings = settings
        self.uses = [each for each in uses if settings or "api_key" not in each.arguments.settings]
        self.place: Place = place_of(source, settings, self.uses)
        self.names = self._free_names()

    @property
    def is_azure(self) -> bool:
        """Whether the settings are those of Azure."""
        values = {each.name: each.value for each in self.settings}
        return self._call.kind(values) != "openai"

    def key_variable(self, use: Use | None = None) -> str:
        """Of the environment: where a key belongs that stood in the code, or in one call."""
        azure = self.is_azure if use is None else self._call.kind(self._values_of(use)) != "openai"
        return "AZURE_OPENAI_API_KEY" if azure else "OPENAI_API_KEY"

    def expression(self, use: Use) -> str:
        """The client that `use` is called on."""
        own = use.arguments.settings
        awaited = use.method.awaited
        if not own:
            return self.written(awaited, use.node)
        as_options = use in self.uses and set(own) <= set(_OPTIONS)
        if as_options and not ("api_base" in own and self.is_azure):
            options = [f"{_OPTIONS[name]}={self._call.code(value)}" for name, value in own.items()]
            return on_one_line(f"{self.written(awaited, use.node)}.with_options", options)
        return on_one_line(*self._call.text(self._values_of(use), use.node, awaited))

    def written(self, awaited: bool, near: cst.CSTNode) -> str:
        """The name of a client as it is read at `near`."""
        name = self.names[awaited]
        functions = self._source.functions(near)
        if self.place == "object" and functions:
            return f"{self_name(functions[0])}.{name}"
        return name

    def _values_of(self, use: Use) -> dict[str, cst.BaseExpression]:
        """The module's settings as far as they can be said again, with the call's own on top."""
        base = {
            each.name: each.value
            for each in self.settings
            if not each.functions and is_repeatable(each.value)
        }
        return base | use.arguments.settings

    def _free_names(self) -> dict[bool, str]:
        kinds = {use.method.awaited for use in self.uses} or {False}
        base = "client" if "client" not in self._source.bound_names else "openai_client"
        while base in self._source.bound_names:
            base += "_"
        return {kind: f"async_{base}" if kind and len(kinds) == 2 else base for kind in kinds}
