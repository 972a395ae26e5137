"""Old code is pasted, converted and copied: how the form behaves."""

import logging
from collections.abc import AsyncGenerator
from typing import Any

import gradio as gr

from ui.events import QUIET
from ui.explore_migration_widgets import MigrationWidgets
from ui.migration.apart import migrate_apart
from ui.migration.types import Migration, NotMigrated
from ui.migration_html import (
    changes_html,
    open_points_html,
    outcome_html,
    refusal_html,
    told_html,
)
from ui.texts import Language, language_of, say

log = logging.getLogger(__name__)

AT_ONCE = 2  # conversions; each keeps a processor busy
EXAMPLE = '''import openai

openai.api_type = "azure"
openai.api_base = "https://my-resource.openai.azure.com"
openai.api_version = "2023-05-15"
openai.api_key = "paste-no-keys-here"


def ask(question):
    """The answer of my deployment, as it is written."""
    try:
        response = openai.ChatCompletion.create(
            engine="my-deployment",  # not the model's name
            messages=[{"role": "user", "content": question}],
            request_timeout=30,
            stream=True,
        )
        for chunk in response:
            yield chunk["choices"][0]["delta"].get("content", "")
    except openai.error.InvalidRequestError as error:
        print(error.http_status, error.user_message)
'''

Shown = dict[Any, Any]


class MigrationPanel:
    """Handlers. Nothing that is pasted is kept or logged."""

    def __init__(self, widgets: MigrationWidgets) -> None:
        self._widgets = widgets

    async def convert(self, request: gr.Request, code: str | None) -> AsyncGenerator[Shown, None]:
        """Say that it is being read, then show what came of it."""
        w, language = self._widgets, language_of(request)
        if not code or not code.strip():
            yield self._nothing() | {
                w.told: told_html(say(language, "migrate_empty"), "is-refused")
            }
            return
        yield {w.told: told_html(say(language, "migrate_working"))}
        try:
            migration = await migrate_apart(code)
        except NotMigrated as refused:
            if refused.key == "migration_failed":
                log.error("a code could not be migrated")
            yield self._nothing() | {w.told: refusal_html(refused, language)}
        else:
            yield self._shown(migration, language)

    async def example(self) -> str:
        return EXAMPLE

    def _shown(self, migration: Migration, language: Language) -> Shown:
        """Code that is as it was is not shown twice: it may hold a key."""
        w = self._widgets
        return {
            w.told: outcome_html(migration, language),
            w.new: migration.code if migration.verdict == "changed" else "",
            w.changes: changes_html(migration, language),
            w.open_points: open_points_html(migration, language),
        }

    def _nothing(self) -> Shown:
        w = self._widgets
        return {w.new: "", w.changes: "", w.open_points: ""}

    def wire(self) -> None:
        w = self._widgets
        w.example.click(self.example, None, w.old, **QUIET)
        shown: list[Any] = [w.told, w.new, w.changes, w.open_points]
        w.run.click(
            self.convert,
            w.old,
            shown,
            concurrency_limit=AT_ONCE,
            concurrency_id="migration",
            **QUIET,
        )
