"""What is read of a caught exception: `e.http_status` becomes `e.status_code`."""

from collections.abc import Iterator

import libcst as cst

from ui.migration.edits import Edits
from ui.migration.errors import Errors
from ui.migration.legacy_names import STATUS_ERRORS
from ui.migration.rebuilding import dotted, getattr_of
from ui.migration.source import Source

_TELLING = frozenset({"http_status", "http_body", "json_body", "user_message"})
"""Nothing else is likely to be called so."""
_MESSAGE = frozenset({"user_message", "_message"})
_OF_RESPONSE = {
    "http_status": "status_code",
    "headers": "response.headers",
    "http_body": "response.text",
    "user_message": "message",
    "_message": "message",
}
_OPTIONAL = {"http_status": "status_code", "request_id": "request_id"}
"""Only some of several errors come with a response."""
_LOST = frozenset({"json_body", "http_body", "error", "organization", "headers"})


class ErrorReading:
    """Edits attributes of the name that a handler gives to its error."""

    def __init__(self, source: Source, errors: Errors, edits: Edits) -> None:
        self._source, self._errors, self._edits = source, errors, edits
        self._known: set[cst.Attribute] = set()

    def edit(self) -> None:
        for handler in self._source.of(cst.ExceptHandler):
            names = self._errors.caught(handler)
            given = handler.name.name if handler.name else None
            if names and isinstance(given, cst.Name):
                for node in self._reads(handler, given.value):
                    self._known.add(node)
                    self._read(node, names)
        for node in self._source.of(cst.Attribute):
            if node.attr.value in _TELLING and node not in self._known:
                self._leave(node)

    def _reads(self, handler: cst.ExceptHandler, name: str) -> Iterator[cst.Attribute]:
        for node in self._source.of(cst.Attribute):
            if isinstance(node.value, cst.Name) and node.value.value == name:
                if self._source.nearest(node, cst.ExceptHandler) is handler:
                    yield node

    def _read(self, node: cst.Attribute, names: set[str]) -> None:
        old = node.attr.value
        if names <= STATUS_ERRORS:
            self._read_of_response(node, old)
        elif old in _OPTIONAL:
            self._replace(node, getattr_of(node.value, _OPTIONAL[old], None))
        elif old in _MESSAGE and "OpenAIError" in names:
            self._replace(node, dotted(f"str({self._source.text(node.value)})"))
        elif old in _MESSAGE:
            self._becomes(node, "message")
        elif old in _LOST:
            self._leave(node)

    def _read_of_response(self, node: cst.Attribute, old: str) -> None:
        whole = self._error_of(node) if old == "json_body" else None
        if whole is not None:
            self._replace(whole, dotted(f"{self._source.text(node.value)}.body"))
        elif old in _OF_RESPONSE:
            self._becomes(node, _OF_RESPONSE[old])
        elif old in _LOST:
            self._leave(node)

    def _leave(self, node: cst.Attribute) -> None:
        line = self._source.line(node)
        self._edits.left_open(line, "error_read", code=self._source.text(node))

    def _error_of(self, node: cst.Attribute) -> cst.Subscript | None:
        """`e.json_body["error"]`, which is the `e.body` of today."""
        match parent := self._source.parent(node):
            case cst.Subscript(
                slice=[cst.SubscriptElement(slice=cst.Index(value=cst.SimpleString() as word))]
            ) if word.evaluated_value == "error":
                return parent
            case _:
                return None

    def _becomes(self, node: cst.Attribute, name: str) -> None:
        self._replace(node, dotted(f"{self._source.text(node.value)}.{name}"))

    def _replace(self, node: cst.BaseExpression, made: cst.BaseExpression) -> None:
        before, after = self._source.text(node), self._source.text(made)
        self._edits.at(node, lambda _: made)
        self._edits.changed(self._source.line(node), "error", before=before, after=after)
