"""A reply as the plain values that are kept of it, and back. Pure."""

from backends.errors import BackendError
from backends.types import Finished
from store.types import Call, FigureRecord, ReplyRecord
from ui.figures import Figures
from ui.reply import LiveReply, Status
from ui.texts import Language
from ui.texts_of_errors import explain

FIGURES = tuple(Figures.__dataclass_fields__)


class KeptError(BackendError):
    """Why a reply failed, in the sentence that was shown then."""

    cause = "{sentence}"
    advice = ""

    def __str__(self) -> str:
        return self.values["sentence"]


class KeptReply(LiveReply):
    """A reply from the store: it has ended, and its figures are those of its time."""

    def __init__(self, record: ReplyRecord, model: str) -> None:
        super().__init__(model, lambda _usage, _served: None, free=record.figures.free)
        self.text, self.reasoning, self.refusal = record.text, record.reasoning, record.refusal
        self.calls = {i: [call.name, call.arguments] for i, call in enumerate(record.calls)}
        self.notices = list(record.notices)
        self.filtered, self.request_id = record.filtered, record.request_id
        if record.finish_reason:
            served = record.model_served
            self.finished = Finished(record.finish_reason, record.raw_reason, served)
        if record.error:
            self.error = KeptError(sentence=record.error)
        self._record = record
        self._end()

    @property
    def status(self) -> Status:
        return self._record.status

    @property
    def seconds_of_reasoning(self) -> None:
        """Not kept."""

    def figures(self) -> Figures:
        kept = self._record.figures
        return Figures(**{name: getattr(kept, name) for name in FIGURES})


def reply_record(reply: LiveReply, language: Language) -> ReplyRecord:
    """One reply as it is now, complete or not."""
    figures, finished = reply.figures(), reply.finished
    return ReplyRecord(
        status=reply.status,
        text=reply.text,
        reasoning=reply.reasoning,
        refusal=reply.refusal,
        calls=tuple(Call(name, arguments) for name, arguments in reply.calls.values()),
        error=_sentence(reply.error, language),
        notices=tuple(reply.notices),
        filtered=reply.filtered,
        finish_reason=finished.reason if finished else None,
        raw_reason=finished.raw_reason if finished else "",
        model_served=finished.model if finished else "",
        request_id=reply.request_id,
        figures=FigureRecord(**{name: getattr(figures, name) for name in FIGURES}, free=reply.free),
    )


def _sentence(error: BackendError | None, language: Language) -> str:
    return " ".join(explain(language, error)).strip() if error else ""
