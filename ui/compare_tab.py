import gradio as gr

from ui.asking import Asking


def build_compare_tab(asking: Asking) -> None:
    gr.Markdown("…")
