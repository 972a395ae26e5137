"""Which texts mean the same: their vectors, how alike they are, and files of both."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Callable
from html import escape
from typing import Any

import gradio as gr

from backends.errors import BackendError
from ui.asking import Asking, Embedded
from ui.events import QUIET
from ui.explore.embedding_widgets import EmbeddingWidgets
from ui.explore.embeddings_shown import dimensions_in, figures_of, result_html
from ui.explore.inside_parts import REFUSED, Shown, idle, log_bug, running, told, why_refused
from ui.explore.inside_session import EmbeddingSession
from ui.refusals import refusal_text
from ui.rows import note_html
from ui.similarity import cosine_matrix, matrix_csv, vectors_csv
from ui.text_lists import TextsError, read_lines, read_table
from ui.texts import Language, language_of, say

DOWNLOAD = "(file) => window.parley.download(file)"
TICK = 0.25  # seconds between two looks at whether the vectors are there


class EmbeddingPart:
    """Handlers. What is told of the work and what comes of it are `figures` and `result`."""

    def __init__(self, asking: Asking, widgets: EmbeddingWidgets) -> None:
        self._asking, self._widgets = asking, widgets

    async def read(self, request: gr.Request, session: EmbeddingSession, data: bytes) -> Shown:
        """Take in a CSV file, and its likeliest column."""
        try:
            session.table = await asyncio.to_thread(read_table, data)
        except TextsError as refusal:
            return told(self._widgets.doing, why_refused(language_of(request), refusal))
        columns = session.table.columns
        chosen = session.table.fullest()
        picker = gr.Dropdown(list(columns), value=chosen, visible=len(columns) > 1)
        return {self._widgets.column: picker} | await self.choose(request, session, chosen)

    async def choose(self, request: gr.Request, session: EmbeddingSession, column: str) -> Shown:
        """Put the texts of a column into the box."""
        w, language = self._widgets, language_of(request)
        if session.table is None:
            return {}
        try:
            texts = session.table.texts(column or "")
        except TextsError as refusal:
            return told(w.doing, why_refused(language, refusal))
        key = "embeddings_read" if len(texts) > 1 else "embeddings_read_one"
        said = say(language, key, count=len(texts), column=column)
        lines = "\n".join(" ".join(text.split()) for text in texts)
        return {
            w.texts: lines,
            w.doing.told: f'<p role="status" class="is-fine">{escape(said)}</p>',
        }

    async def begin(
        self,
        request: gr.Request,
        session: EmbeddingSession,
        model: str | None,
        dimensions: str,
        typed: str,
    ) -> Shown:
        """Take the texts, or say why they cannot be sent."""
        doing = self._widgets.doing
        if session.answering:
            return {}
        try:
            texts = read_lines(typed)
            self._asking.check(model or "", typed, {})
            session.waiting = (model or "", texts, dimensions_in(dimensions))
        except REFUSED as refusal:
            return told(doing, why_refused(language_of(request), refusal))
        return running(doing)

    async def answer(
        self, request: gr.Request, session: EmbeddingSession
    ) -> AsyncGenerator[tuple[str, str], None]:
        """Tell how long it takes, then show what came of it."""
        language, waiting = language_of(request), session.waiting
        session.waiting = None
        if waiting is None:
            yield shown(session, language)
            return
        _, texts, _ = waiting
        begun = time.monotonic()
        session.embedded = session.matrix = None
        task = session.task = asyncio.create_task(self._asking.embed(*waiting))
        try:
            while not task.done():
                yield working(time.monotonic() - begun, language), ""
                await asyncio.wait({task}, timeout=TICK)
            yield await self._end(session, texts, task, language)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _end(
        self,
        session: EmbeddingSession,
        texts: list[str],
        task: "asyncio.Task[Embedded]",
        language: Language,
    ) -> tuple[str, str]:
        if task.cancelled():
            return "", note_html(say(language, "embeddings_stopped"))
        try:
            embedded = task.result()
            matrix = await asyncio.to_thread(cosine_matrix, embedded.embeddings.vectors)
        except BackendError as error:
            return "", note_html(refusal_text(language, error), kind="parley-error")
        except Exception as bug:
            return "", note_html(refusal_text(language, log_bug(bug)), kind="parley-error")
        session.texts, session.embedded, session.matrix = texts, embedded, matrix
        return shown(session, language)

    async def end(self, session: EmbeddingSession) -> Shown:
        return {} if session.answering else idle(self._widgets.doing)

    async def stop(self, session: EmbeddingSession) -> None:
        session.stop()

    async def to_matrix(self, request: gr.Request, session: EmbeddingSession) -> Shown:
        return await self._file(request, session, "similarities", write_matrix)

    async def to_vectors(self, request: gr.Request, session: EmbeddingSession) -> Shown:
        return await self._file(request, session, "vectors", write_vectors)

    async def _file(
        self,
        request: gr.Request,
        session: EmbeddingSession,
        name: str,
        write: Callable[[EmbeddingSession], str],
    ) -> Shown:
        w = self._widgets
        if session.embedded is None:
            sentence = say(language_of(request), "similarity_none_yet")
            return told(w.doing, sentence) | {w.file: ""}
        text = await asyncio.to_thread(write, session)
        file = json.dumps({"name": f"parley-{name}.csv", "text": text})
        return told(w.doing) | {w.file: file}

    def wire(self) -> None:
        w, doing = self._widgets, self._widgets.doing
        read: list[Any] = [w.texts, w.column, doing.told]
        w.upload.upload(self.read, [w.session, w.upload], read, **QUIET)
        w.column.select(self.choose, [w.session, w.column], read, **QUIET)
        given: list[Any] = [w.session, w.model, w.dimensions, w.texts]
        buttons: list[Any] = [doing.told, doing.run, doing.stop]
        asked = doing.run.click(self.begin, given, buttons, **QUIET)
        answered = asked.then(
            self.answer, w.session, [doing.figures, doing.result], concurrency_limit=None, **QUIET
        )
        answered.then(self.end, w.session, buttons[1:], **QUIET)
        doing.stop.click(self.stop, w.session, None, queue=False, **QUIET)
        for button, made in ((w.matrix_csv, self.to_matrix), (w.vectors_csv, self.to_vectors)):
            button.click(made, w.session, [doing.told, w.file], **QUIET).then(
                None, w.file, None, js=DOWNLOAD, **QUIET
            )


def working(seconds: float, language: Language) -> str:
    said = say(language, "embeddings_working", seconds=f"{seconds:.1f}")
    return f"<p>{escape(said)}</p>"


def shown(session: EmbeddingSession, language: Language) -> tuple[str, str]:
    """Figures and result of the last texts; nothing before there were any."""
    if session.embedded is None or session.matrix is None:
        return "", ""
    figures = figures_of(session.embedded, language)
    return figures, result_html(session.texts, session.matrix, language)


def write_matrix(session: EmbeddingSession) -> str:
    return "" if session.matrix is None else matrix_csv(session.texts, session.matrix)


def write_vectors(session: EmbeddingSession) -> str:
    if session.embedded is None:
        return ""
    return vectors_csv(session.texts, session.embedded.embeddings.vectors)
