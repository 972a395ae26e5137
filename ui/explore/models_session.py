"""What one page looks at among the models. No dataclass: Gradio would send it along."""

from ui.explore.model_choice import SIZES, Order, Wanted
from ui.explore.model_rows import USUAL, ColumnName
from ui.explore.model_tests import RunningTest


class ModelsSession:
    """opened: whose details are shown, `backend:model`, or "". question: whose test is waiting
    for a yes, or "". notice: HTML on what was done last. test: the latest of this page.
    """

    def __init__(self) -> None:
        self.wanted = Wanted()
        self.order = Order()
        self.page = 0
        self.size = SIZES[0]
        self.columns: tuple[ColumnName, ...] = USUAL
        self.opened = ""
        self.question = ""
        self.notice = ""
        self.test: RunningTest | None = None

    @property
    def testing(self) -> str:
        """Whose test runs now, or ""."""
        return self.test.name if self.test and not self.test.over else ""

    def sort(self, column: ColumnName) -> None:
        """By this column; once more turns the order round."""
        again = self.order.column == column and not self.order.descending
        self.order = Order(column, descending=again)
        self.page = 0

    def open(self, name: str) -> None:
        if name != self.opened:
            self.question = self.notice = ""
        self.opened = name
