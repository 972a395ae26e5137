"""Starts Parley: command line, settings, backends, page.

    python app.py [--host H] [--port P] [--share] [--env-file FILE] [--data-dir DIR]
                  [--no-local-model]

Prints `Parley is ready on http://H:P` once it answers. Ends with status 0 when it is
told to end, and with status 2 and one line on standard error when a setting is wrong
or the port is taken.
"""

import argparse
import asyncio
import atexit
import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType
from typing import Any, NoReturn

import environment  # before all that brings Gradio, which reads variables when imported
from backends.base import Backend
from backends.catalog import Catalog
from backends.connect import connect
from backends.errors import ModelUnavailable
from backends.local_model import NAME as LOCAL
from backends.local_model import LocalModel
from backends.local_process import runtime_missing
from backends.probe_file import Probes
from guard import logs
from guard.admission import Admission
from guard.doors import Access
from guard.ledger import Ledger
from guard.limits import CannotLimit, Rates
from guard.printed import PrintedToLog
from progress import TerminalProgress
from serving import CannotListen, Lifespan, Running, serve, visitor_secret
from settings import DataDirError, Settings, SettingsError, default_env_file, prepare_data_dir
from store.database import Database, open_database
from store.spending import Spending
from store.store import Store
from ui.asking import Asking
from ui.layout import build_ui

log = logging.getLogger("app")

LOCAL_NOTICE = (
    "No server is set up, so Parley uses the embedded model SmolLM2-135M-Instruct"
    " (92.9 MB, Apache-2.0, English only, answers are simple and often wrong)."
)
SHARE_NEEDS_LOGIN = (
    "--share needs PARLEY_AUTH=user:password: without a login anyone who has the link"
    " could spend your key."
)


def main(arguments: list[str] | None = None) -> int:
    """Run until told to end; the exit status."""
    options = parse(arguments)
    logs.setup((), "INFO")
    try:
        settings = load_settings(options)
        logs.setup(settings.secrets(), "INFO")
        run(options, settings)
    except (SettingsError, CannotListen) as error:
        say(str(error))
        return 2
    except Exception:
        log.critical("Parley cannot go on", exc_info=True)
        return 1
    return 0


def history(settings: Settings) -> Database:
    """Where all that is said is kept. What is wrong with it is told, and Parley goes on.

    Raises `SettingsError` for a URL that can never work.
    """
    try:
        database = open_database(settings.database_url or settings.data_dir)
    except ValueError as error:
        raise SettingsError(f"PARLEY_DATABASE_URL {error}") from None
    if database.moved_aside:
        log.warning("The history was damaged; it was moved to %s", database.moved_aside)
    if problem := database.problem:
        reason = getattr(problem.__cause__, "orig", None) if settings.database_url else None
        log.warning("%s", problem, exc_info=reason)
    return database


def admission(settings: Settings, kept: Database) -> Admission:
    """Who may ask what. Raises `SettingsError` where requests cannot be counted."""
    try:
        rates = Rates(settings.limits.storage)
    except CannotLimit as error:
        raise SettingsError(str(error)) from None
    ledger = Ledger(Spending(kept), lambda: visitor_secret(settings.data_dir))
    ledger.start()
    return Admission(
        settings.limits.message_chars,
        settings.visitor_limits(),
        frozenset(settings.owners),
        ledger,
        rates,
    )


def run(options: argparse.Namespace, settings: Settings) -> None:
    ended = when_told_to_end()
    backends = connect(settings.servers(), settings.deadlines())
    local = None if options.no_local_model else local_model(settings)
    if local:
        backends[LOCAL] = local  # last: whatever was set up comes before it
        atexit.register(local.kill)
    catalog = Catalog(backends)
    kept = history(settings)
    admitting = admission(settings, kept)
    asking = Asking(
        backends,
        catalog,
        admitting,
        settings.default_model,
        Probes(settings.data_dir / "tested_models.json"),
    )
    store = Store(kept)
    store.tidy()
    environment.no_proxy_for(options.host)  # Gradio asks its own page whether it is there
    running = serve(
        build_ui(asking, store),
        options.host,
        options.port,
        settings.auth,
        while_serving(catalog, backends),
        access=Access(
            shared=options.share,
            allowed_hosts=settings.allowed_hosts,
            trusted_proxies=settings.trusted_proxies,
            message_characters=settings.limits.message_chars,
        ),
        data_dir=settings.data_dir,
    )
    say(f"Parley is ready on {running.address}", sys.stdout)
    with redirect_stdout(PrintedToLog()), redirect_stderr(PrintedToLog()):
        if local and len(backends) == 1:
            fetch_meanwhile(local)
        if options.share:
            share(running)
        wait_for(ended)
        running.close()
        admitting.close()
        if local:
            local.kill()


class OneLineParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message}. See --help.\n")


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = OneLineParser(
        description="Parley: chat with any model, compare models side by side, explore them."
    )
    parser.add_argument(
        "--host", type=host, default="127.0.0.1", help="address to listen on (127.0.0.1)"
    )
    parser.add_argument(
        "--port", type=port, default=7860, help="port to listen on (7860); 0 takes a free one"
    )
    parser.add_argument("--share", action="store_true", help="make a public link as well")
    parser.add_argument("--env-file", type=Path, help="settings file (.env beside app.py)")
    parser.add_argument("--data-dir", help="where Parley keeps its files")
    parser.add_argument(
        "--no-local-model", action="store_true", help="do without the embedded model"
    )
    return parser.parse_args(arguments)


def host(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("must be an address such as 127.0.0.1")
    return text.strip()


def port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65_535):
        raise argparse.ArgumentTypeError("must be a whole number from 0 to 65535")
    return int(text)


def load_settings(options: argparse.Namespace) -> Settings:
    environ = dict(os.environ)
    if options.data_dir:
        environ["PARLEY_DATA_DIR"] = options.data_dir
    settings = Settings.load(options.env_file or default_env_file(), environ)
    if options.share and not settings.auth:
        raise SettingsError(SHARE_NEEDS_LOGIN)
    return settings


def say(sentence: str, stream: Any = sys.stderr) -> None:
    print(sentence, file=stream, flush=True)


def when_told_to_end() -> SimpleQueue[int]:
    """A queue that Ctrl+C or a request to terminate puts something into.

    An `Event` would not do: setting it in a signal's handler may wait for ever for the
    very thread that the handler interrupted.
    """
    ended = SimpleQueue[int]()

    def end(number: int, _frame: FrameType | None) -> None:
        ended.put(number)

    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)
    return ended


def wait_for(ended: SimpleQueue[int]) -> None:
    while True:
        try:
            ended.get(timeout=1.0)  # an endless wait would not see Ctrl+C on Windows
            return
        except Empty:
            pass


def local_model(settings: Settings) -> LocalModel | None:
    """The embedded model, unless it cannot run with what is installed."""
    if reason := runtime_missing():
        log.warning("The embedded model is not offered: %s", reason)
        return None
    try:
        prepare_data_dir(settings.data_dir)
    except DataDirError as error:
        log.warning("%s", error)
    return LocalModel(settings.data_dir)


def while_serving(catalog: Catalog, backends: Mapping[str, Backend]) -> Lifespan:
    """Ask for the models before the first page does; let go of the servers at the end."""

    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncGenerator[None, None]:
        listing = asyncio.create_task(catalog.models())
        try:
            yield
        finally:
            listing.cancel()
            closing = (backend.close() for backend in backends.values())
            await asyncio.gather(listing, *closing, return_exceptions=True)

    return lifespan


def fetch_meanwhile(local: LocalModel) -> None:
    """Fetch the weights while the page is already open."""

    def fetch() -> None:
        try:
            if local.weights.found() is None:
                asyncio.run(local.fetch(TerminalProgress().show))
        except ModelUnavailable as error:
            log.warning("%s", error)

    say(LOCAL_NOTICE)
    threading.Thread(target=fetch, name="fetch at start", daemon=True).start()


def share(running: Running) -> None:
    try:
        link = running.share()
    except Exception as error:
        log.debug("sharing failed", exc_info=error)
        say(
            "There is no public link: the service that makes them could not be reached."
            f" Parley goes on at {running.address} alone."
        )
    else:
        say(f"Whoever has a login reaches Parley at {link} as well.")


if __name__ == "__main__":
    sys.exit(main())
