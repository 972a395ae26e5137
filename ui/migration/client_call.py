"""What a client is made with: settings of 0.28 → the text of `OpenAI(…)` or `AzureOpenAI(…)`."""

from collections.abc import Mapping

import libcst as cst
from libcst.helpers import get_full_name_for_node
from libcst.metadata import Assignment

from ui.migration.edits import Edits
from ui.migration.imports import Imports
from ui.migration.rebuilding import is_none
from ui.migration.source import Source

Values = Mapping[str, cst.BaseExpression]
_AZURE = frozenset({"azure", "azure_ad", "azuread"})
_PLAIN = frozenset({"open_ai", "openai"})
WIDEST = 88  # characters of a statement on one line


class ClientCall:
    """Writes clients. Tells, once each, of what it had to assume."""

    def __init__(self, source: Source, imports: Imports, edits: Edits) -> None:
        self._source, self._imports, self._edits = source, imports, edits

    def kind(self, values: Values) -> str:
        """ "openai", "azure" or "azure_ad"."""
        given = self.literal(values["api_type"]) if "api_type" in values else ""
        known = (given or "").lower()
        if known in _AZURE:
            return "azure" if known == "azure" else "azure_ad"
        if known in _PLAIN:
            return "openai"
        base = self.literal(values["api_base"]) if "api_base" in values else ""
        azure = "azure.com" in (base or "") or ("api_type" in values and "api_version" in values)
        if azure:
            line = self._source.line(values.get("api_type") or values["api_base"])
            self._edits.left_open(line, "azure_assumed")
        return "azure" if azure else "openai"

    def literal(self, node: cst.BaseExpression) -> str | None:
        """The text that `node` is sure, or by default, to be; `None` if that is not plain."""
        match node:
            case cst.SimpleString():
                return str(node.evaluated_value)
            case cst.Call(args=[_, cst.Arg(value=cst.SimpleString() as default)]):
                name = get_full_name_for_node(node.func) or ""
                return str(default.evaluated_value) if name.endswith(("getenv", ".get")) else None
            case cst.Name():
                value = self._given(node)
                return str(value.evaluated_value) if isinstance(value, cst.SimpleString) else None
            case _:
                return None

    def _given(self, name: cst.Name) -> cst.BaseExpression | None:
        found = [
            self._source.nearest(each.node, cst.Assign)
            for each in self._source.assignments(name)
            if isinstance(each, Assignment)
        ]
        return found[0].value if len(found) == 1 and found[0] else None

    def text(self, values: Values, near: cst.CSTNode, awaited: bool) -> tuple[str, list[str]]:
        """The class as it is to be called at `near`, and its arguments."""
        kind = self.kind(values)
        name = "OpenAI" if kind == "openai" else "AzureOpenAI"
        called = self._imports.require(f"Async{name}" if awaited else name, near)
        pairs = self._plain(values) if kind == "openai" else self._azure(values, near, kind)
        arguments = [f"{key}={self.code(value)}" for key, value in pairs.items()]
        if "proxy" in values and not is_none(values["proxy"]):
            arguments.append(self._proxied(values["proxy"], near, awaited))
        return called, arguments

    def new_name(self, old: str, values: Values) -> str:
        """What the setting `old` is called today; "" if nothing asks for it any more."""
        kind = self.kind(values)
        azure = kind != "openai"
        match old:
            case "api_type":
                return "AzureOpenAI" if azure else ""
            case "api_base":
                return "azure_endpoint" if azure else "base_url"
            case "api_key":
                return "azure_ad_token" if kind == "azure_ad" else "api_key"
            case "api_version":
                return "api_version" if azure else ""
            case "proxy":
                return "http_client"
            case _:
                return old

    def code(self, value: cst.BaseExpression | str) -> str:
        return value if isinstance(value, str) else self._source.text(self._edits.apply(value))

    def _plain(self, values: Values) -> dict[str, cst.BaseExpression | str]:
        names = {"api_key": "api_key", "api_base": "base_url", "organization": "organization"}
        return {new: values[old] for old, new in names.items() if old in values}

    def _azure(
        self, values: Values, near: cst.CSTNode, kind: str
    ) -> dict[str, cst.BaseExpression | str]:
        """What 0.28 took from the environment by itself is asked for by the same names."""
        environ = ""
        if "api_base" not in values or "api_key" not in values:
            environ = self._imports.environ(near)
        key = "api_key" if kind == "azure" else "azure_ad_token"
        found: dict[str, cst.BaseExpression | str] = {
            "azure_endpoint": values.get("api_base", f'{environ}["OPENAI_API_BASE"]')
        }
        if "api_version" in values:
            found["api_version"] = values["api_version"]
        found[key] = values.get("api_key", f'{environ}["OPENAI_API_KEY"]')
        if "organization" in values:
            found["organization"] = values["organization"]
        return found

    def _proxied(self, proxy: cst.BaseExpression, near: cst.CSTNode, awaited: bool) -> str:
        if isinstance(proxy, cst.Dict):
            self._edits.left_open(self._source.line(proxy), "proxy_of_many")
        name = "DefaultAsyncHttpxClient" if awaited else "DefaultHttpxClient"
        return f"http_client={self._imports.require(name, near)}(proxy={self.code(proxy)})"


def on_one_line(called: str, arguments: list[str]) -> str:
    return f"{called}({', '.join(arguments)})"


def laid_out(start: str, called: str, arguments: list[str], indent: str) -> str:
    """A statement, on several lines where one would be too long."""
    whole = start + on_one_line(called, arguments)
    if len(whole) <= WIDEST and len(arguments) < 3 and "\n" not in whole:
        return whole
    lines = "".join(f"{indent}{each},\n" for each in arguments)
    return f"{start}{called}(\n{lines})"
