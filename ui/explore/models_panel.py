"""Everything that is known of one model, with where it comes from, as HTML. Pure."""

from datetime import date
from html import escape

from backends.learned import Habits
from backends.probe import USUAL_REQUESTS
from backends.probe_types import ABILITIES, Ability, AbilityName, Probe
from ui.explore.model_cells import (
    ability_name,
    ability_source_text,
    context_source_text,
    plain,
    price_source_text,
    price_text,
    shutdown_text,
)
from ui.explore.model_rows import ModelRow, day
from ui.explore.models_table import button
from ui.figures import dollars, seconds, speed
from ui.rows import one_line
from ui.texts import Language, say
from ui.texts_of_errors import explain

SIGNS = {"yes": "✓", "no": "✗", "unknown": "?"}
MOST_NAMES = 20


def panel_html(
    row: ModelRow,
    in_settings: bool,
    told: str,
    probe: Probe | None,
    language: Language,
    today: date,
) -> str:
    """in_settings: the settings name the model, not its server's list. told: HTML on what goes on.

    probe: of a test that runs; `None`: the row's own is shown.
    """
    close = escape(say(language, "models_close"))
    return (
        '<div class="models-panel-head"><h3 tabindex="-1" id="models-panel-title">'
        f"<bdi>{escape(row.name)}</bdi></h3>"
        f'<button type="button" data-models="close" aria-label="{close}" title="{close}">×'
        f'</button></div><div class="models-panel-actions">{_actions(language)}</div>'
        f'<div class="models-panel-told">{told}</div>'
        f"{facts_html(row, in_settings, language, today)}"
        f"{abilities_html(row, probe, language)}"
        f"{learned_html(row.habits, language)}"
    )


def _actions(language: Language) -> str:
    return (
        button("chat", say(language, "models_chat"), "models-action")
        + button("column", say(language, "models_compare"), "models-action")
        + button("ask", say(language, "models_test"), "models-action")
    )


def facts_html(row: ModelRow, in_settings: bool, language: Language, today: date) -> str:
    facts = row.facts
    server = say(language, "source_server")
    listed = say(language, "source_settings") if in_settings else server
    price = price_source_text(facts, language)
    lines = [
        ("models_name", facts.model, listed),
        ("models_server", facts.server, say(language, "source_settings")),
        ("models_owner", facts.owner, server),
        ("models_base", facts.base_model, say(language, "source_settings")),
        ("column_created", day(facts.created), server),
        ("column_context", plain(facts.context_window), context_source_text(facts, language)),
        ("column_input", _money(facts.input_usd), price),
        ("column_cached", _money(facts.cached_usd), price),
        ("column_output", _money(facts.output_usd), price),
        ("models_priced_as", facts.priced_as, price),
        ("column_shutdown", shutdown_text(facts.shutdown_date, language, today), server),
    ]
    shown = "".join(
        fact_html(say(language, key), value, source, language)
        for key, value, source in lines
        if value or key not in ("models_base", "models_priced_as")
    )
    tiered = f"<p>{escape(say(language, 'models_tiered'))}</p>" if facts.tiered else ""
    return f"<h4>{escape(say(language, 'models_facts'))}</h4><dl>{shown}</dl>{tiered}"


def _money(value: object) -> str:
    return "" if value is None else price_text(value)  # type: ignore[arg-type]


def fact_html(name: str, value: str, source: str, language: Language) -> str:
    """An unknown value has no source."""
    said = f"<bdi>{escape(value)}</bdi>" if value else escape(say(language, "models_unknown"))
    small = f" <small>{escape(source)}</small>" if value and source else ""
    return f"<div><dt>{escape(name)}</dt><dd>{said}{small}</dd></div>"


def abilities_html(row: ModelRow, running: Probe | None, language: Language) -> str:
    """What is known of its abilities, and what the latest test took."""
    probe = running or row.probe
    lines = "".join(_ability_line(row, name, running, language) for name in ABILITIES)
    title = escape(say(language, "column_abilities"))
    if probe is None:
        never = escape(say(language, "probe_never"))
        return f"<h4>{title}</h4><p>{never}</p><dl>{lines}</dl>"
    return f"<h4>{title}</h4><dl>{lines}</dl>{test_html(probe, language)}"


