"""Why the store gave or took nothing, as a sentence on the page."""

from store.errors import FAULTS, FLAWS, NotFound, NotKept, NotReadable, StoreError
from ui.texts import Language, say
from ui.texts_of_runs import CHINESE_FAULTS, CHINESE_FLAWS


def fault_text(language: Language, error: StoreError) -> str:
    match error:
        case NotFound():
            return say(language, "run_gone")
        case NotKept():
            fault = CHINESE_FAULTS[error.reason] if language == "zh" else FAULTS[error.reason]
            return say(language, "not_kept", fault=fault)
        case NotReadable():
            flaw = CHINESE_FLAWS[error.reason] if language == "zh" else FLAWS[error.reason]
            return say(language, "run_not_read", flaw=flaw.format(place=error.place))
        case _:
            return str(error)
