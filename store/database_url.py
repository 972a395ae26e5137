"""What a database's URL says. What is wrong with one is told without quoting it."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

DRIVER = "postgresql+psycopg"
_POSTGRES = ("postgresql", "postgres", DRIVER)
_KINDS = (
    "must be a URL such as postgresql://user:password@host/name or sqlite:////folder/parley.db;"
    " in a password, special characters are written as %2F."
)


def read_url(text: str) -> URL:
    """The URL with the driver that is used for it.

    Raises `ValueError` for one that can never work: what to change, to be read after the
    name of what was set.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError(_KINDS) from None
    if url.drivername == "sqlite":
        return _sqlite(url)
    if url.drivername in _POSTGRES:
        return _postgres(url.set(drivername=DRIVER))
    raise ValueError(_KINDS)


def _sqlite(url: URL) -> URL:
    if not url.database or url.database == ":memory:" or url.host or url.query:
        raise ValueError("must name a file and no more, such as sqlite:////folder/parley.db.")
    return url


def _postgres(url: URL) -> URL:
    try:
        driver = url.get_dialect().import_dbapi()
    except ImportError:
        raise ValueError(
            "needs the driver for PostgreSQL: pip install 'psycopg[binary]'."
        ) from None
    if not url.database:
        raise ValueError("must end with the name of a database, as postgresql://host/name does.")
    try:
        driver.conninfo.make_conninfo(**url.query)
    except driver.Error:
        raise ValueError("has an option after its ? that PostgreSQL does not know.") from None
    return url
