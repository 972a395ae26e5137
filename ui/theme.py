"""Parley's look in Gradio's own terms: neutral greys, one accent, the system's fonts."""

from collections.abc import Callable
from typing import Any, cast

from gradio.themes import Base, Color, colors, sizes

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans CJK SC", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")

ACCENT = Color(
    c50="#f2f1fe", c100="#e5e3fd", c200="#cdc9fb", c300="#aea7f7", c400="#8d83f1",
    c500="#6c5fe8", c600="#574ad6", c700="#473bb5", c800="#393092", c900="#2d2673", c950="#1c174d",
)  # fmt: skip


class ParleyTheme(Base):
    """Flat surfaces, thin lines, small radii; the accent only for what acts or has focus."""

    def __init__(self) -> None:
        super().__init__(
            primary_hue=ACCENT,
            secondary_hue=ACCENT,
            neutral_hue=colors.gray,
            font=SANS,
            font_mono=MONO,
            text_size=sizes.text_md,
            spacing_size=sizes.spacing_sm,
            radius_size=sizes.radius_sm,
        )
        setting = cast(Callable[..., Any], self.set)  # pyright: ignore[reportUnknownMemberType]
        setting(**light_and_dark())


def light_and_dark() -> dict[str, Any]:
    return {
        "body_background_fill": "#ffffff",
        "body_background_fill_dark": "#16171b",
        "body_text_color": "#1b1c20",
        "body_text_color_dark": "#e8e9ed",
        "body_text_color_subdued": "#5b5e68",
        "body_text_color_subdued_dark": "#a2a6b2",
        "background_fill_secondary": "#f6f6f8",
        "background_fill_secondary_dark": "#1c1d22",
        "block_background_fill": "transparent",
        "block_background_fill_dark": "transparent",
        "block_border_width": "0px",
        "block_border_width_dark": "0px",
        "block_shadow": "none",
        "block_label_text_color": "#5b5e68",
        "block_label_text_color_dark": "#a2a6b2",
        "block_title_text_color": "#3b3d45",
        "block_title_text_color_dark": "#c6c9d2",
        "block_title_text_size": "13px",
        "block_info_text_color": "#5b5e68",
        "block_info_text_color_dark": "#a2a6b2",
        "border_color_primary": "#e1e2e7",
        "border_color_primary_dark": "#30323a",
        "input_background_fill": "#ffffff",
        "input_background_fill_dark": "#1f2026",
        "input_border_color": "#d3d5dc",
        "input_border_color_dark": "#3a3d47",
        "input_placeholder_color": "#6d717c",
        "input_placeholder_color_dark": "#8f94a1",
        "button_primary_background_fill": "*primary_600",
        "button_primary_background_fill_hover": "*primary_700",
        "button_primary_background_fill_dark": "*primary_600",
        "button_primary_background_fill_hover_dark": "*primary_500",
        "button_primary_text_color": "#ffffff",
        "button_secondary_background_fill": "#eeeff3",
        "button_secondary_background_fill_dark": "#2a2c34",
        "button_large_text_weight": "500",
        "button_small_text_weight": "400",
        "button_large_text_size": "14px",
        "button_small_text_size": "13px",
        "table_even_background_fill": "#ffffff",
        "table_even_background_fill_dark": "#16171b",
        "table_odd_background_fill": "#f6f6f8",
        "table_odd_background_fill_dark": "#1c1d22",
        "table_border_color_dark": "#30323a",
        "code_background_fill": "#f3f4f6",
        "code_background_fill_dark": "#1f2026",
        "link_text_color": "*primary_700",
        "link_text_color_dark": "*primary_300",
    }
