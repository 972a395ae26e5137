"""Why a file was not imported, in the language of the page. Pure."""

from store.conversation_import import Imported
from store.errors import BY_LINE, FLAWS, NotReadable
from ui.texts import Language, say
from ui.texts_of_runs import CHINESE_FLAWS

CHINESE_UNITS = {" entries": " 个条目", " parts": " 个部分", " messages": " 条消息"}


def flaw_text(language: Language, error: NotReadable) -> str:
    """One sentence: what is wrong, and where."""
    place = error.place
    if error.reason in BY_LINE:
        place = _position(language, error) if error.line else place
    words, limit = FLAWS, error.limit
    if language == "zh":
        words = CHINESE_FLAWS
        for unit, chinese in CHINESE_UNITS.items():
            limit = limit.replace(unit, chinese)
    flaw = words[error.reason].format(place=place, limit=limit)
    if error.line and error.reason not in BY_LINE:
        flaw = say(language, "flaw_at", flaw=flaw, line=error.line, column=error.column)
    return say(language, "run_not_read", flaw=flaw)


def imported_text(language: Language, imported: Imported) -> str:
    """How many conversations came, and what could not be taken along."""
    count = len(imported.conversations)
    if not count:
        key = "import_nothing"
    else:
        key = "import_conversations_one" if count == 1 else "import_conversations"
    told = say(language, key, count=count)
    if not imported.left_out:
        return told
    lost = [
        say(language, f"left_out_{what}", count=many) for what, many in imported.left_out.items()
    ]
    separator, gap = ("、", "") if language == "zh" else (", ", " ")
    return told + gap + say(language, "import_left_out", list=separator.join(lost))


def _position(language: Language, error: NotReadable) -> str:
    return say(language, "flaw_position", line=error.line, column=error.column)
