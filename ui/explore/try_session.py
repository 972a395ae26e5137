"""What a page remembers of the request that it tries. No dataclass: Gradio would send it along."""

from ui.code_requests import AskedRequest
from ui.reply import LiveReply
from ui.trial import Trial


class TrySession:
    """waiting: what is to be sent now. asked, reply, trial: of the request that was sent last."""

    def __init__(self) -> None:
        self.waiting: AskedRequest | None = None
        self.asked: AskedRequest | None = None
        self.reply: LiveReply | None = None
        self.trial: Trial | None = None

    def take(self) -> AskedRequest | None:
        """What is to be sent; once only."""
        waiting, self.waiting = self.waiting, None
        return waiting

    def begin(self, asked: AskedRequest, reply: LiveReply, trial: Trial) -> None:
        self.asked, self.reply, self.trial = asked, reply, trial

    @property
    def answering(self) -> bool:
        return self.waiting is not None or (self.reply is not None and not self.reply.ended)

    def stop(self) -> None:
        self.waiting = None
        if self.reply:
            self.reply.stop()
