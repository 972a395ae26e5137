"""What may be compared, and in which words it is refused: for the page and the API."""

from collections.abc import Sequence
from typing import cast

from backends.errors import BackendError
from ui.asking import Asking, WrongParameters
from ui.compare_session import MOST_LANES, CompareSession
from ui.refusals import REFUSALS, Refusal, refusal_text
from ui.session import Choice
from ui.texts import Language, say


class NotCompared(Exception):
    """Nothing was sent to anyone. key and values: the sentence that says why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


class ColumnRefused(Exception):
    """One of the columns cannot be asked. column: which, from 0."""

    def __init__(self, column: int, refusal: NotCompared | Refusal) -> None:
        super().__init__(column)
        self.column, self.refusal = column, refusal


def check_all(asking: Asking, prompt: str, choices: Sequence[Choice]) -> None:
    """Refuse what cannot be sent to every one, before anything is changed.

    Raises `NotCompared`, `ColumnRefused`, or what `Asking.check` raises for the prompt
    and the parameters.
    """
    own = any(choice.parameters != choices[0].parameters for choice in choices)
    if not choices:
        raise NotCompared("no_models")
    if len(choices) > MOST_LANES:
        raise NotCompared("too_many_models", limit=MOST_LANES, count=len(choices))
    for at, choice in enumerate(choices):
        if not choice.model.strip():
            raise ColumnRefused(at, NotCompared("no_model"))
        try:
            asking.check(choice.model, prompt, choice.parameters)
        except BackendError as error:
            raise ColumnRefused(at, error) from None
        except WrongParameters as refusal:
            if own:
                raise ColumnRefused(at, refusal) from None
            raise


ALL_REFUSALS = (*REFUSALS, NotCompared, ColumnRefused)


def comparison_refusal(language: Language, refusal: Exception, letters: str) -> str:
    """The sentence for one of `ALL_REFUSALS`. letters: what the columns are called."""
    match refusal:
        case NotCompared():
            return say(language, refusal.key, **refusal.values)
        case ColumnRefused():
            sentence = comparison_refusal(language, refusal.refusal, letters)
            letter = letters[refusal.column : refusal.column + 1]
            return say(language, "column_refused", letter=letter, sentence=sentence)
        case _:
            return refusal_text(language, cast(Refusal, refusal))


def refusal_in(
    session: CompareSession, language: Language, refusal: Exception, letters: str
) -> str:
    """The same as it may be told now: a column's own reason may name its model."""
    own = isinstance(refusal, (ColumnRefused, BackendError)) or (
        isinstance(refusal, WrongParameters) and "parameters" not in session.same
    )
    if session.hidden and own:
        return say(language, "hidden_refusal")
    return comparison_refusal(language, refusal, letters)
