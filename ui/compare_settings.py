"""In what the settings of columns differ, in one line each. Pure."""

import json
from collections.abc import Sequence
from typing import Any

from ui.session import Choice
from ui.texts import Language, say

LONGEST = 32  # characters of a value; the panel shows it all
MISSING = object()


def differences(choices: Sequence[Choice], language: Language) -> list[str]:
    """For each choice what it does not share with all others, such as "temperature 0.5".

    Models are not settings. A parameter that only others set is shown as "–".
    """
    names = list(dict.fromkeys(name for choice in choices for name in choice.parameters))
    differing = [name for name in names if _differ(_values(choices, name))]
    systems = _differ([choice.system.strip() for choice in choices])
    return [
        " · ".join(
            [
                *([_system(choice.system, language)] if systems else []),
                *(f"{name} {_short(choice.parameters.get(name, MISSING))}" for name in differing),
            ]
        )
        for choice in choices
    ]


def _values(choices: Sequence[Choice], name: str) -> list[Any]:
    return [choice.parameters.get(name, MISSING) for choice in choices]


def _differ(values: Sequence[Any]) -> bool:
    return any(value != values[0] for value in values)


def _short(value: Any) -> str:
    if value is MISSING:
        return "–"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return _cut(text)


def _system(system: str, language: Language) -> str:
    text = _cut(" ".join(system.split()))
    return say(language, "own_system", text=text) if text else say(language, "no_system")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
