"""The log of a real process: one line a record, and no secret or prompt in it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
RECORD = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ [\w.]+ .*")
CANARY = "canary-4711-key"


def logged(script: str, *, level: str = "INFO", before: str = "", **environ: str) -> list[str]:
    """Lines on standard error of a process that sets up the log and runs `script`."""
    setup = f"import logging\nfrom guard.logs import setup\nsetup([{CANARY!r}], {level!r})\n"
    done = subprocess.run(
        [sys.executable, "-c", f"{before}\n{setup}{script}"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "", **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_a_record_is_one_line_with_time_level_and_name() -> None:
    lines = logged("logging.getLogger('ui.chat_tab').info('ready %s', 'now')")

    assert len(lines) == 1
    assert RECORD.fullmatch(lines[0])
    assert lines[0].endswith(" INFO ui.chat_tab ready now")


def test_line_ends_and_control_characters_are_escaped() -> None:
    lines = logged(r"logging.getLogger('app').warning('a\nb\r\x1b[31m %s', '\u2028\u202ec é')")

    assert lines[0].endswith(r"a\nb\r\x1b[31m \u2028\u202ec é")
    assert len(lines) == 1


@pytest.mark.parametrize(
    "call",
    [
        f"warning('key {CANARY}')",
        f"warning('%s', {CANARY!r})",
        f"warning('%(key)s', {{'key': {CANARY!r}}})",
        f"warning('%r', ['x', {CANARY!r}])",
        "warning('api_key=%s', 'abc')",
        "warning('Bearer abcdef')",
        "warning('got %s', 'sk-abcdef123')",
    ],
)
def test_secrets_are_hidden_in_message_and_arguments(call: str) -> None:
    (line,) = logged(f"logging.getLogger('app').{call}")

    assert "[hidden]" in line
    assert not re.search(rf"{CANARY}|abc", line)


def test_arguments_that_do_not_fit_are_not_printed() -> None:
    (line,) = logged(f"logging.getLogger('app').warning('%d of', {CANARY!r})")

    assert line.endswith("%d of (with arguments that do not fit)")


FAILURE = f"""
try:
    try:
        raise KeyError("Illegal header value b'Bearer {CANARY} '")
    except KeyError as error:
        raise ValueError("first {CANARY}\\nsecond") from error
except ValueError:
    logging.getLogger('backends.x').exception('It failed')
"""


def test_an_exception_is_its_type_and_message_on_one_line() -> None:
    (line,) = logged(FAILURE)

    assert line.endswith(r"It failed | ValueError: first [hidden]\nsecond")


def test_an_exception_has_its_traceback_on_the_same_line_when_debugging() -> None:
    (line,) = logged(FAILURE, level="debug")

    assert "It failed | Traceback (most recent call last): | " in line
    assert "KeyError: " in line and "ValueError: first [hidden] | second" in line
    assert CANARY not in line


def test_only_own_modules_speak_below_warnings() -> None:
    script = """
for name in ('httpx', 'httpx2', 'openai._base_client', 'gradio', 'uvicorn.access', 'other'):
    logging.getLogger(name).setLevel(logging.DEBUG)
    logging.getLogger(name).info('chatter')
logging.getLogger('store.turns').debug('own')
logging.getLogger('other').warning('matters')
"""

    lines = logged(script, level="DEBUG")

    assert [line.split(" ", 3)[3] for line in lines] == ["store.turns own", "other matters"]


REQUEST = f"""
import asyncio
import http.server, threading
import openai

class Refusing(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers['Content-Length']))
        body = b'{{"error": {{"message": "wrong key {CANARY}", "code": 401}}}}'
        self.send_response(401)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *arguments):
        pass

server = http.server.HTTPServer(('127.0.0.1', 0), Refusing)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = openai.OpenAI(
    api_key={CANARY!r}, base_url=f'http://127.0.0.1:{{server.server_port}}/v1', max_retries=0
)
messages = [{{'role': 'user', 'content': 'my private prompt'}}]
try:
    client.chat.completions.create(model='m', messages=messages)
except openai.APIStatusError as error:
    logging.getLogger('backends.openai_chat').exception('refused: %s', error.body)
server.shutdown()
"""


@pytest.mark.parametrize("before", ["", "import openai"])
def test_the_openai_package_logs_no_prompt_even_when_told_to_debug(before: str) -> None:
    lines = logged(REQUEST, level="DEBUG", before=before, OPENAI_LOG="debug")

    assert len(lines) == 1
    assert "refused: {'message': 'wrong key [hidden]'" in lines[0]
    assert CANARY not in lines[0]
    assert "my private prompt" not in lines[0]


def test_handlers_that_uvicorn_sets_up_later_print_no_secret() -> None:
    script = f"""
import logging.config
import uvicorn.config
logging.config.dictConfig(uvicorn.config.LOGGING_CONFIG)
logging.getLogger('uvicorn.access').info('GET /?key={CANARY}')
try:
    raise ValueError('{CANARY}')
except ValueError:
    logging.getLogger('uvicorn.error').exception('Exception in ASGI application\\n')
"""

    (line,) = logged(script)

    assert "Exception in ASGI application" in line
    assert line.endswith("ValueError: [hidden]")


def test_a_warning_is_one_line_of_the_log() -> None:
    (line,) = logged(f"import warnings\nwarnings.warn('old {CANARY}')")

    assert RECORD.fullmatch(line)
    assert "WARNING py.warnings" in line and "UserWarning: old [hidden]" in line


def test_setting_up_again_does_not_print_twice() -> None:
    assert len(logged(f"setup([], 'INFO')\nlogging.getLogger('app').info({CANARY!r})")) == 1


def test_an_unknown_level_is_refused() -> None:
    script = (
        "try:\n    setup([], 'LOUD')\nexcept ValueError as error:\n    assert 'LOUD' in str(error)"
    )

    assert logged(script) == []
