"""What Parley's child processes are started with."""

import subprocess
import sys
from collections.abc import Mapping

# On Windows a child of a windowless parent would otherwise open a console of its own.
NO_WINDOW = subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0

_SECRET_PREFIXES = ("OPENAI_", "AZURE_", "PARLEY_")
_SECRET_SUFFIXES = ("_KEY", "_TOKEN", "_SECRET", "_PASSWORD")


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """A copy of `environment` without Parley's settings and without anyone's keys.

    Proxy, certificate and pip settings stay: the child works in the same network.
    """
    return {name: value for name, value in environment.items() if not _is_secret(name.upper())}


def _is_secret(name: str) -> bool:
    return name.startswith(_SECRET_PREFIXES) or name.endswith(_SECRET_SUFFIXES)
