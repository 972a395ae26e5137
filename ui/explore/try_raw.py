"""The raw lines for the page's script: JSON, a line each, that only ever grows. Pure."""

import json

from store.types import new_id
from ui.texts import Language, say
from ui.trial import RawRow, Trial


class RawLines:
    """The first line names the run; each further one is [milliseconds or `null`, kind, text].

    What has been written is not written again, so a long list costs no more than a short one.
    """

    def __init__(self, trial: Trial, language: Language) -> None:
        self._trial = trial
        self._language: Language = language
        self._text = f"{_line(new_id())}\n"
        self._rows = self._requests = 0
        self._ended = False

    def text(self, ended: bool) -> str:
        """All so far. ended: nothing more comes."""
        rows = self._trial.rows[self._rows :]
        self._rows += len(rows)
        written = [self._row(row) for row in rows]
        if ended and not self._ended and self._trial.beyond:
            kept = self._trial.lines - self._trial.beyond
            told = say(
                self._language,
                "try_raw_beyond",
                kept=f"{kept:,}",
                beyond=f"{self._trial.beyond:,}",
            )
            written.append(_line([None, "note", told]))
        self._ended = ended
        if written:
            self._text += "\n".join([*written, ""])
        return self._text

    def _row(self, row: RawRow) -> str:
        text = row.text
        if row.kind == "request":
            self._requests += 1
            name = say(self._language, "try_raw_request", number=self._requests)
            text = f"{name} {text}"
        return _line([round(row.at), row.kind, text])


def _line(value: object) -> str:
    """No tag in it, not even as text: Gradio would warn of one."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
