"""What a model costs, by the name that a person chose or typed. Knows no Gradio."""

from backends.errors import BackendError
from backends.prices import Rates, rates
from ui.asking import Asking


def rates_of(asking: Asking, model: str) -> Rates | None:
    """model: `backend:model`; with a single server its name may be left out.

    `None`: unknown, also where there is no such server. Never raises.
    """
    try:
        name = asking.full_name(model)
    except BackendError:
        return None
    server, own_name = asking.catalog.split(name)
    listed = (row.base_model for row in asking.catalog.known if row.name == name)
    return rates(asking.backends[server].server, own_name, next(listed, ""))
