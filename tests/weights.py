"""The embedded model's file for tests that need the real one."""

import asyncio
from pathlib import Path

from backends.local_weights import Weights

_CACHE = Path(__file__).resolve().parent.parent / ".cache"


def weights_path() -> Path:
    """The GGUF file, downloaded once into `.cache/models`; 92.9 MB the first time.

    Test processes that run at the same time may each download it, and each gets a whole
    file. Call it from a synchronous, session-wide fixture: it runs an event loop.
    """
    return asyncio.run(Weights(_CACHE).fetch())