def _ability_line(
    row: ModelRow, name: AbilityName, running: Probe | None, language: Language
) -> str:
    ability, source = row.abilities[name][0], ability_source_text(row, name, language)
    if running:
        ability, source = running.ability(name), ""
    return ability_html(ability_name(name, language), name, ability, source, language)


def ability_html(
    title: str, name: AbilityName | None, ability: Ability, source: str, language: Language
) -> str:
    said = f"{SIGNS[ability.state]} {say(language, f'ability_{ability.state}')}"
    why = why_text(name, ability, language)
    more = f"<small>{escape(one_line(why))}</small>" if why else ""
    small = f"<small>{escape(source)}</small>" if source else ""
    return (
        f'<div data-state="{ability.state}"><dt>{escape(title)}</dt><dd><bdi>{escape(said)}</bdi>'
        f" {small}{more}</dd></div>"
    )


def why_text(name: AbilityName | None, ability: Ability, language: Language) -> str:
    if ability.error:
        return explain(language, ability.error)[0]
    match ability.why:
        case "refused":
            return say(language, "probe_refused")
        case "not_seen":
            return say(language, "probe_not_seen")
        case "without_effect" if name == "streaming":
            return say(language, "probe_no_stream")
        case "without_effect" if name == "usage":
            return say(language, "probe_no_usage")
        case "without_effect":
            return say(language, "probe_without_effect")
        case _:
            return ""


def test_html(probe: Probe, language: Language) -> str:
    """When it was, whether the model answered, how fast, and what it cost."""
    measured = say(language, "probe_measured")
    first, rate = probe.seconds_to_first_token, probe.tokens_per_second
    cost = say(language, "cost_unknown") if probe.usd is None else dollars(probe.usd)
    tokens = say(language, "tokens", input=probe.input_tokens, output=probe.output_tokens)
    title = say(language, "probe_answers")
    lines = [
        ability_html(title, None, probe.answers, "", language),
        fact_html(
            say(language, "column_first"),
            "" if first is None else seconds(first),
            measured,
            language,
        ),
        fact_html(
            say(language, "column_speed"), "" if rate is None else speed(rate), measured, language
        ),
        fact_html(say(language, "probe_requests"), str(probe.requests), tokens, language),
        fact_html(say(language, "probe_cost"), cost, "", language),
    ]
    heading = escape(say(language, "source_tested", date=day(probe.tested_at)))
    return f"<h4>{heading}</h4><dl>{''.join(lines)}</dl>"


def learned_html(habits: Habits | None, language: Language) -> str:
    if habits is None:
        return ""
    lines: list[str] = []
    if habits.dropped:
        lines.append(say(language, "learned_dropped", names=_names(habits.dropped)))
    if habits.refused_values:
        values = {f"{name}={value}" for name, value in habits.refused_values}
        lines.append(say(language, "learned_values", names=_names(values)))
    lines += [
        say(language, "learned_renamed", name=name, other=other)
        for name, other in sorted(habits.renamed.items())
    ]
    flags = {
        "learned_usage": habits.without_usage,
        "learned_system": habits.fold_system,
        "learned_reasoning": habits.return_reasoning,
    }
    lines += [say(language, key) for key, on in flags.items() if on]
    items = "".join(f"<li><bdi>{escape(one_line(line))}</bdi></li>" for line in lines)
    title = escape(say(language, "models_learned"))
    return f"<h4>{title}</h4><ul>{items}</ul>" if lines else ""


def _names(names: set[str]) -> str:
    listed = sorted(name[:60] for name in names)
    return ", ".join(listed[:MOST_NAMES]) + (" …" if len(listed) > MOST_NAMES else "")


def running_html(probe: Probe | None, language: Language) -> str:
    """How far a test is, and what stops it."""
    count = probe.requests + 1 if probe else 1
    most = max(USUAL_REQUESTS, count)
    text = escape(say(language, "probe_running", count=count, most=most))
    stop = button("halt", say(language, "stop"), "models-action")
    return f'<p role="status">{text} {stop}</p>'


def question_html(sentence: str, language: Language) -> str:
    """An estimate, and what goes on or does not."""
    go_on = button("sure", say(language, "probe_go_on"), "models-action models-primary")
    dismiss = button("dismiss", say(language, "probe_dismiss"), "models-action")
    return f'<p role="alert">{escape(sentence)} {go_on} {dismiss}</p>'
