"""Show what it does: values of one request parameter, tried and measured."""

from collections.abc import Sequence

from gradio.components import Component

from ui.asking import Asking
from ui.explore.effect_part import EffectPart
from ui.explore.effect_widgets import build_effect_widgets
from ui.running import Running


def build_effect(asking: Asking, running: Running, inputs: Sequence[Component]) -> None:
    """Add the fold to the Blocks being built.

    inputs: where model, system prompt and prompt are set, then the controls of a parameters
    panel, in the order that `parameter_values.collect` takes them.
    """
    EffectPart(asking, running, build_effect_widgets()).wire(inputs)
