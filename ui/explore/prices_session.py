"""What one page wants to know of prices. No dataclass: Gradio would send it along."""

from ui.explore.model_choice import SIZES
from ui.explore.prices_rows import CostOrder
from ui.price_plans import Mix


class PricesSession:
    """mix: the last one without a fault. chosen: `backend:model`, in the order chosen.

    faults: a field's name → the key of the sentence that refuses its text.
    estimated: the input tokens are guessed from a text. notice: key of a sentence on what
    was not chosen, or "". answers: how often the page was told something. drawn: the fold
    with the chart is open.
    """

    def __init__(self) -> None:
        self.mix = Mix()
        self.faults: dict[str, str] = {}
        self.estimated = False
        self.query = ""
        self.order = CostOrder()
        self.page = 0
        self.size = SIZES[0]
        self.chosen: list[str] = []
        self.notice = ""
        self.answers = 0
        self.drawn = False

    def sort(self, order: CostOrder) -> None:
        """By its column; once more turns the order round."""
        again = self.order.column == order.column and not self.order.descending
        self.order = CostOrder(order.column, descending=again)
        self.page = 0
