"""What stands in every column: replies as Markdown, as they came, or as differences. Pure."""

from html import escape

from ui.compare_session import MOST_LANES, CompareSession, Lane
from ui.hidden_rows import hidden_rows
from ui.rows import Row, rows_of_turn, text_of
from ui.session import Turn
from ui.texts import Language, say
from ui.word_diff import diff, diff_html


class Columns:
    """Makes what cannot change any more only once."""

    def __init__(self, language: Language) -> None:
        self._language: Language = language
        self._earlier: dict[tuple[object, ...], list[Row]] = {}
        self._differences: dict[tuple[str, str], str] = {}

    def rows(self, session: CompareSession) -> list[list[Row]]:
        """For each of the eight columns its rows, none where there is no lane."""
        shown = [self._of(session, lane) for lane in session.lanes]
        return shown + [[] for _ in range(MOST_LANES - len(shown))]

    def _of(self, session: CompareSession, lane: Lane) -> list[Row]:
        last = len(lane.chat.turns) - 1
        if last < 0:
            return []
        base = session.lane(session.baseline)
        known = len([turn for turn in base.chat.turns if _ended(turn)]) if base else 0
        key = (lane.key, last, session.raw, session.baseline, known, session.hidden)
        if key not in self._earlier:
            self._earlier[key] = [
                row for at in range(last) for row in self._turn(session, lane, at)
            ]
        return self._earlier[key] + self._turn(session, lane, last)

    def _turn(self, session: CompareSession, lane: Lane, at: int) -> list[Row]:
        turn, other = lane.chat.turns[at], self._compared(session, lane, at)

        def shown(text: str) -> str:
            if other is not None:
                return self._difference(other, text, session.letter(session.baseline))
            return verbatim(text) if session.raw else text

        if session.hidden:
            return hidden_rows(turn, self._language, shown)
        return rows_of_turn(turn, self._language, bare=True, shown=shown)

    def _compared(self, session: CompareSession, lane: Lane, at: int) -> str | None:
        """The baseline's reply to the same message, once both have ended.

        A column that came later has fewer turns: the latest of all belong together.
        """
        base = session.lane(session.baseline)
        if base is None or base is lane:
            return None
        there = len(base.chat.turns) - (len(lane.chat.turns) - at)
        if there < 0:
            return None
        ours, theirs = lane.chat.turns[at], base.chat.turns[there]
        comparable = ours.message == theirs.message and _ended(ours) and _ended(theirs)
        return self._text(theirs) if comparable else None

    def _text(self, turn: Turn) -> str:
        return text_of(turn.reply, self._language) if turn.reply else ""

    def _difference(self, before: str, after: str, letter: str) -> str:
        key = (before, after)
        if key not in self._differences:
            self._differences[key] = diff_html(diff(before, after))
        body = self._differences[key]
        if before == after:
            legend, body = say(self._language, "no_differences", letter=letter), escape(after)
        else:
            legend = say(self._language, "differences_to", letter=letter)
        return f'<p class="compare-legend">{legend}</p>\n\n<pre class="compare-verbatim">{body}'


def verbatim(text: str) -> str:
    """Shown letter by letter. Nothing follows growing text, so the element stays open."""
    return f'<pre class="compare-verbatim">{escape(text)}'


def _ended(turn: Turn) -> bool:
    return turn.reply is not None and turn.reply.ended
