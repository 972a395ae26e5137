"""Which API and which operation a path stands for."""

import re
from dataclasses import dataclass
from typing import Literal

from tests.wire import Recorded

Family = Literal["openai", "azure", "azure-v1"]
Operation = Literal["models", "chat", "completions", "embeddings"]


@dataclass(frozen=True, slots=True)
class Route:
    """deployment: for Azure's classic API, which names it in the path; else ""."""

    family: Family
    operation: Operation
    deployment: str = ""


OPERATIONS: dict[str, tuple[str, Operation]] = {
    "models": ("GET", "models"),
    "chat/completions": ("POST", "chat"),
    "completions": ("POST", "completions"),
    "embeddings": ("POST", "embeddings"),
}
ROOTS: tuple[tuple[Family, str], ...] = (
    ("openai", r"/v1"),
    ("azure-v1", r"/openai/v1"),
    ("azure", r"/openai/deployments/(?P<deployment>[^/]+)"),
    ("azure", r"/openai"),
)


def route_of(request: Recorded) -> Route | None:
    """The operation that `request` asks for; `None` where no API has one there."""
    for family, root in ROOTS:
        found = re.fullmatch(root + r"/(?P<operation>[a-z/]+)", request.path)
        if found and found["operation"] in OPERATIONS:
            method, operation = OPERATIONS[found["operation"]]
            deployment = found.groupdict().get("deployment", "")
            if request.method == method and plausible(family, operation, deployment, request):
                return Route(family, operation, deployment)
    return None


def plausible(family: Family, operation: Operation, deployment: str, request: Recorded) -> bool:
    """Azure's classic API wants a version, and a deployment for all but the list of models."""
    if family != "azure":
        return True
    return "api-version" in request.query and (operation == "models") == (not deployment)
