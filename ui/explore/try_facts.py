"""What is known of a request that was tried: state, times, rate limits. Pure HTML.

Each fact has its place from the beginning, so nothing moves when it becomes known.
"""

from collections.abc import Mapping
from html import escape

from ui.figures import seconds, speed
from ui.rate_limits import RateLimit, rate_limits, seconds_until
from ui.reply import LiveReply
from ui.rows import cost_text, holding_text, tokens_text
from ui.texts import Language, say
from ui.trial import Trial

NOTHING = "–"  # not known yet
LONGEST_ID = 200  # characters
ABOUT = ("try_requests", "detail_served", "detail_request", "detail_finish", "try_received")
TIMES = (
    *("try_connect", "try_head", "try_first", "try_total"),
    *("try_speed", "try_tokens", "detail_cost"),
)
"""What there is to know, by the keys of its names."""


def facts_html(trial: Trial | None, reply: LiveReply | None, language: Language) -> str:
    """Of a request on its way, of one that has ended, or before any (`None`)."""
    about = _about(trial, reply, language) if trial and reply else {}
    times = _times(trial, reply, language) if trial and reply else {}
    state = {"try_state": say(language, "try_state_idle")}
    missing = say(language, "unknown") if reply and reply.status == "done" else NOTHING
    left = _list({**state, **dict.fromkeys(ABOUT, "")} | about, missing, language)
    right = _list(dict.fromkeys(TIMES, "") | times, NOTHING, language)
    return f'<div class="try-facts">{left}{right}{limits_html(trial, language)}</div>'


def limits_html(trial: Trial | None, language: Language) -> str:
    answer = trial.answer if trial else None
    headers: Mapping[str, str] = answer.headers if answer else {}
    missing = say(language, "unknown") if answer else NOTHING
    now = trial.told_at if trial else 0.0
    rows = "".join(_limit(limit, now, missing, language) for limit in rate_limits(headers))
    title = escape(say(language, "try_limits"))
    heads = "".join(
        f'<th scope="col">{escape(say(language, key))}</th>'
        for key in ("try_limit", "try_left", "try_reset")
    )
    hint = escape(say(language, "try_limits_hint"))
    return (
        f'<div class="try-limits" tabindex="0" role="region" aria-label="{title}"><table>'
        f"<caption>{title} <span>{hint}</span></caption>"
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _limit(limit: RateLimit, now: float, missing: str, language: Language) -> str:
    names = {"requests": "try_limit_requests", "tokens": "try_limit_tokens", "": "try_limit_all"}
    name = say(language, names[limit.name]) if limit.name in names else limit.name
    wait = seconds_until(limit.reset, now) if limit.reset else None
    reset = limit.reset if wait is None else wait_text(wait, language)
    if not (limit.limit or limit.left or limit.reset):
        cells = f'<td colspan="3">{escape(missing)}</td>'
        return f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>'
    cells = "".join(
        f'<td title="{escape(raw)}">{escape(shown or missing)}</td>'
        for shown, raw in (
            (grouped(limit.limit), limit.limit),
            (grouped(limit.left), limit.left),
            (reset, limit.reset),
        )
    )
    return f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>'


def grouped(number: str) -> str:
    """Digits in groups of three; anything else as it is."""
    return f"{int(number):,}" if number.isascii() and number.isdigit() else number


def wait_text(wait: float, language: Language) -> str:
    """Such as 12 ms, 6.2 s, 2 min 59 s, 1 h 2 min. wait: in seconds."""
    if wait < 1:
        return say(language, "try_milliseconds", count=f"{wait * 1000:.0f}")
    if wait < 59.5:
        return say(language, "try_seconds", seconds=f"{wait:.3g}")
    minutes, rest = divmod(round(wait), 60)
    if minutes < 60:
        return say(language, "try_minutes", minutes=minutes, seconds=rest)
    hours, minutes = divmod(minutes, 60)
    return say(language, "try_hours", hours=f"{hours:,}", minutes=minutes)


def size_text(size: int) -> str:
    """size: in bytes."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _about(trial: Trial, reply: LiveReply, language: Language) -> dict[str, str]:
    """By the keys of their names; "" is not known."""
    state = say(language, f"try_state_{reply.status}")
    if reply.holding:
        state = holding_text(reply.holding, language)
    finished = reply.finished
    lines = "try_lines_one" if trial.lines == 1 else "try_lines"
    answer = trial.answer
    known = reply.request_id or (answer.headers.get("x-request-id", "") if answer else "")
    if answer and not known:
        known = say(language, "unknown")
    return {
        "try_state": state,
        "try_requests": _requests(trial, reply, language),
        "detail_served": finished.model if finished else "",
        "detail_request": known[:LONGEST_ID],
        "detail_finish": finished.raw_reason if finished else "",
        "try_received": say(language, lines, count=trial.lines, size=size_text(trial.size)),
    }


def _requests(trial: Trial, reply: LiveReply, language: Language) -> str:
    """How many, and what each was answered: "2 (400 → 200)"."""
    statuses = [
        str(each.answer.status)
        if each.answer
        else say(language, "try_no_answer")
        if each is not trial.last or reply.ended
        else "…"
        for each in trial.attempts
    ]
    answers = f" ({' → '.join(statuses)})" if statuses else ""
    return f"{len(statuses)}{answers}"


def _times(trial: Trial, reply: LiveReply, language: Language) -> dict[str, str]:
    figures = reply.figures()

    rate = figures.tokens_per_second
    tokens = tokens_text(figures, language) if figures.output_tokens else ""
    return {
        "try_connect": time_text(trial.seconds_to_connect, language),
        "try_head": time_text(trial.seconds_to_head, language),
        "try_first": time_text(figures.seconds_to_first_token, language),
        "try_total": time_text(figures.seconds, language),
        "try_speed": say(language, "speed", speed=speed(rate)) if rate else "",
        "try_tokens": tokens,
        "detail_cost": cost_text(figures, reply, language) if tokens and reply.ended else "",
    }


def time_text(value: float | None, language: Language) -> str:
    """Such as 53 ms or 1.20 s; "" where it is not known."""
    if value is None:
        return ""
    if value < 0.9995:
        return say(language, "try_milliseconds", count=f"{value * 1000:.0f}")
    return say(language, "try_seconds", seconds=seconds(value))


def _list(facts: Mapping[str, str], missing: str, language: Language) -> str:
    rows = "".join(
        f"<div><dt>{escape(say(language, key))}</dt>"
        f'<dd title="{escape(value)}">{escape(value or missing)}</dd></div>'
        for key, value in facts.items()
    )
    return f"<dl>{rows}</dl>"
