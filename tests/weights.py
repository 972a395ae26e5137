"""The embedded model's file for tests that need the real one."""

import asyncio
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from backends.gguf import SMOLLM2
from backends.local_weights import Weights

_CACHE = Path(__file__).resolve().parent.parent / ".cache"


def weights_path() -> Path:
    """The GGUF file, downloaded once into `.cache/models`; 92.9 MB the first time.

    Test processes that run at the same time may each download it, and each gets a whole
    file. Call it from a synchronous, session-wide fixture: it runs an event loop.
    """
    return asyncio.run(Weights(_CACHE).fetch())


def put_weights(data_dir: Path) -> None:
    """Lay the model's file into a data folder, as an earlier start would have.

    In a thread of its own: Playwright keeps an event loop running in the test's.
    """
    with ThreadPoolExecutor(1) as pool:
        source = pool.submit(weights_path).result()
    target = data_dir / "models" / SMOLLM2.file
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:  # another disk, or one that knows no links
        shutil.copyfile(source, target)
