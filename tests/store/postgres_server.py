"""A PostgreSQL server of the tests' own, which listens on a socket in its own folder alone."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

PATIENCE = 60.0  # seconds
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
ABSENT = "NOT TESTED ON POSTGRESQL: its server is not installed (Debian: apt install postgresql)"
UNTIL_INPUT_ENDS = '"$@" & server=$!; read -r _; kill -INT $server; wait $server'
"""Input ends with this process, however that ends: no server is left behind."""
FASTER = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def binaries() -> Path | None:
    """Where `initdb` and `postgres` are, the newest first."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    places = [place for pattern in PLACES for place in Path("/").glob(pattern[1:])]
    versions = sorted(places, key=lambda place: int("0" + "".join(filter(str.isdigit, str(place)))))
    return versions[-1] if versions else None


class PostgresServer:
    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count(1)

    def url(self, **options: str) -> str:
        """Of its database, with further options after the `?`."""
        asked = "".join(f"&{name}={value}" for name, value in options.items())
        return f"postgresql://parley@/postgres?host={self._folder}{asked}"

    def fresh(self) -> str:
        """The URL of a place where nothing is yet."""
        name = f"place_{next(self._numbers)}"
        self.execute(f"CREATE SCHEMA {name}")
        return self.url(options=f"-csearch_path%3D{name}")

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []


@contextmanager
def postgres_server(programs: Path) -> Generator[PostgresServer, None, None]:
    # Not in pytest's folder: a socket's path is short, and the superuser may not run a server.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder, user = Path(name), "postgres" if os.getuid() == 0 else None
        if user:
            shutil.chown(folder, user)
        initdb = [programs / "initdb", "-D", folder / "data", "-U", "parley", "--auth=trust"]
        quick = ["--encoding=UTF8", "--no-locale", "--no-sync"]
        subprocess.run([*initdb, *quick], user=user, cwd=folder, check=True, capture_output=True)
        settings = [f"-c{each}" for each in (*FASTER, "listen_addresses=")]
        run = [programs / "postgres", "-D", folder / "data", "-k", folder, *settings]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                ["sh", "-c", UNTIL_INPUT_ENDS, "sh", *run],
                user=user,
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            yield _answering(PostgresServer(folder), server, folder / "log")
        finally:
            server.communicate(timeout=PATIENCE)


def _answering(
    server: PostgresServer, process: "subprocess.Popen[bytes]", log: Path
) -> PostgresServer:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            server.execute("SELECT 1")
            return server
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(log.read_text(errors="replace")) from None
            time.sleep(0.05)
