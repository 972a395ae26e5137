"""What a page remembers of what it tries values of. No dataclass: Gradio would send it along."""

from ui.effects import FigureName
from ui.explore.effect_plan import Plan
from ui.explore.effect_run import EffectRun


class EffectSession:
    """proposed: what waits for the person's yes; agreed: what is to be sent now.

    run: the latest. figure: what its chart shows.
    """

    def __init__(self) -> None:
        self.proposed: Plan | None = None
        self.agreed: Plan | None = None
        self.run: EffectRun | None = None
        self.figure: FigureName = "similarity"

    @property
    def answering(self) -> bool:
        return self.agreed is not None or (self.run is not None and not self.run.over)

    def agree(self) -> bool:
        """Whether there is something new to send."""
        if self.proposed is None or self.answering:
            return False
        self.agreed, self.proposed = self.proposed, None
        return True

    def take(self) -> Plan | None:
        """What is to be sent; once only."""
        agreed, self.agreed = self.agreed, None
        return agreed

    def stop(self) -> None:
        self.agreed = None
        if self.run:
            self.run.stop()
