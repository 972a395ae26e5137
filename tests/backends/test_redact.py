"""What a server says is shown without secrets, markup or tricks, however hostile it is."""

import base64
import html
import json
import time
from urllib.parse import quote, quote_plus

import pytest

from backends.redact import HIDDEN, clean, hide

SECRET = "abc/+def&gh'-CANARY99"
AZURE_KEY = "0123456789abcdef0123456789ABCDEF"


@pytest.mark.parametrize(
    "encoded",
    [
        SECRET,
        quote(SECRET),
        quote(SECRET, safe=""),
        quote(SECRET, safe="").lower().replace("canary", "CANARY"),
        quote_plus(SECRET),
        html.escape(SECRET),
        json.dumps(SECRET)[1:-1],
        SECRET.replace("/", "\\/"),
        base64.b64encode(SECRET.encode()).decode(),
        base64.urlsafe_b64encode(SECRET.encode()).decode(),
    ],
)
def test_a_known_secret_is_hidden_in_every_form(encoded: str) -> None:
    assert clean(f"You sent {encoded} to us", [SECRET]).startswith(f"You sent {HIDDEN}")
    assert hide(f"You sent {encoded}\nto us", [SECRET]).startswith(f"You sent {HIDDEN}")


@pytest.mark.parametrize("before", ["", "u", "us", "user:", "Bearer "])
def test_a_secret_inside_longer_base64_is_hidden(before: str) -> None:
    encoded = base64.b64encode(f"{before}{SECRET}:more".encode()).decode()

    shown = clean(f"Header {encoded}", [SECRET])

    # Only what also holds bits of the neighbours stays: one character at either end.
    left, right = shown.removeprefix("Header ").split(HIDDEN)
    assert len(left) <= len(before) * 8 / 6 + 2
    assert len(right) <= len(":more") * 8 / 6 + 2 + len("==")


@pytest.mark.parametrize(
    "said",
    [
        "".join(f"&#{ord(char)};" for char in SECRET) + "<p>x</p>",
        f"<p>{SECRET[:5]}<b></b>{SECRET[5:]}</p>",
        f"{SECRET[:5]}\u200b{SECRET[5:]}",
        f"{SECRET[:5]}\x1b[31m{SECRET[5:]}",
        f"{SECRET[:5]}\x00{SECRET[5:]}",
        f"{'x' * 63_990}{SECRET}",
        f"{'x' * 290}{SECRET}",
        f"{'é' * 295}{SECRET}",
    ],
)
def test_a_secret_stays_hidden_however_it_is_broken_up(said: str) -> None:
    shown = clean(said, [SECRET], limit=100_000)

    assert SECRET not in shown and "CANARY" not in shown
    assert "CANARY" not in clean(said, [SECRET]) and "abc/" not in clean(said, [SECRET])


def test_of_two_secrets_the_longer_is_hidden_first() -> None:
    assert clean("it is key-one-more.", ["key-one", "key-one-more"]) == f"it is {HIDDEN}."


@pytest.mark.parametrize("secret", ["", "abc", "none", "EMPTY", "ollama", "lm-studio"])
def test_a_placeholder_for_a_key_is_no_secret(secret: str) -> None:
    said = "abc: none of ollama, lm-studio, EMPTY answers"

    assert clean(said, [secret]) == said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Incorrect API key provided: sk-proj-********abcd. See", "provided: [hidden]. See"),
        ("Incorrect API key provided: sk-…abcd.", "provided: [hidden]."),
        ("Incorrect API key provided: sk-...abcd.", "provided: [hidden]."),
        ("Incorrect API key provided: my.ke***********1234.", "provided: [hidden]."),
        ("Your key ********abcd is wrong", "Your key [hidden] is wrong"),
        ("Your key ••••••abcd is wrong", "Your key [hidden] is wrong"),
        ("got 'sk-abcdef123456'", "got '[hidden]'"),
        ("got sk_live_abcdef123456", "got [hidden]"),
        ("header Bearer abcdef", "header Bearer [hidden]"),
        ("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic [hidden]"),
        ("{'authorization': 'Bearer abcdef'}", "'Bearer [hidden]'}"),
        ("api-key: 12345", "api-key: [hidden]"),
        ('{"api_key": "12345"}', '{"api_key": "[hidden]"}'),
        ('{\\"apiKey\\": \\"12345\\"}', '\\"[hidden]\\"}'),
        ("OPENAI_API_KEY=12345", "OPENAI_API_KEY=[hidden]"),
        ("x-api-key=12345&a=1", "x-api-key=[hidden]&a=1"),
        ("password=hunter2", "password=[hidden]"),
        ('{"password": "a, b"}', '{"password": "[hidden]"}'),
        ("https://a.example/v1?key=12345&x=1", "?key=[hidden]&x=1"),
        ("https://user:pa@ss@a.example/v1", "https://[hidden]@a.example/v1"),
        ("postgresql://user:pass@db/x", "postgresql://[hidden]@db/x"),
        (f"subscription key '{AZURE_KEY}'", "key '[hidden]'"),
        (f"invalid token {AZURE_KEY}AbCd/+==", "token [hidden]"),
        ("key 123e4567-e89b-12d3-a456-426614174000", "key [hidden]"),
        (f"gsk_{AZURE_KEY} hf_{AZURE_KEY} AIza{AZURE_KEY}", "[hidden] [hidden] [hidden]"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln was sent", "[hidden] was sent"),
    ],
)
def test_what_looks_like_a_key_is_hidden(said: str, shown: str) -> None:
    assert clean(said).endswith(shown)


