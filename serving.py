"""Serves the page on one address, with the one route that is not Gradio's."""

from collections.abc import Sequence
from dataclasses import dataclass

import gradio as gr
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from guard.headers import SafeHeaders
from ui.head import FirstScript
from ui.layout import SCRIPT, STYLE
from ui.texts import I18N
from ui.theme import ParleyTheme

RUNNING_EVENTS = 400  # replies and clicks at once; Gradio calls it max_threads
WAITING_EVENTS = 1000
OPEN_PAGES = 1000  # whose state is kept on the server


class PortTaken(Exception):
    """Something else listens there."""


@dataclass(frozen=True, slots=True)
class Running:
    """address: where the page is, such as http://127.0.0.1:7860."""

    page: gr.Blocks
    address: str

    def close(self) -> None:
        self.page.close(verbose=False)


def serve(
    page: gr.Blocks,
    host: str,
    port: int,
    share: bool = False,
    logins: Sequence[tuple[str, str]] = (),
) -> Running:
    """Open the page to the network and return at once. Raises `PortTaken`."""
    page.queue(default_concurrency_limit=None, max_size=WAITING_EVENTS)
    try:
        page.launch(
            server_name=host,
            server_port=port,
            share=share,
            auth=list(logins) or None,
            prevent_thread_lock=True,
            quiet=True,
            inbrowser=False,
            max_threads=RUNNING_EVENTS,
            state_session_capacity=OPEN_PAGES,
            max_file_size="20mb",
            enable_monitoring=False,
            run_history=False,
            ssr_mode=False,
            show_error=False,
            footer_links=["api"],
            theme=ParleyTheme(),
            css_paths=STYLE,
            i18n=I18N,
            app_kwargs={
                "routes": [Route("/healthz", healthz)],
                "middleware": [
                    Middleware(SafeHeaders),
                    Middleware(FirstScript, script=SCRIPT.read_text(encoding="utf-8")),
                ],
            },
        )
    except OSError as error:
        raise PortTaken from error
    shown = f"[{host}]" if ":" in host else host
    return Running(page, f"http://{shown}:{port}")


async def healthz(_: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})
