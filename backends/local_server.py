"""The program of the child process that serves the embedded model on 127.0.0.1.

Run as `python -m backends.local_server` in Parley's folder. It reads one line of JSON
from standard input, a `Request`; it answers with one line on standard output,
`{"url": …}` or `{"error": …}`; then it serves until standard input ends, which also
happens when the parent is killed. The key comes through the pipe because a command
line or an environment can be read by others.

What llama.cpp's server does under these settings was measured by running it: it takes
a free port by itself, shares `context` evenly among `slots`, and answers 401 to a
request without the key on every path but `/health`.
"""

import importlib
import json
import os
import signal
import sys
from typing import Any, TypedDict

# Prompts already read are kept to be continued; unset, that may grow to 8 GB.
_PROMPT_CACHE_MIB = 256

# The server ends when its object is collected.
_kept: list[Any] = []


class Request(TypedDict):
    """path: the GGUF file. context: tokens, shared by `slots` requests at a time."""

    path: str
    key: str
    alias: str
    threads: int
    slots: int
    context: int


def main() -> None:
    # Ctrl+C reaches the whole process group; when to end is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    _silence()
    request: Request = json.loads(sys.stdin.readline())
    try:
        reply = {"url": serve(request)}
    except Exception as problem:
        reply = {"error": f"{problem}"[:200].rstrip(".") or type(problem).__name__}
    with answer:
        print(json.dumps(reply), file=answer)
    if "url" in reply:
        sys.stdin.read()
    # Nothing is worth saving, and a reply being written must not delay the end.
    os._exit(0)


def _silence() -> None:
    """Send what native code prints to nowhere: it would mix with the one answer line."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def serve(request: Request) -> str:
    """Start the server in the background and return its address, `http://127.0.0.1:…`.

    Raises `RuntimeError` with a short reason.
    """
    # Not at the top: it may print while it loads, and may not load at all.
    try:
        xllamacpp: Any = importlib.import_module("xllamacpp")
    except ImportError as problem:
        raise RuntimeError(f"xllamacpp does not load here ({problem})") from problem
    settings = xllamacpp.CommonParams()
    settings.model.path = request["path"]
    settings.model_alias = {request["alias"]}
    settings.api_keys = [request["key"]]
    settings.n_parallel = request["slots"]
    settings.n_ctx = request["context"]
    settings.cpuparams.n_threads = request["threads"]
    settings.cpuparams_batch.n_threads = request["threads"]
    settings.cache_ram_mib = _PROMPT_CACHE_MIB
    # Vectors as well as replies; a text's is the mean over its tokens, at most 512 of them.
    settings.embedding = True
    settings.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
    settings.hostnames = ["127.0.0.1"]
    settings.cors_origins = ""
    settings.cors_credentials = False
    settings.ui = False
    settings.endpoint_slots = False
    settings.offline = True
    settings.verbosity = 0
    try:
        _kept.append(xllamacpp.Server(settings))
    except RuntimeError as problem:  # it does not say more than that it failed
        raise RuntimeError("llama.cpp could not load the model file") from problem
    return _kept[0].listening_address


if __name__ == "__main__":
    main()
