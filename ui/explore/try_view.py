"""All that Try it shows of a request at one moment, in the order of its outputs. Pure."""

import time
from collections.abc import Callable

from ui.explore.try_facts import facts_html
from ui.explore.try_html import response_html
from ui.explore.try_raw import RawLines
from ui.reply import LiveReply
from ui.rows import Row, rows_of_reply
from ui.texts import Language
from ui.trial import Trial

REFRESH = 0.15  # seconds between two looks at the wire; the reply itself is shown more often
REFRESH_PER_CHARACTER = 1e-6  # more, as a page takes longer over a long list

Shown = tuple[list[Row], str, str, str]
"""The reply's rows, the raw lines, the facts, the whole response."""


class TryView:
    def __init__(
        self,
        reply: LiveReply,
        trial: Trial,
        language: Language,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._reply, self._trial = reply, trial
        self._language: Language = language
        self._raw, self._clock = RawLines(trial, language), clock
        self._due = 0.0
        self._wire: tuple[str, str, str] = ("", "", "")

    def values(self) -> Shown:
        reply, now = self._reply, self._clock()
        if reply.ended or now >= self._due:
            raw = self._raw.text(reply.ended)
            facts = facts_html(self._trial, reply, self._language)
            self._wire = (raw, facts, response_html(self._trial, reply, self._language))
            self._due = now + REFRESH + len(raw) * REFRESH_PER_CHARACTER
        return rows_of_reply(reply, self._language, bare=True), *self._wire
