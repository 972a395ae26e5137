"""The files that settings are about: the .env file that is read, the folder that is kept."""

import io
import tempfile
from codecs import BOM_UTF8
from pathlib import Path

from dotenv.parser import Binding, parse_stream


class SettingsError(Exception):
    """A setting is wrong. `str(error)` is one line: the variable and the mend."""

    def __init__(self, text: str) -> None:
        super().__init__(" ".join(text.split()))


class DataDirError(SettingsError):
    """The data folder cannot be used; Parley can still run without keeping anything."""


def default_env_file() -> Path | None:
    """The .env file beside app.py, `None` where there is none."""
    beside = Path(__file__).with_name(".env")
    return beside if beside.is_file() else None


def read_env_file(path: Path) -> dict[str, str]:
    """Name and value of each variable in a .env file.

    Values stand as they are: ${NAME} is not filled in. Raises `SettingsError`.
    """
    try:
        content = path.read_bytes().removeprefix(BOM_UTF8)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise SettingsError(f"{path} cannot be read ({reason}): check --env-file.") from None
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}, line {line}, is not UTF-8: save it as UTF-8.") from None
    values: dict[str, str] = {}
    for binding in parse_stream(io.StringIO(text)):
        if binding.error or (binding.key and binding.value is None):
            raise SettingsError(f"{path}, line {_line(binding)}, must be written NAME=value.")
        if binding.key:
            values[binding.key] = binding.value or ""
    return values


def prepare_data_dir(path: Path) -> Path:
    """Make the data folder if need be, for its owner alone, and try to write there.

    A folder that exists keeps its mode: it may be shared on purpose. Raises `DataDirError`.
    """
    try:
        if not path.is_dir():
            path.mkdir(parents=True)
            path.chmod(0o700)
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as error:
        raise DataDirError(
            f"PARLEY_DATA_DIR must be a folder that Parley can write to:"
            f" {path} is not ({error.strerror or type(error).__name__})."
        ) from None


def _line(binding: Binding) -> int:
    """Number of the line, from 1; the parser counts from the blank lines before it."""
    text = binding.original.string
    return binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")
