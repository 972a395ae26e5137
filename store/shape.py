"""Values of `store.types` as plain JSON values, and back with every field checked.

Used for files, where anything may come in, and for the columns that hold JSON. A field
that is absent takes its default, so that what an earlier Parley wrote can be read.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from store.errors import Flaw, NotReadable

HIDDEN = "[hidden]"
MOST_LEVELS = 24
MOST = 2**53  # whole numbers beyond it are not the same in every reader of JSON
_SECRET_NAME = re.compile(
    r"(x-)?(api|access|secret)[-_]?key|(proxy-)?authorization|password|passwd|secret"
    r"|(access|auth|api|refresh|bearer)[-_]?token|client[-_]secret",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"-?\d{1,30}(\.\d{1,60})?(E[+-]\d{1,2})?", re.ASCII)


def well_formed(text: str) -> str:
    """`text` with lone halves of surrogate pairs, which no file can hold, as U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def to_plain(value: Any, levels: int = MOST_LEVELS) -> Any:
    """What `json.dumps` takes, always in the same order. Money becomes text.

    levels: how deep mappings and sequences may nest; what lies deeper is left out.
    """
    match value:
        case None | bool() | int():
            return value
        case float() | Decimal():
            return _plain_number(value)
        case str():
            return well_formed(value)
        case Mapping():
            return _plain_mapping(cast(Mapping[Any, Any], value), levels)
        case Sequence():
            items = cast(Sequence[Any], value) if levels else ()
            return [to_plain(item, levels - 1) for item in items]
        case _ if is_dataclass(value):
            return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            return well_formed(str(value))


def _plain_number(value: float | Decimal) -> float | str | None:
    if not math.isfinite(value):
        return None
    return str(value) if isinstance(value, Decimal) else value


def _plain_mapping(mapping: Mapping[Any, Any], levels: int) -> dict[str, Any]:
    """Sorted by name. A parameter whose name says that it is a secret is not kept."""
    named = {well_formed(str(name)): value for name, value in mapping.items()} if levels else {}
    return {
        name: HIDDEN if _SECRET_NAME.fullmatch(name) else to_plain(named[name], levels - 1)
        for name in sorted(named)
    }


def from_plain(kind: Any, value: Any, place: str = "") -> Any:
    """A value of `kind` from what `json.loads` gave; `NotReadable` names the place.

    kind: a dataclass, or the type of one of its fields.
    """
    origin = get_origin(kind)
    if is_dataclass(kind):
        return _record(cast(type, kind), value, place)
    if origin in (UnionType, Union):  # the second where a `Literal` is part of it
        if value is None:
            return None
        return from_plain(_without_none(kind), value, place)
    if origin is Literal:
        return _check(isinstance(value, str) and value in get_args(kind), value, place)
    if origin is tuple:
        return _items(get_args(kind)[0], value, place)
    if origin is Mapping:
        _check(isinstance(value, dict), value, place)
        return _anything(value, place)
    return _simple(kind, value, place)


def _without_none(kind: Any) -> Any:
    return next(choice for choice in get_args(kind) if choice is not NoneType)


def _record(kind: type, value: Any, place: str) -> Any:
    _check(isinstance(value, dict), value, place)
    given = cast(dict[str, Any], value)
    known = {field.name: field for field in fields(kind)}
    for name in given:
        if name not in known:
            raise NotReadable("unknown_field", within(place, name))
    for name, field in known.items():
        if name not in given and _required(field):
            raise NotReadable("missing_field", within(place, name))
    kinds = _kinds(kind)
    return kind(
        **{name: from_plain(kinds[name], given[name], within(place, name)) for name in given}
    )


def _required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


@cache
def _kinds(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _items(kind: Any, value: Any, place: str) -> tuple[Any, ...]:
    _check(isinstance(value, list), value, place)
    items = cast(list[Any], value)
    return tuple(from_plain(kind, item, f"{place}[{at}]") for at, item in enumerate(items))


def _simple(kind: Any, value: Any, place: str) -> Any:
    if kind is bool:
        return _check(isinstance(value, bool), value, place)
    if kind is str:
        return well_formed(_check(isinstance(value, str), value, place))
    if kind is Decimal:
        return _decimal(value, place)
    _check(not isinstance(value, bool), value, place)
    if kind is int:
        _check(isinstance(value, int), value, place)
        return _check(-MOST <= value <= MOST, value, place, "out_of_range")
    _check(kind is float and isinstance(value, int | float), value, place)
    # The first comparison is false for NaN, and spares whole numbers that no float can hold.
    return float(_check(-1e300 <= value <= 1e300, value, place, "out_of_range"))


def _decimal(value: Any, place: str) -> Decimal:
    _check(isinstance(value, str), value, place)
    _check(_DECIMAL.fullmatch(value), value, place, "out_of_range")
    try:
        return Decimal(value)
    except InvalidOperation:
        raise NotReadable("out_of_range", place) from None


def _anything(value: Any, place: str) -> Any:
    """Any JSON value, as request parameters are."""
    match value:
        case str():
            return well_formed(value)
        case float():
            return _check(math.isfinite(value), value, place, "out_of_range")
        case list():
            items = cast(list[Any], value)
            return [_anything(item, f"{place}[{at}]") for at, item in enumerate(items)]
        case dict():
            pairs = cast(dict[str, Any], value).items()
            return {well_formed(name): _anything(item, within(place, name)) for name, item in pairs}
        case _:
            return value


def within(place: str, name: str) -> str:
    """The path of a field; a name that could be anything is shortened and made one line."""
    name = " ".join(well_formed(name[:60]).split())
    return f"{place}.{name}" if place else name


def _check(fits: object, value: Any, place: str, reason: Flaw = "wrong_type") -> Any:
    if not fits:
        raise NotReadable(reason, place)
    return value
