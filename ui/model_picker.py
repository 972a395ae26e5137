"""The model picker, and beside it how each server answered."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import gradio as gr

from backends.catalog import Catalog, ServerState
from ui.asking import Asking
from ui.texts import Language, say, word
from ui.texts_of_errors import explain


@dataclass(frozen=True, slots=True)
class ModelPicker:
    model: gr.Dropdown
    servers: gr.HTML
    refresh: gr.Button


def build_model_picker(asking: Asking) -> ModelPicker:
    """Names are `server:model`, so servers stand together and typing finds either part."""
    with gr.Row(elem_classes="parley-picker"):
        model = gr.Dropdown(
            asking.catalog.names(),
            value=asking.first_model() or None,
            label=word("model"),
            info=word("model_hint"),
            allow_custom_value=True,
            filterable=True,
            num_choices_shown=None,
            elem_id="model",
        )
        refresh = gr.Button(word("refresh"), size="sm", elem_id="refresh-models", scale=0)
    servers = gr.HTML("", elem_id="servers", padding=False)
    return ModelPicker(model, servers, refresh)


def servers_html(
    states: tuple[ServerState, ...], is_azure: Callable[[str], bool], language: Language
) -> str:
    """A line for each server: how many models, or why none."""
    lines = [_line(state, is_azure(state.name), language) for state in states]
    return f'<ul class="parley-servers">{"".join(lines)}</ul>' if lines else ""


def _line(state: ServerState, azure: bool, language: Language) -> str:
    count = len(state.models)
    if state.state == "failed" and state.error:
        cause, advice = explain(language, state.error)
        text, kind = f"{cause} {advice}", "failed"
    elif state.state == "unknown":
        text, kind = say(language, "server_asking", server=state.name), "unknown"
    elif azure and not count:
        text, kind = say(language, "server_no_deployments", server=state.name), "ready"
    else:
        key = "server_deployments" if azure else "server_ready"
        key += "_one" if count == 1 else ""
        text, kind = say(language, key, server=state.name, count=count), "ready"
    return f'<li class="{kind}">{escape(text)}</li>'


def retry_choices(catalog: Catalog) -> list[str | tuple[str, str]]:
    """All known models, behind a first choice that only says what the control does."""
    return [(word("retry_with_hint"), ""), *catalog.names()]


def choices(catalog: Catalog, chosen: str | None) -> list[str]:
    """All known models, and the one that was typed even if no list has it."""
    names = catalog.names()
    return [chosen, *names] if chosen and chosen not in names else names
