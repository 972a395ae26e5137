"""Everything that is known of one parameter, as HTML. Pure; what a server said is escaped."""

from collections.abc import Iterable
from html import escape

from backends.parameter_reference import Elsewhere, elsewhere, other_names
from backends.parameter_types import ENDPOINTS, Endpoint, Parameter
from ui.explore.parameters_here import Evidence, here, here_text, source_text
from ui.explore.parameters_table import LONGEST_MODEL, apis_text, name_html
from ui.parameter_reference import (
    PATHS,
    ReferenceRow,
    default_text,
    endpoint_name,
    example_text,
    joined,
    linked,
    meaning,
    range_text,
    type_text,
)
from ui.rows import one_line
from ui.texts import Language, say

HERE = "\0"  # where HTML goes in a sentence; no sentence has one


def panel_html(row: ReferenceRow, model: str, evidence: Evidence | None, language: Language) -> str:
    parameter = row.parameter
    close = escape(say(language, "reference_close"))
    return (
        '<div class="models-panel-head"><h3 tabindex="-1" id="reference-panel-title"'
        f' data-key="{escape(row.key)}">{name_html(parameter.name)}</h3>'
        f'<button type="button" data-reference="close" aria-label="{close}" title="{close}">×'
        f'</button></div><p class="reference-apis">{escape(apis_text(row, language))}</p>'
        f"{_deprecation(parameter, language)}"
        f"<p>{escape(meaning(parameter, language))}</p>"
        f"{_facts(parameter, language)}{_here(parameter, model, evidence, language)}"
        f"{_in_apis(parameter, language)}{_example(parameter, language)}"
    )


def _deprecation(row: Parameter, language: Language) -> str:
    if not row.deprecated:
        return ""
    if not row.replaced_by:
        return f'<p class="reference-old">{escape(say(language, "deprecated"))}</p>'
    links = _links(row.replaced_by, row.endpoints, language)
    return f'<p class="reference-old">{_filled("deprecated_for", "names", links, language)}</p>'


def _filled(key: str, place: str, html: str, language: Language) -> str:
    """A sentence with HTML in the place of what it is filled in with."""
    return escape(say(language, key, **{place: HERE})).replace(HERE, html)


def _links(names: Iterable[str], endpoints: Iterable[Endpoint], language: Language) -> str:
    """Names that open their own details."""
    shown = [_link(name, tuple(endpoints)) for name in names]
    return joined(shown, language)


def _link(name: str, endpoints: tuple[Endpoint, ...]) -> str:
    key = linked(name, endpoints)
    text = f"<code>{escape(name)}</code>"
    if not key:
        return text
    return (
        f'<button type="button" class="reference-link" data-reference="open"'
        f' data-key="{escape(key)}">{text}</button>'
    )


def _facts(row: Parameter, language: Language) -> str:
    null = "reference_null_yes" if row.nullable else "reference_null_no"
    lines = [
        ("reference_type", type_text(row, language)),
        ("reference_range", range_text(row, language)),
        ("reference_default", default_text(row, language)),
        ("reference_keys", ", ".join(row.required_keys)),
        ("reference_null", say(language, null)),
        ("reference_in_parley", say(language, f"reference_status_{row.status}")),
        ("reference_known_as", joined(other_names(row), language)),
    ]
    unstated = say(language, "reference_unstated")
    shown = "".join(
        _line(escape(say(language, key)), escape(text or unstated))
        for key, text in lines
        if text or key in ("reference_range", "reference_default")
    )
    return f"<h4>{escape(say(language, 'reference_facts'))}</h4><dl>{shown}</dl>"


def _line(name: str, said: str, small: str = "", state: str = "") -> str:
    """All are HTML."""
    mark = f' data-state="{state}"' if state else ""
    more = f"<small>{small}</small>" if small else ""
    return f"<div{mark}><dt>{name}</dt><dd>{said}{more}</dd></div>"


def _here(row: Parameter, model: str, evidence: Evidence | None, language: Language) -> str:
    """What the model made of it, in each API that takes it just so."""
    if evidence is None:
        return f"<p>{escape(say(language, 'reference_choose_model'))}</p>"
    lines = ""
    for endpoint in row.endpoints:
        found = here(row, endpoint, evidence)
        lines += _line(
            escape(endpoint_name(endpoint, language)),
            f"<bdi>{escape(one_line(here_text(found, language)))}</bdi>",
            escape(one_line(source_text(row, found, language))),
            found.state,
        )
    title = say(language, "reference_here", model=one_line(model)[:LONGEST_MODEL])
    return f"<h4><bdi>{escape(title)}</bdi></h4><dl>{lines}</dl>"


def _in_apis(row: Parameter, language: Language) -> str:
    lines = "".join(
        _line(
            escape(endpoint_name(endpoint, language)),
            _in_api(row, endpoint, language),
            f"POST {PATHS[endpoint]}",
        )
        for endpoint in ENDPOINTS
    )
    return f"<h4>{escape(say(language, 'reference_in_apis'))}</h4><dl>{lines}</dl>"


def _in_api(row: Parameter, endpoint: Endpoint, language: Language) -> str:
    there = elsewhere(row, endpoint)
    links = _links(there.names, (endpoint,), language)
    match there.kind:
        case "same":
            return escape(say(language, "reference_same"))
        case "none":
            return escape(say(language, "reference_none"))
        case "named":
            return f"{escape(say(language, 'reference_named'))} {links}"
        case "differs":
            return _differs(row, endpoint, there, language)


def _differs(row: Parameter, endpoint: Endpoint, there: Elsewhere, language: Language) -> str:
    """The other row of the name, in what they differ, and what stands there for this one."""
    html = _filled("reference_differs", "name", _link(row.name, (endpoint,)), language)
    if there.row and (facts := _facts_of(there.row, row, language)):
        html += ("：" if language == "zh" else ": ") + escape(joined(facts, language))
    if not there.names:
        return html
    instead = escape(say(language, "reference_instead"))
    return f"{html}<br>{instead} {_links(there.names, (endpoint,), language)}"


def _facts_of(other: Parameter, row: Parameter, language: Language) -> list[str]:
    """What is said of another row that is not said of this one."""
    default = default_text(other, language) or say(language, "reference_unstated")
    texts = [
        (other.type != row.type, type_text(other, language)),
        (_range(other) != _range(row), range_text(other, language)),
        (other.default != row.default, say(language, "reference_default_is", default=default)),
        (
            other.deprecated != row.deprecated,
            say(language, "reference_old" if other.deprecated else "reference_now"),
        ),
    ]
    return [text for differs, text in texts if differs and text]


def _range(row: Parameter) -> tuple[object, ...]:
    return row.minimum, row.maximum, row.choices, row.min_items, row.max_items


def _example(row: Parameter, language: Language) -> str:
    title, copy, copied = (
        escape(say(language, key)) for key in ("reference_example", "reference_copy", "copied")
    )
    return (
        f'<h4>{title}</h4><div class="reference-code"><div><span>JSON</span>'
        f'<span role="status" data-copied="{copied}"></span>'
        f'<button type="button" class="models-action" data-reference="copy">{copy}</button></div>'
        f'<pre tabindex="0" role="region" aria-label="JSON">{escape(example_text(row))}</pre></div>'
    )
