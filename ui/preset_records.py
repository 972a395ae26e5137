"""Settings on the page as presets, and presets as settings on the page. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from backends.parameters import problems
from store.preset_files import MOST_BYTES, write_presets
from store.preset_types import Preset, PresetColumn
from ui.asking import WrongParameters
from ui.compare_asking import ColumnRefused
from ui.compare_session import SETTINGS, CompareSession
from ui.session import Choice

NOTHING: Mapping[str, Any] = {}


def chat_preset(name: str, model: str, system: str, parameters: Mapping[str, Any]) -> Preset:
    """model: "" for the one that is chosen when it is applied.

    Raises `WrongParameters` for values that may not be sent.
    """
    if found := problems(parameters):
        raise WrongParameters(found)
    return Preset(name=name, model=model, system=system, parameters=parameters)


def columns_preset(name: str, session: CompareSession) -> Preset:
    """The columns with the settings that hold now; one that is the same for all stands once.

    Raises `WrongParameters`, or `ColumnRefused` for values that are a column's own.
    """
    same_system, same_parameters = (setting in session.same for setting in SETTINGS)
    if same_parameters and (found := problems(session.shared.parameters)):
        raise WrongParameters(found)
    columns: list[PresetColumn] = []
    for at, lane in enumerate(session.lanes):
        parameters = NOTHING if same_parameters else lane.choice.parameters
        if found := problems(parameters):
            raise ColumnRefused(at, WrongParameters(found))
        system = "" if same_system else lane.choice.system
        columns.append(PresetColumn(model=lane.choice.model, system=system, parameters=parameters))
    return Preset(
        name=name,
        kind="columns",
        system=session.shared.system if same_system else "",
        parameters=session.shared.parameters if same_parameters else {},
        columns=tuple(columns),
        same_system=same_system,
        same_parameters=same_parameters,
    )


def put_columns(session: CompareSession, preset: Preset, model: Callable[[], str]) -> None:
    """The preset's columns in the place of all that is there, as a comparison not yet begun.

    model: gives one for each column that names none.
    """
    session.put(column.model for column in preset.columns)
    session.keeper = None
    session.swept = False
    session.shared = Choice("", preset.system, preset.parameters)
    same = zip(SETTINGS, (preset.same_system, preset.same_parameters), strict=True)
    session.same = {setting for setting, is_same in same if is_same}
    for lane, column in zip(session.lanes, preset.columns, strict=True):
        lane.choice = Choice(column.model or model(), column.system, column.parameters)


def put_on_all(session: CompareSession, preset: Preset) -> None:
    """What a preset for the chat says, from now on for all columns; what was said stays."""
    session.editing = None  # else what stands in the panel would come back
    session.shared = Choice("", preset.system, preset.parameters)
    session.same = set(SETTINGS)


def is_too_large(preset: Preset) -> bool:
    """No file with it could be imported."""
    return len(write_presets([preset]).encode()) > MOST_BYTES
