"""Starts Parley: command line, settings, backends, page.

    python app.py [--host H] [--port P] [--share] [--env-file FILE] [--data-dir DIR]
                  [--no-local-model]

Prints `Parley is ready on http://H:P` once it answers. Ends with status 2 and one
line on standard error when a setting is wrong or the port is taken.
"""

import argparse
import asyncio
import atexit
import logging
import os
import signal
import sys
import threading
from pathlib import Path

from backends.base import Backend
from backends.catalog import Catalog
from backends.connect import connect
from backends.errors import ModelUnavailable
from backends.local_model import NAME as LOCAL
from backends.local_model import LocalModel
from backends.local_process import runtime_missing
from guard import logs
from guard.admission import Admission
from progress import TerminalProgress
from serving import PortTaken, serve
from settings import DataDirError, Settings, SettingsError, default_env_file, prepare_data_dir
from ui.asking import Asking
from ui.layout import build_ui

log = logging.getLogger("app")

LOCAL_NOTICE = (
    "No server is set up, so Parley uses the embedded model SmolLM2-135M-Instruct"
    " (92.9 MB, Apache-2.0, English only, answers are simple and often wrong)."
)


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    try:
        settings = load_settings(options)
        if options.share and not settings.auth:
            raise SettingsError(
                "--share needs PARLEY_AUTH=user:password: without a login anyone who has the"
                " link could spend your key."
            )
    except SettingsError as error:
        return refuse(str(error))
    logs.setup(settings.secrets(), "INFO")
    backends = connect(settings.servers(), settings.deadlines())
    local = add_local_model(backends, options, settings)
    asking = Asking(
        backends,
        Catalog(backends),
        Admission(settings.limits.message_chars),
        settings.default_model,
    )
    try:
        running = serve(build_ui(asking), options.host, options.port, options.share, settings.auth)
    except PortTaken:
        return refuse(f"Port {options.port} is in use. Choose another one with --port.")
    print(f"Parley is ready on {running.address}", flush=True)
    wait_for_the_end()
    running.close()
    if local:
        local.kill()
    return 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Parley: chat with any model, compare models side by side, explore them."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=7860, help="port to listen on (7860)")
    parser.add_argument("--share", action="store_true", help="make a public link as well")
    parser.add_argument("--env-file", type=Path, help="settings file (.env beside app.py)")
    parser.add_argument("--data-dir", help="where Parley keeps its files")
    parser.add_argument(
        "--no-local-model", action="store_true", help="do without the embedded model"
    )
    return parser.parse_args(arguments)


def load_settings(options: argparse.Namespace) -> Settings:
    environ = dict(os.environ)
    if options.data_dir:
        environ["PARLEY_DATA_DIR"] = options.data_dir
    return Settings.load(options.env_file or default_env_file(), environ)


def refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def add_local_model(
    backends: dict[str, Backend], options: argparse.Namespace, settings: Settings
) -> LocalModel | None:
    """Offer the embedded model last; fetch it at once only when there is nothing else."""
    if options.no_local_model:
        return None
    if reason := runtime_missing():
        log.warning("The embedded model is not offered: %s", reason)
        return None
    try:
        prepare_data_dir(settings.data_dir)
    except DataDirError as error:
        log.warning("%s", error)
    local = LocalModel(settings.data_dir)
    atexit.register(local.kill)
    alone = not backends
    backends[LOCAL] = local
    if alone:
        print(LOCAL_NOTICE, file=sys.stderr, flush=True)
        threading.Thread(target=fetch, args=[local], name="fetch at start", daemon=True).start()
    return local


def fetch(local: LocalModel) -> None:
    """Fetch the weights while the page is already open."""
    try:
        asyncio.run(local.fetch(TerminalProgress().show))
    except ModelUnavailable as error:
        log.warning("%s", error)


def wait_for_the_end() -> None:
    """Until Ctrl+C or a request to terminate."""
    ended = threading.Event()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: ended.set())
    while not ended.wait(1.0):  # with a limit: an endless wait would not see Ctrl+C on Windows
        pass


if __name__ == "__main__":
    sys.exit(main())
