"""The arguments of one call, by what becomes of each."""

from dataclasses import dataclass, field

import libcst as cst

from backends.parameters import BY_NAME
from ui.migration.edits import Edits
from ui.migration.methods import CALL_OPTIONS, Method
from ui.migration.source import Source

OWN_SETTINGS = frozenset({"api_key", "api_base", "api_type", "api_version", "organization"})
FILE_NAME = "user_provided_filename"
_DEPLOYMENTS = ("engine", "deployment_id")  # the first counts
_RENAMED = {"request_timeout": "timeout", "headers": "extra_headers"}
_RETIRED = ("text-davinci-", "code-davinci-", "text-curie-", "text-babbage-", "text-ada-")
_RETIRED_MODELS = frozenset({"davinci", "curie", "babbage", "ada"})


class NotMoved(Exception):
    """The call cannot be written anew. key: of the word that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(slots=True)
class Arguments:
    """names: the new name of each argument that stays, by its place; "" for none.

    body: places of those that only some servers know. settings: the call's own, by name.
    dropped: names of those that are left out. either: the place of an engine that may be
    missing when the code runs, and what counts then.
    """

    names: dict[int, str] = field(default_factory=dict[int, str])
    body: list[int] = field(default_factory=list[int])
    settings: dict[str, cst.BaseExpression] = field(default_factory=dict[str, cst.BaseExpression])
    dropped: list[str] = field(default_factory=list[str])
    either: tuple[int, cst.BaseExpression] | None = None


def sorted_arguments(call: cst.Call, method: Method) -> Arguments:
    """Raises `NotMoved` for what is given by position where nothing may be."""
    found = Arguments()
    given = {each.keyword.value for each in call.args if each.keyword}
    deployment = next((name for name in _DEPLOYMENTS if name in given), "")
    for place, each in enumerate(call.args):
        if each.keyword is None:
            found.names[place] = _positional(place, each, method)
        else:
            _named(found, place, each, method, deployment, given)
    found.either = _either(call, deployment)
    return found


def _either(call: cst.Call, deployment: str) -> tuple[int, cst.BaseExpression] | None:
    """`engine=engine, model=model`: 0.28 took the model where the engine was None."""
    values = {each.keyword.value: each.value for each in call.args if each.keyword}
    if (
        not deployment
        or "model" not in values
        or not isinstance(values[deployment], cst.Name | cst.Attribute)
    ):
        return None
    place = next(at for at, each in enumerate(call.args) if each.value is values[deployment])
    return place, values["model"]


def _positional(place: int, argument: cst.Arg, method: Method) -> str:
    if argument.star == "**":
        return ""
    if argument.star or place >= len(method.positional):
        raise NotMoved("call_by_position")
    return "" if method.by_position and place == 0 else method.positional[place]


def _named(
    found: Arguments,
    place: int,
    argument: cst.Arg,
    method: Method,
    deployment: str,
    given: set[str],
) -> None:
    assert argument.keyword
    old = argument.keyword.value
    new = "model" if old == deployment else method.renamed.get(old, _RENAMED.get(old, old))
    if old in OWN_SETTINGS:
        found.settings[old] = argument.value
    elif _is_superseded(old, deployment, given):
        found.dropped.append(old)
    elif new in method.keywords or new in CALL_OPTIONS:
        found.names[place] = new
    else:
        found.body.append(place)


def _is_superseded(name: str, deployment: str, given: set[str]) -> bool:
    """Another argument says the same and counted in 0.28; or nothing takes it today."""
    if name in ("model", *_DEPLOYMENTS):
        return bool(deployment) and name != deployment
    if name == "timeout":
        return "request_timeout" in given
    return name in ("request_id", FILE_NAME)


def flag(source: Source, call: cst.Call, method: Method, edits: Edits) -> None:
    """Tell of what works but has been superseded, and of what could not be seen."""
    for each in call.args:
        line = source.line(each)
        if each.star == "**":
            edits.left_open(line, "splat", code=source.text(each.value))
        elif each.keyword and method.result == "chat":
            _flag_deprecated(line, each.keyword.value, edits)
        if each.keyword and each.keyword.value in ("model", "engine"):
            _flag_model(line, each.value, edits)


def _flag_deprecated(line: int, name: str, edits: Edits) -> None:
    row = BY_NAME.get(name)
    if row and row.deprecated:
        if row.replaced_by:
            edits.left_open(line, "deprecated_for", name=name, names=", ".join(row.replaced_by))
        else:
            edits.left_open(line, "deprecated", name=name)


def _flag_model(line: int, value: cst.BaseExpression, edits: Edits) -> None:
    name = value.evaluated_value if isinstance(value, cst.SimpleString) else ""
    if isinstance(name, str) and (name in _RETIRED_MODELS or name.startswith(_RETIRED)):
        edits.left_open(line, "retired_model", name=name)