@pytest.mark.parametrize(
    "said",
    [
        "This model's maximum context length is 8192 tokens, yours has 10000 tokens.",
        "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
        "The model `gpt-4o-mini-2024-07-18` does not exist (chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6P).",
        "invalid token in request req_011CSHoEeqs5C35K2UUqR7Fy of meta-llama/Llama-3.3-70B",
        "Missing bearer authentication in header. Bearer token is missing.",
        "You didn't provide an API key. You can obtain an API key at https://a.example/keys.",
        "Invalid API key: please check your dashboard.",
        "sk-learn and task-oriented work at risk-averse desks",
        "mail help@a.example, see https://a.example/@docs",
        "expected <string> but got <int>, 1 < 2 and 3 > 2 & more",
        "a ***bold*** word, 2 ** 3 **** 4",
        "模型不存在: qwen3-235b-a22b 🙂",
        "unknown key: temperature_of_the_model",
    ],
)
def test_ordinary_words_stay_as_they_are(said: str) -> None:
    assert clean(said) == said
    assert hide(said) == said


def test_a_web_page_becomes_its_words() -> None:
    page = """<!DOCTYPE html><html><head><title>502 &amp; out</title>
        <style>p > b {color: red}</style><script>let a = "</p>" > 1;</script></head>
        <body><!-- a > secret --><h1>Bad\tGateway</h1><p>ng<b>inx</b>&nbsp;x</p>
        <img src=x onerror=alert(1)></body>"""

    assert clean(page) == "502 & out Bad Gateway nginx x"


@pytest.mark.parametrize("broken", ["<p>a<script>let x", "<p>a<!-- b", "<p>a<img src="])
def test_a_page_that_breaks_off_shows_only_what_stood_before(broken: str) -> None:
    assert clean(broken) == "a"


def test_characters_that_hide_or_reorder_are_dropped() -> None:
    assert clean("a\u202eb\u2066c\x07d\x1b[31me\x1b[0m\ud800f\ufeff\n g\u2028h") == "abcdef g h"


def test_a_long_text_is_cut_to_the_limit() -> None:
    assert clean("word " * 100, limit=8) == "word wo…"
    assert len(clean("x" * 1000)) == 300
    assert clean("x" * 300) == "x" * 300


def test_hiding_keeps_lines_and_spaces() -> None:
    assert hide("a  b\n\tc\u202e sk-abcdef123") == f"a  b\n\tc\u202e {HIDDEN}"


PIECES = [
    "a", "-", "*", "•", "a*", "a•", "a-", ".", "<", "<p><script", "<p><!--", "<p ", "&amp;",
    "sk-", "sk_", "sk-....", "sk-aaaaa", "pk-a*", "a://", "http://@", "key ", "key a", "key 0a",
    "key aaaaaaaaaaaaaaaaaaa ", "token" + "a" * 100 + "1", '"token":"', "password=", "api_key   ",
    "bearer ", "authorization: a ", "eyJaaaaaaaaaaa", "eyJaaaaaaaaaaa.", "gsk_", "?key=",
    "\x1b[", "\u202e", "\x00", "\\\"'", " ", "123e4567-",
]  # fmt: skip


def slowest(length: int) -> float:
    """Seconds of processor time for the piece that takes longest when repeated."""
    texts = [f"<p>{piece * (length // len(piece))}" for piece in PIECES]
    return max(min(seconds_for(text), seconds_for(text)) for text in texts)


def seconds_for(text: str) -> float:
    started = time.process_time()
    clean(text, ["canary" * 7, AZURE_KEY])
    return time.process_time() - started


def test_hostile_text_takes_time_in_proportion_to_its_length() -> None:
    # A quadratic search would need sixteen times as long; noise is far below that.
    assert slowest(60_000) < 10 * slowest(15_000) + 0.05
