"""What came of a run as CSV: its outputs, and the figures of its values. Pure."""

from collections.abc import Sequence

from ui.effects import NOT_SET, Effect, Lengths, finish_of, text_of, was_unsent
from ui.explore.effect_run import EffectRun
from ui.explore.effect_words import value_text
from ui.reply import LiveReply
from ui.spreadsheets import Cell, csv_text
from ui.text_measures import words_of

OUTPUT_COLUMNS = (
    "model", "parameter", "value", "sent", "sample", "status", "finish_reason", "output_tokens",
    "words", "characters", "seconds_to_first_token", "seconds", "cost_usd", "error", "text",
)  # fmt: skip
FIGURE_COLUMNS = (
    "model", "parameter", "value", "sent", "samples", "complete", "failed", "output_tokens_mean",
    "output_tokens_median", "words_mean", "words_median", "characters_mean", "characters_median",
    "distinct_1", "distinct_2", "identical", "similarity", "finish_reasons",
    "seconds_to_first_token_median", "cost_usd_mean",
)  # fmt: skip


def outputs_csv(run: EffectRun) -> str:
    """A line for each reply, also those that failed. Empty means not known."""
    plan = run.plan
    lines: list[Sequence[Cell]] = [OUTPUT_COLUMNS]
    for row in run.rows:
        for at, reply in enumerate(row.replies, start=1):
            if reply:
                sent = _sent(row.value, was_unsent(reply, plan.parameter))
                known = (plan.model, plan.parameter, _value(row.value), sent, at)
                lines.append((*known, *_output(reply)))
    return csv_text(lines)


def figures_csv(run: EffectRun) -> str:
    """A line for each value. Empty means not known."""
    plan = run.plan
    lines = [(plan.model, plan.parameter, *_figures(effect)) for effect in run.effects]
    return csv_text([FIGURE_COLUMNS, *lines])


def _output(reply: LiveReply) -> Sequence[Cell]:
    figures, text = reply.figures(), text_of(reply)
    return (
        reply.status,
        finish_of(reply),
        None if figures.estimated else figures.output_tokens,
        len(words_of(text)),
        len(text),
        figures.seconds_to_first_token,
        figures.seconds,
        figures.cost_usd,
        str(reply.error) if reply.error else "",
        text,
    )


def _figures(effect: Effect) -> Sequence[Cell]:
    return (
        _value(effect.value),
        _sent(effect.value, effect.unsent > 0),
        effect.wanted,
        effect.complete,
        effect.failed,
        *_lengths(effect.tokens),
        *_lengths(effect.words),
        *_lengths(effect.characters),
        effect.distinct_1,
        effect.distinct_2,
        effect.identical,
        effect.similarity,
        ", ".join(f"{reason} {count}" for reason, count in effect.finishes),
        effect.first.median if effect.first else None,
        effect.cost,
    )


def _value(value: object) -> Cell:
    return value if isinstance(value, str | bool | int | float) else value_text(value, "en")


def _sent(value: object, unsent: bool) -> bool:
    return value is not NOT_SET and not unsent


def _lengths(found: Lengths | None) -> Sequence[Cell]:
    return (found.mean, found.median) if found else (None, None)
