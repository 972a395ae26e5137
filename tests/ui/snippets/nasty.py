"""Texts that break out of careless quoting, in any language."""

from random import Random

WORDS = (
    "",
    'it\'s "quoted" and `ticked`',
    "'; touch pwned; '",
    '"; touch pwned; "',
    "$(touch pwned) `touch pwned` ${HOME} $HOME $$ $'x'",
    "\nJSON\ntouch pwned\n",
    "JSON",
    "EOF\n<<'JSON'",
    "`); require('fs').writeFileSync('pwned', ''); (`",
    "${require('fs').writeFileSync('pwned', '')}",
    '" + __import__("os").system("touch pwned") + "',
    "{process.exit(3)} {{x}} {x!r} %s %d %% %HEADERS% %URL%",
    "\\ \\\\ \\n \\u0041 \\x41 \\' \\\" \\`",
    "ends with a backslash\\",
    "line one\nline two\r\nline three\rline four\n",
    "\n",
    "\n\nfirst lines empty, and a text long enough to be written line by line",
    "\ttab\vvertical\fform\0nul\x1b[31mred\x7f",
    "\u2028line\u2029paragraph\u0085next\ufeffmark\u00a0space",
    "\u202eright to left\u202c \u200bzero\u200dwidth",
    "😀 𝒳 \U0010ffff \uffff \ue000 é e\u0301 中文 שלום",
    "!! !$ !touch ^x^y ~ * ? [a-z] # comment // comment /* */ <!-- --> </script>",
    "null true false undefined NaN 0x10 1e5",
    "@file -d --data -H 'X: y' ;& | > pwned",
    "x" * 5000 + "'" * 500 + '"' * 500,
)
PIECES = (
    *("'", '"', "`", "\\", "$", "$(", "${", ")", "}", "{", "%", "!", "#", ";", "&", "|", "<", ">"),
    *("\n", "\r", "\t", "\0", "\x1b", "\x7f", "\u2028", "\u2029", "\ufeff", "\u202e", "\u0085"),
    *("a", "JSON", "JSON\n", "\nJSON", "null", "touch pwned", " ", "é", "中", "😀", "\U0010ffff"),
    *("\\n", "\\u", "\\x", "//", "/*", "*/", "'''", '"""', "<<", "${x}", "@", "-", "~"),
)


def made(count: int, seed: int) -> list[str]:
    """The same texts for the same seed."""
    chance = Random(seed)
    return ["".join(chance.choices(PIECES, k=chance.randint(1, 30))) for _ in range(count)]


def nested(texts: list[str]) -> dict[str, object]:
    """A value that has each text as a name and as a value, among all else that JSON has."""
    pairs: dict[str, object] = {f"{at}{text}": text for at, text in enumerate(texts)}
    numbers = [0, -1, 0.1, -2.5e-9, 1e21, 2**53 - 1, True, False, None]
    special: dict[str, object] = {
        "__proto__": {"a": 1},
        "constructor": [],
        "": {},
        "a b": [[]],
        "valid_name": "x",
    }
    return {"pairs": pairs, "numbers": numbers, "special": special, "texts": texts}
