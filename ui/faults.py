"""Why the store gave or took nothing, as a sentence on the page."""

from store.errors import FAULTS, NotFound, NotKept, NotReadable, StoreError
from ui.flaw_texts import flaw_text
from ui.texts import Language, say
from ui.texts_of_runs import CHINESE_FAULTS


def fault_text(
    language: Language, error: StoreError, gone: str = "run_gone", kept: str = "not_kept"
) -> str:
    """gone: the word for what is not there; kept: for what could not be kept or read."""
    match error:
        case NotFound():
            return say(language, gone)
        case NotKept():
            fault = CHINESE_FAULTS[error.reason] if language == "zh" else FAULTS[error.reason]
            return say(language, kept, fault=fault)
        case NotReadable():
            return flaw_text(language, error)
        case _:
            return str(error)
