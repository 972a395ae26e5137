"""What the page shows of a run at one instant. Pure HTML."""

from html import escape

from ui.explore.effect_chart import chart_html
from ui.explore.effect_outputs import OutputsView
from ui.explore.effect_plan import MOST_VALUES
from ui.explore.effect_run import EffectRun
from ui.explore.effect_session import EffectSession
from ui.explore.effect_table import table_html
from ui.explore.effect_words import all_cost
from ui.texts import Language, say


class EffectView:
    """Makes anew only what has changed since the last frame."""

    def __init__(self, session: EffectSession, run: EffectRun, language: Language) -> None:
        self._session, self._run = session, run
        self._language: Language = language
        self._outputs = OutputsView(language, run.plan.parameter)
        self._drawn: tuple[object, ...] = ()
        self._table = self._chart = ""

    def values(self) -> list[str]:
        """Progress, table, chart, and the outputs of every value; "" where there is no such."""
        run, language = self._run, self._language
        drawn = (run.changes, self._session.figure)
        if drawn != self._drawn:
            self._drawn = drawn
            self._table = table_html(run.effects, run.plan.parameter, language)
            self._chart = chart_of(self._session, language)
        outputs = [self._outputs.of(at, row) for at, row in enumerate(run.rows)]
        unused = [""] * (MOST_VALUES - len(outputs))
        return [progress_html(run, language), self._table, self._chart, *outputs, *unused]


def chart_of(session: EffectSession, language: Language) -> str:
    """ "" before there is anything to draw."""
    run = session.run
    return chart_html(run.effects, run.plan.parameter, session.figure, language) if run else ""


def progress_html(run: EffectRun, language: Language) -> str:
    """How far it has come, and about how long it still takes."""
    done, count = run.ended, run.plan.requests
    text = say(language, "effect_done", done=done, count=count)
    if run.over:
        cost = all_cost(run.effects, language)
        if cost:
            text = say(language, "effect_done_cost", done=done, count=count, cost=cost)
        return f'<span role="status">{escape(text)}</span>'
    left = run.seconds_left() if done < count else None
    about = say(language, "repeat_left", seconds=left) if left else ""
    return (
        f'<progress max="{count}" value="{done}" aria-label="{escape(text)}"></progress>'
        f"<span>{escape(text)}{escape(about)}</span>"
    )
