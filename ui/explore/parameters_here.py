"""What the chosen model made of a parameter here, from tests and from refusals."""

from dataclasses import dataclass
from typing import Literal

from backends.errors import BackendError
from backends.learned import Habits, by_completion, first_habits
from backends.parameter_types import Endpoint, Parameter
from backends.probe import Probeable
from backends.probe_types import UNKNOWN, Ability, AbilityName, Probe
from ui.asking import Asking
from ui.explore.model_rows import LEARNED_FROM, day
from ui.explore.models_panel import why_text
from ui.texts import Language, say

State = Literal[
    "accepted",
    "without_effect",
    "refused",
    "dropped",
    "renamed",
    "value_refused",
    "untested",
    "unsent",  # Parley never calls the API
]
CHANGED: frozenset[State] = frozenset(
    {"without_effect", "refused", "dropped", "renamed", "value_refused"}
)
TESTED: dict[str, AbilityName] = {name: ability for ability, name in LEARNED_FROM.items()}
TESTED["stream"] = "streaming"
SENT_IN_EVERY_TEST = ("model", "messages")
MOST_VALUES = 5
LONGEST_VALUE = 40


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one model at one server.

    habits: how it wants its chats. completing: its legacy completions; `None`: nothing was
    refused there. probe: `None`: it was not tested.
    """

    habits: Habits
    completing: Habits | None = None
    probe: Probe | None = None


@dataclass(frozen=True, slots=True)
class Here:
    """name: what it is sent as. values: those that were refused. day: of the test, "" without.

    usual: nothing was refused; servers of this kind are known to want it so.
    """

    state: State
    name: str = ""
    values: tuple[str, ...] = ()
    day: str = ""
    usual: bool = False
    ability: Ability = UNKNOWN


def evidence_of(asking: Asking, model: str) -> Evidence | None:
    """model: as it was chosen or typed; `None`: there is no such server."""
    try:
        server, own_name = asking.catalog.split(asking.full_name(model))
    except BackendError:
        return None
    backend = asking.backends[server]
    learned = dict(backend.learned()) if isinstance(backend, Probeable) else dict[str, Habits]()
    return Evidence(
        learned.get(own_name) or first_habits(backend.server.kind),
        learned.get(by_completion(own_name)),
        asking.probes.of(backend.server, own_name),
    )


def here(row: Parameter, endpoint: Endpoint, evidence: Evidence) -> Here:
    match endpoint:
        case "chat":
            return _in_chat(row.name, evidence)
        case "completions":
            return _refused(row.name, evidence.completing) or Here("untested")
        case "embeddings":
            return Here("untested")
        case "responses":
            return Here("unsent")


def _in_chat(name: str, evidence: Evidence) -> Here:
    """What is done now counts before what a test once found."""
    habits, tested = evidence.habits, _tested(name, evidence.probe)
    if refused := _refused(name, habits):
        return refused
    if sent := habits.renamed.get(name):
        return Here("renamed", sent, usual=name not in habits.refused_names)
    return tested


def _refused(name: str, habits: Habits | None) -> Here | None:
    if habits is None:
        return None
    if name == "stream_options" and habits.without_usage:
        return Here("dropped")
    if {name, habits.renamed.get(name)} & habits.dropped:
        return Here("dropped")
    values = sorted(value for each, value in habits.refused_values if each == name)
    return Here("value_refused", values=tuple(values)) if values else None


def _tested(name: str, probe: Probe | None) -> Here:
    if probe is None:
        return Here("untested")
    tested_on = day(probe.tested_at)
    always = name in SENT_IN_EVERY_TEST and probe.answers.state == "yes"
    ability = probe.answers if always else UNKNOWN
    if name in TESTED:
        ability = probe.ability(TESTED[name])
    match ability.state:
        case "yes":
            return Here("accepted", day=tested_on, ability=ability)
        case "no":
            state = "without_effect" if ability.why == "without_effect" else "refused"
            return Here(state, day=tested_on, ability=ability)
        case "unknown":
            return Here("untested")


def asked_of(row: Parameter, endpoint: Endpoint | None) -> Endpoint:
    """Which API call a row of the table is about: the filter's, else one that Parley uses."""
    if endpoint is not None:
        return endpoint
    used: list[Endpoint] = [each for each in row.endpoints if each != "responses"]
    return used[0] if used else "responses"


def here_text(found: Here, language: Language) -> str:
    values = [value[:LONGEST_VALUE] for value in found.values[:MOST_VALUES]]
    more = " …" if len(found.values) > MOST_VALUES else ""
    return say(
        language,
        f"here_{found.state}",
        date=found.day,
        name=found.name,
        values=", ".join(values) + more,
    )


def source_text(row: Parameter, found: Here, language: Language) -> str:
    """How it is known, where the words for it do not tell; "" for nothing more to say."""
    if found.usual:
        return say(language, "here_usual")
    if found.state in ("dropped", "renamed", "value_refused"):
        return say(language, "source_learned")
    if found.state == "accepted" and row.name == "response_format":
        return say(language, "here_with_schema")
    if found.ability.error or found.ability.why == "not_seen":
        return why_text(TESTED.get(row.name), found.ability, language)
    return ""
