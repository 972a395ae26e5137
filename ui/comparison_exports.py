"""A comparison as files to take away: CSV and Markdown. Pure."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from store.markdown import closed, fenced
from ui.figures import Figures, dollars, seconds, speed
from ui.languages import Language
from ui.reply import Status
from ui.spreadsheets import Cell, csv_text, without_halves
from ui.texts_of_measures import MEASURE_WORDS

# Half of a character has no bytes, and some readers take the others for the end of a line.
ESCAPED_IN_JSON = re.compile("[\ud800-\udfff\u0085\u2028\u2029]")
COLUMNS = (
    *("column", "model", "system", "parameters", "prompt", "status"),
    *("seconds_to_first_token", "seconds", "tokens_per_second"),
    *("input_tokens", "output_tokens", "reasoning_tokens", "cached_tokens"),
    *("output_tokens_estimated", "cost_usd", "error"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedLane:
    """One reply of one column; a comparison of several turns has several for each.

    name: what the column is called, such as "A". model: `backend:model`.
    prompt: the message that was replied to.
    error: the sentence for what went wrong, "" for nothing.
    """

    name: str
    model: str
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    system: str = ""
    prompt: str
    reply: str
    figures: Figures
    status: Status
    error: str = ""


def figures_csv(lanes: Iterable[ExportedLane]) -> str:
    """A line for each reply, with names of columns as in the API; empty means not known."""
    return csv_text([COLUMNS, *(_line(lane) for lane in lanes)])


def comparison_markdown(lanes: Sequence[ExportedLane], language: Language = "en") -> str:
    """The figures side by side in a table, then each prompt with its replies below it.

    Prompts and replies are as they came; a code block that a reply left open is closed, so
    that it does not swallow the next.
    """
    blocks = [f"# {_word('export_title', language)}", _table(lanes, language)]
    for prompt in dict.fromkeys(lane.prompt for lane in lanes):
        blocks += [f"## {_word('export_prompt', language)}", closed(prompt)]
        for lane in lanes:
            if lane.prompt == prompt:
                blocks += _section(lane, language)
    return without_halves("\n\n".join(block for block in blocks if block)) + "\n"


def json_text(value: Mapping[str, Any]) -> str:
    """JSON in one line that can be written in UTF-8, whatever it says."""
    text = json.dumps(value, ensure_ascii=False)
    return ESCAPED_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _line(lane: ExportedLane) -> list[Cell]:
    figures = lane.figures
    return [
        lane.name,
        lane.model,
        lane.system,
        json_text(lane.parameters) if lane.parameters else "",
        lane.prompt,
        lane.status,
        figures.seconds_to_first_token,
        figures.seconds,
        figures.tokens_per_second,
        figures.input_tokens,
        figures.output_tokens,
        figures.reasoning_tokens,
        figures.cached_tokens,
        figures.estimated,
        figures.cost_usd,
        lane.error,
    ]


def _word(key: str, language: Language) -> str:
    return MEASURE_WORDS[key][language == "zh"]


def _table(lanes: Iterable[ExportedLane], language: Language) -> str:
    keys = ("column", "model", "status", "first", "total", "speed", "input", "output", "cost")
    head = [_word(f"export_{key}", language) for key in keys]
    rows = [head, ["---"] * len(head), *(_row(lane, language) for lane in lanes)]
    return "\n".join(f"| {' | '.join(map(_in_table, row))} |" for row in rows)


def _row(lane: ExportedLane, language: Language) -> list[str]:
    figures = lane.figures
    about = "≈" if figures.estimated else ""
    unknown = _word("export_unknown", language)
    first, rate = figures.seconds_to_first_token, figures.tokens_per_second
    return [
        lane.name,
        lane.model,
        _word(f"export_{lane.status}", language),
        unknown if first is None else seconds(first),
        seconds(figures.seconds),
        unknown if rate is None else about + speed(rate),
        unknown if figures.input_tokens is None else str(figures.input_tokens),
        unknown if figures.output_tokens is None else f"{about}{figures.output_tokens}",
        unknown if figures.cost_usd is None else dollars(figures.cost_usd),
    ]


def _in_table(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").split())


def _section(lane: ExportedLane, language: Language) -> list[str]:
    """Its heading, what it was asked with, the reply, what went wrong."""
    return [
        f"### {' '.join(f'{lane.name} · {lane.model}'.split())}",
        fenced(json_text(lane.parameters), "json") if lane.parameters else "",
        f"{_word('export_system', language)}\n\n{fenced(lane.system)}" if lane.system else "",
        closed(lane.reply),
        f"**{_word('export_error', language)}** {lane.error}" if lane.error else "",
    ]
