"""What one page looks at among the parameters. No dataclass: Gradio would send it along."""

from ui.parameter_reference import Wanted


class ReferenceSession:
    """opened: the key of the row whose details are shown, or ""."""

    def __init__(self) -> None:
        self.wanted = Wanted()
        self.opened = ""
