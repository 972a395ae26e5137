"""Who asks, as far as limits go."""

from typing import Any, cast

import gradio as gr

from guard.addresses import ADDRESS
from guard.admission import Admission
from guard.policy import Visitor
from ui.owners import owner_of


def visitor_of(request: gr.Request, admission: Admission) -> Visitor:
    """With the address that `Addresses` noted; "" where the page is served without it."""
    address = getattr(cast(Any, request).state, ADDRESS, "")
    return admission.visitor(owner_of(request), str(address))
