"""Fields of JSON whose format others make: what is absent or null is empty, what is of another
type is refused with its place, and what is not asked for is not looked at."""

from collections.abc import Iterable
from typing import Any, cast

from store.errors import NotReadable
from store.run_files import MOST_SECONDS
from store.shape import well_formed, within

Object = dict[str, Any]


def text_in(record: Object, name: str, place: str) -> str:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise NotReadable("wrong_type", within(place, name))
    return well_formed(value or "")


def object_in(record: Object, name: str, place: str) -> Object:
    value = record.get(name)
    if value is not None and not isinstance(value, dict):
        raise NotReadable("wrong_type", within(place, name))
    return cast(Object, value or {})


def list_in(record: Object, name: str, place: str) -> list[Any]:
    value = record.get(name)
    if value is not None and not isinstance(value, list):
        raise NotReadable("wrong_type", within(place, name))
    return cast(list[Any], value or [])


def time_in(record: Object, name: str, place: str) -> float:
    """Seconds since 1970; 0 where it is absent or null."""
    value = record.get(name)
    if value is None:
        return 0.0
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotReadable("wrong_type", within(place, name))
    if not 0 <= value < MOST_SECONDS:
        raise NotReadable("out_of_range", within(place, name))
    return float(value)


def any_text(record: Object, name: str) -> str:
    """The field if it is text, else ""."""
    value = record.get(name)
    return well_formed(value) if isinstance(value, str) else ""


def objects(values: Iterable[Any]) -> list[Object]:
    """Those of `values` that are objects."""
    return [cast(Object, value) for value in values if isinstance(value, dict)]


def one_line(text: str) -> str:
    return " ".join(well_formed(text).split())
