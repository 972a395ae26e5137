"""Holds a recorded request against the published description of the API it was sent to.

The descriptions lie in ../shared/specs, beside the repository. They are megabytes, so
each is read when first needed, and only what an operation's request refers to is kept.
"""

import functools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import yaml
from jsonschema import Draft202012Validator, exceptions
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.routes import Family, Operation, route_of
from tests.wire import Recorded

SHARED = Path(__file__).parents[2] / "shared"
SPECS: dict[Family, str] = {
    "openai": "openai.json",
    "azure-v1": "azure-v1.json",
    "azure": "azure-2024-10-21.yaml",
}
PATHS: dict[Operation, str] = {
    "chat": "/chat/completions",
    "completions": "/completions",
    "embeddings": "/embeddings",
}
HOME = "urn:spec"
PREFIX = "#/components/schemas/"

Schema = dict[str, Any]


def available() -> bool:
    return all((SHARED / "specs" / name).is_file() for name in SPECS.values())


def validate(
    request: Recorded,
    *,
    extra: Iterable[str] = (),
    known: frozenset[str] | None = None,
) -> None:
    """Raise AssertionError where `request` is not what the API's description allows.

    extra: top-level fields that are sent on purpose although no description has them.
    known: the top-level fields there are; `None` takes them from the description.
    Requests to which no description applies, such as lists of models, pass.
    """
    route = route_of(request)
    if route is None or route.operation not in PATHS:
        return
    place = f"{request.method} {request.path} (request {request.number})"
    assert request.body, f"{place}: the body is no JSON object"
    loaded = validator(route.family, route.operation)
    if loaded is None:
        return
    checker, fields = loaded
    allowed = (fields if known is None else known) | set(extra)
    unknown = sorted(request.body.keys() - allowed)
    assert not unknown, f"{place}: the API knows no {', '.join(unknown)}"
    fault = cast(Any, exceptions).best_match(checker.iter_errors(request.body))
    assert fault is None, f"{place}: {fault.json_path}: {fault.message}"


def validate_all(requests: Iterable[Recorded], *, extra: Iterable[str] = ()) -> None:
    """The same for all that a server was sent; nothing where the descriptions are absent."""
    if available():
        for request in tuple(requests):
            validate(request, extra=extra)


@functools.cache
def validator(family: Family, operation: Operation) -> tuple[Any, frozenset[str]] | None:
    """A validator of an operation's request, and the fields that it knows.

    `None` where the API's description has no such operation.
    """
    document = load(SPECS[family])
    name = request_schema(document, PATHS[operation])
    if name is None:
        return None
    schemas = closure(document["components"]["schemas"], name)
    fields = frozenset(properties(schemas, {"$ref": PREFIX + name}))
    if family == "azure":
        fields |= {"model"}  # clients send it along; the deployment in the path decides
    resource = DRAFT202012.create_resource({"components": {"schemas": schemas}})
    registry = cast(Any, Registry)().with_resource(HOME, resource)
    root = {"$ref": f"{HOME}{PREFIX}{name}"}
    return Draft202012Validator(root, registry=registry), fields


@functools.cache
def load(name: str) -> Schema:
    text = (SHARED / "specs" / name).read_text(encoding="utf-8")
    if name.endswith(".json"):
        return json.loads(text)
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def request_schema(document: Schema, operation: str) -> str | None:
    """Name of the schema that the body of `operation` must follow."""
    for path, methods in document["paths"].items():
        if path.removeprefix("/deployments/{deployment-id}") == operation:
            content = methods["post"]["requestBody"]["content"]["application/json"]
            name = content["schema"].get("$ref", operation.strip("/")).removeprefix(PREFIX)
            # One that is written in its place is put where the others are, to be found there.
            document["components"]["schemas"].setdefault(name, content["schema"])
            return name
    return None


def closure(schemas: Schema, name: str) -> Schema:
    """`name` and every schema that it refers to, `nullable` rewritten."""
    found: Schema = {}
    waiting = [name]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = modern(schemas[name])
            waiting.extend(references(found[name]))
    return found


def references(node: Any) -> Iterator[str]:
    """Names of the schemas that `node` refers to anywhere."""
    if isinstance(node, dict):
        branch = cast(Schema, node)
        if isinstance(branch.get("$ref"), str):
            yield branch["$ref"].removeprefix(PREFIX)
        for child in branch.values():
            yield from references(child)
    elif isinstance(node, list):
        for child in cast(list[Any], node):
            yield from references(child)


def modern(node: Any) -> Any:
    """OpenAPI 3.0's `nullable: true`, which JSON Schema does not know, in its own words."""
    if isinstance(node, list):
        return [modern(child) for child in cast(list[Any], node)]
    if not isinstance(node, dict):
        return node
    branch = cast(Schema, node)
    flag = branch.get("nullable")
    if isinstance(flag, bool):
        branch = {key: value for key, value in branch.items() if key != "nullable"}
    changed = {key: modern(value) for key, value in branch.items()}
    if flag is True:
        return {"anyOf": [changed, {"type": "null"}]}
    return changed


def properties(schemas: Schema, node: Schema) -> Iterator[str]:
    """Names of the fields of an object that may be put together from several schemas."""
    if "$ref" in node:
        yield from properties(schemas, schemas[node["$ref"].removeprefix(PREFIX)])
    yield from node.get("properties", {})
    for part in node.get("allOf", []):
        yield from properties(schemas, part)
