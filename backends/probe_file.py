"""What tests of models found out, kept for all pages, and on disk where there is a file.

The file is a convenience: what cannot be read of it is left out, and where it cannot be
written the results stay in memory until the program ends.
"""

import hashlib
import json
import logging
import os
import tempfile
import threading
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from math import isfinite
from pathlib import Path
from typing import Any, get_args

from backends import errors
from backends.counts import as_list, as_object, count
from backends.errors import BackendError
from backends.probe_types import ABILITIES, UNKNOWN, Ability, Probe, State, Why
from backends.server import Server

log = logging.getLogger(__name__)

VERSION = 1
MOST = 2_000  # results; the oldest go first
MOST_BYTES = 10_000_000
KINDS = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, BackendError)
}
YEAR_10000 = 253_402_300_800.0

Key = tuple[str, str, str]  # server, digest of its address, model


class Probes:
    """file: `None` keeps them in memory alone. changes: how often they have changed."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._found = _read(file) if file else {}
        self.changes = 0

    def of(self, server: Server, model: str) -> Probe | None:
        """A server that has moved to another address may have another model by that name."""
        return self._found.get(_key(server, model))

    def keep(self, server: Server, model: str, found: Probe) -> None:
        """In the place of an earlier result. Never raises; what fails is logged."""
        with self._lock:
            key = _key(server, model)
            self._found = {k: v for k, v in self._found.items() if k != key} | {key: found}
            self._found = dict(list(self._found.items())[-MOST:])
            self.changes += 1
            if self._file:
                try:
                    _write(self._file, self._found)
                except OSError as error:
                    log.warning("what a test found out is not kept: %s", error.strerror)


def _key(server: Server, model: str) -> Key:
    """The address may hold a password, so only its digest is kept."""
    return server.name, hashlib.sha256(server.base_url.encode()).hexdigest()[:16], model


def _write(file: Path, found: dict[Key, Probe]) -> None:
    """Whole or not at all, for the file's owner alone."""
    plain = {"version": VERSION, "models": [_plain(key, probe) for key, probe in found.items()]}
    content = json.dumps(plain, ensure_ascii=True, indent=0).encode()
    number, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")  # mode 0600
    try:
        with os.fdopen(number, "wb") as written:
            written.write(content)
        os.replace(name, file)
    except OSError:
        with suppress(OSError):
            os.unlink(name)
        raise


def _read(file: Path) -> dict[Key, Probe]:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise ValueError
        plain = as_object(json.loads(file.read_bytes()))
    except OSError:  # mostly there is none yet; else writing will say so
        return {}
    except (ValueError, RecursionError):
        log.warning("%s cannot be read; what was tested is to be tested again", file.name)
        return {}
    found: dict[Key, Probe] = {}
    for row in map(as_object, as_list(plain.get("models"))[-MOST:]):
        with suppress(ValueError, TypeError, KeyError, IndexError):  # one row is damaged
            key = (_text(row["server"]), _text(row["address"]), _text(row["model"]))
            found[key] = _probe(row)
    return found


def _plain(key: Key, probe: Probe) -> dict[str, Any]:
    server, address, model = key
    return {
        "server": server,
        "address": address,
        "model": model,
        "tested_at": probe.tested_at,
        "requests": probe.requests,
        "answers": _plain_ability(probe.answers),
        "abilities": {name: _plain_ability(each) for name, each in probe.abilities.items()},
        "seconds_to_first_token": probe.seconds_to_first_token,
        "tokens_per_second": probe.tokens_per_second,
        "input_tokens": probe.input_tokens,
        "output_tokens": probe.output_tokens,
        "usd": None if probe.usd is None else str(probe.usd),
    }


def _probe(row: dict[str, Any]) -> Probe:
    """Raises `ValueError`, `TypeError` or `KeyError` for what no test has written."""
    tested_at = _measure(row["tested_at"])
    if tested_at is None or tested_at >= YEAR_10000:
        raise ValueError
    abilities = as_object(row["abilities"])
    return Probe(
        tested_at=tested_at,
        requests=count(row["requests"]) or 0,
        answers=_ability(row["answers"]),
        abilities={name: _ability(abilities[name]) for name in ABILITIES if name in abilities},
        seconds_to_first_token=_measure(row["seconds_to_first_token"]),
        tokens_per_second=_measure(row["tokens_per_second"]),
        input_tokens=count(row["input_tokens"]) or 0,
        output_tokens=count(row["output_tokens"]) or 0,
        usd=_money(row["usd"]),
        complete=True,
    )


def _plain_ability(ability: Ability) -> list[Any]:
    error = ability.error
    told = [type(error).__name__, error.values] if error else []
    return [ability.state, ability.why, *told]


def _ability(value: Any) -> Ability:
    state, why, *told = as_list(value)
    if state not in get_args(State) or why not in get_args(Why):
        raise ValueError
    if not told:
        return Ability(state, why) if (state, why) != ("unknown", "") else UNKNOWN
    error = KINDS.get(_text(told[0]), BackendError)(**as_object(told[1]))
    str(error)  # every placeholder of its sentences must be filled
    return Ability(state, why, error)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _measure(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    if not isfinite(value) or value < 0:
        raise ValueError
    return float(value)


def _money(value: Any) -> Decimal | None:
    if value is None:
        return None
    try:
        amount = Decimal(_text(value))
    except InvalidOperation:
        raise ValueError from None
    if not amount.is_finite() or amount < 0:
        raise ValueError
    return amount
