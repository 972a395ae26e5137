"""A browser without a screen: it opens the page, keeps its cookies, and presses buttons."""

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from guard.visitors import COOKIE
from store.database import open_database
from store.runs import Runs
from store.types import Run
from tests.running import AppProcess, running_app
from tests.store.making import lanes

EVERYWHERE = ("--host", "0.0.0.0", "--port", "0", "--no-local-model")


@contextmanager
def open_to_all(
    data: Path, env: Mapping[str, str] | None = None
) -> Generator[AppProcess, None, None]:
    """The application on every address of this machine; `url` names the loopback one."""
    settings = {"PARLEY_DATA_DIR": str(data)} | dict(env or {})
    with running_app(settings, EVERYWHERE) as app:
        app.url = app.url.replace("0.0.0.0", "127.0.0.1")
        yield app


class Visitor:
    """session: Gradio's name for the page, which a browser is free to choose."""

    def __init__(self, http: httpx.Client, session: str) -> None:
        self.http, self.session = http, session
        http.get("/").raise_for_status()
        self._config = http.get("/config").raise_for_status().json()

    @property
    def cookie(self) -> str:
        return self.http.cookies[COOKIE]

    @property
    def owner(self) -> str:
        return f"visitor:{self.cookie.partition('.')[0]}"

    def listed(self) -> list[str]:
        """The ids of the comparisons that it can choose from."""
        return [run_id for _, run_id in self.press("run-chosen", "focus")[1]["choices"]]

    def taken_away(self, run_id: str) -> tuple[str, str]:
        """What is told, and the file."""
        told, file = self.press("run-json", "click", run_id)
        return str(told), str(file)

    def press(self, element: str, event: str, *values: Any) -> list[Any]:
        """What the event answers, for each of its outputs."""
        self._join(element, event, values)
        asked = {"session_hash": self.session}
        with self.http.stream("GET", "/gradio_api/queue/data", params=asked) as answer:
            for line in answer.iter_lines():
                message = json.loads(line.removeprefix("data:") or "{}")
                if message.get("msg") == "process_completed":
                    assert message["success"], message
                    return message["output"]["data"]
        raise AssertionError(f"{element} did not answer")

    def _join(self, element: str, event: str, values: tuple[Any, ...]) -> None:
        body = {
            "data": list(values),
            "fn_index": self._function(element, event),
            "session_hash": self.session,
        }
        self.http.post("/gradio_api/queue/join", json=body).raise_for_status()

    def _function(self, element: str, event: str) -> int:
        parts = self._config["components"]
        wanted = [next(p["id"] for p in parts if p["props"].get("elem_id") == element), event]
        return next(d["id"] for d in self._config["dependencies"] if wanted in d["targets"])


@contextmanager
def visiting(
    app: AppProcess, session: str = "a", cookie: str = "", login: tuple[str, str] | None = None
) -> Generator[Visitor, None, None]:
    """cookie: what the browser has from an earlier visit."""
    with httpx.Client(base_url=app.url, timeout=60) as http:
        if cookie:
            put_on(http, cookie)
        if login:
            form = {"username": login[0], "password": login[1]}
            http.post("/login", data=form).raise_for_status()
        yield Visitor(http, session)


def put_on(http: httpx.Client, cookie: str) -> None:
    http.cookies.set(COOKIE, cookie, domain=http.base_url.host, path="/")


def keep(data: Path, owner: str) -> Run:
    """A comparison in the data folder of a running application."""
    database = open_database(data)
    try:
        return Runs(database).begin(owner, lanes(), f"kept by {owner}"[:60])
    finally:
        database.close()
