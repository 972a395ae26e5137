"""Words from elsewhere, made safe to show and to log: no secret, no markup, no tricks.

`clean` is for what a server said about a failure: it may be a page of HTML, repeat
the key, or hold characters that reorder the line. `hide` only takes secrets out and
is for Parley's own text. Both take time in proportion to the text, whatever it holds,
and never raise.
"""

import base64
import html
import json
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

HIDDEN = "[hidden]"
READ_CHARS = 64_000
"""The most of one text that is looked at, in characters."""

# What people give servers that need no key; hiding it would garble plain sentences.
PLACEHOLDERS = frozenset({"empty", "none", "null", "ollama", "lm-studio", "no-key", "not-needed"})

# Each repetition is bounded or free of overlap, so no text makes the search slow.
_BEGIN = r"(?<![A-Za-z0-9])"
_ASSIGNED = r"[\\\"']{0,4}\s{0,4}[:=]\s{0,4}[\\\"']{0,4}"
_VALUE = r"[^\s\"'<>,;&\\]+"
_KEY_NAME = r"(?:api[-_]?key|access[-_]?key|(?:access|auth|api|refresh)[-_]token|client[-_]secret)"
_AFTER_BEARER = r"(?:tokens?|auth\w*|schemes?|formats?|headers?|keys?|is|was|and|or|not|in|realm)\b"
_REQUEST_ID = r"(?:req|msg|resp|run|call|gen|org|proj|asst|thread|file)_"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_RULES = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        # https://user:password@host
        (r"\b([a-z][a-z0-9+.-]{0,15}://)[^\s/?#\"'<>]{1,500}@", rf"\1{HIDDEN}@"),
        # Authorization: Bearer …, and Bearer … alone
        (rf"{_BEGIN}(authorization{_ASSIGNED}(?:[a-z-]{{1,20}} +)?){_VALUE}", rf"\1{HIDDEN}"),
        (rf"\b(bearer\s{{1,4}})(?!{_AFTER_BEARER}){_VALUE}", rf"\1{HIDDEN}"),
        # api-key: …, "api_key": "…", OPENAI_API_KEY=…, password=…, ?key=…
        (rf"{_BEGIN}({_KEY_NAME}{_ASSIGNED}){_VALUE}", rf"\1{HIDDEN}"),
        (rf"{_BEGIN}((?:password|passwd|pwd|secret)[\"']?=[\"']?){_VALUE}", rf"\1{HIDDEN}"),
        (r"(\"(?:password|passwd|pwd|secret|token)\"\s{0,4}:\s{0,4}\")[^\"]+", rf"\1{HIDDEN}"),
        (rf"([?&](?:key|token|sig|signature|code|secret)=){_VALUE}", rf"\1{HIDDEN}"),
        # sk-…, sk_…, and as OpenAI repeats it: sk-proj-****abcd
        (
            rf"{_BEGIN}(?:sk|pk|rk)[-_](?=[\w-]{{6}}|[\w-]{{0,40}}(?:\*|•|…|\.\.))[\w*•….-]*[\w*•…]",
            HIDDEN,
        ),
        (r"(?<![\w*•.-])[\w.-]+[*•]{3,}[\w*•-]*|(?<![\w*•])[*•]{4,}[\w-][\w*•-]*", HIDDEN),
        # keys of other makers, and signed tokens
        (rf"{_BEGIN}(?:gsk_|hf_|xai-|pplx-|ghp_|r8_|nvapi-|AIza)[\w]{{20,}}[\w-]*", HIDDEN),
        (rf"{_BEGIN}eyJ[\w-]{{10,}}\.[\w-]+(?:\.[\w-]+)?", HIDDEN),
        # long hex or base64 soon after the word
        (
            rf"\b((?:keys?|tokens?|secrets?|passwords?|credentials?)\b.{{1,24}}?)(?<![\w-])"
            rf"(?!{_REQUEST_ID})(?:{_UUID}|(?=[a-z+/_]{{0,200}}\d)[a-z0-9+/_]{{20,}}={{0,2}})(?![\w-])",
            rf"\1{HIDDEN}",
        ),
    )
)

_HTML = re.compile(
    r"<(?:!doctype|html|head|body|title|center|h[1-6]|div|p|br|pre|span|script|style)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_TAG_NAME = re.compile(r"<(/?[a-z][a-z0-9]{0,15})", re.IGNORECASE)
_ENDS = {
    name: re.compile(rf"</{name}", re.IGNORECASE | re.ASCII) for name in ("script", "style")
} | {"!--": re.compile("--")}
_INLINE = frozenset({"a", "b", "i", "em", "strong", "code", "span", "mark", "wbr"})
_TERMINAL_CODE = re.compile(r"\x1b\[[0-9;?]{0,32}[@-~]")


def clean(text: str, secrets: Iterable[str] = (), limit: int = 300) -> str:
    """One line of plain text, at most `limit` characters, without secrets.

    secrets: what is known to be secret; also hidden where it is quoted or encoded.
    """
    forms = _forms(secrets)
    text = _replace(text, forms)[:READ_CHARS]
    if _HTML.search(text):
        text = _text_of_page(text)
    # Invisible characters could part a secret in two, so the search comes after.
    text = "".join(filter(_visible, _TERMINAL_CODE.sub("", text)))
    text = " ".join(text.split())
    text = _apply_rules(_replace(text, forms))
    return text if len(text) <= limit else text[: max(limit - 1, 0)].rstrip() + "…"


def hide(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` with secrets and all that looks like one replaced, else as it was."""
    return _apply_rules(_replace(text, _forms(secrets))[:READ_CHARS])


class Secrets:
    """What is known to be secret, made ready once to be taken out of many texts."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._forms = _forms(secrets)

    def out_of(self, text: str) -> str:
        """`text` without them; what only looks like a secret stays."""
        return _replace(text, self._forms)


def _visible(char: str) -> bool:
    """Whether `char` is anything but a control, bidi or zero-width character."""
    return char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs")


def _replace(text: str, forms: Iterable[str]) -> str:
    for form in forms:
        text = text.replace(form, HIDDEN)
    return text


def _apply_rules(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def _forms(secrets: Iterable[str]) -> list[str]:
    """Each secret as it may turn up in a text, the longest first."""
    forms: set[str] = set()
    for secret in secrets:
        if len(secret) < 4 or secret.lower() in PLACEHOLDERS:
            continue
        forms.update((secret, secret.replace("/", "\\/"), html.escape(secret)))
        forms.update((json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]))
        raw = secret.encode("utf-8", "surrogatepass")
        forms.update(_percent_encoded(raw))
        if len(raw) >= 8:
            forms.update(_base64_encoded(raw))
    return sorted(forms, key=len, reverse=True)


def _percent_encoded(raw: bytes) -> Iterable[str]:
    for encoded in (quote(raw), quote(raw, safe=""), quote_plus(raw)):
        yield encoded
        yield re.sub(r"%..", lambda escape: escape[0].lower(), encoded)


def _base64_encoded(raw: bytes) -> Iterable[str]:
    """The characters of base64 that `raw` alone decides, wherever it stands in the data."""
    for before in range(3):
        padded = b"\0" * before + raw
        first, end = (before * 8 + 5) // 6, len(padded) * 8 // 6
        yield base64.b64encode(padded).decode()[first:end]
        yield base64.urlsafe_b64encode(padded).decode()[first:end]


def _text_of_page(page: str) -> str:
    """The words of an HTML page, without what stands in its scripts, styles and comments."""
    pieces: list[str] = []
    at = 0
    while (opened := page.find("<", at)) >= 0:
        pieces.append(page[at:opened])
        found = _TAG_NAME.match(page, opened)
        name = "!--" if page.startswith("!--", opened + 1) else found[1].lower() if found else ""
        closed = page.find(">", opened)
        if name in _ENDS:
            end = _ENDS[name].search(page, opened + 4)
            closed = page.find(">", end.end()) if end else -1
        at = closed + 1 if closed >= 0 else len(page)
        pieces.append("" if name.removeprefix("/") in _INLINE else " ")
    return html.unescape("".join([*pieces, page[at:]]))
