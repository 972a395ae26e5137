"""A pasted text → a syntax tree that keeps comments and layout, or why there is none.

Python's own parser looks first: it knows limits to nesting and names a mistake well. A
notebook's `!pip …` and `%magic` lines become comments for both parsers.
"""

import ast
import warnings

import libcst as cst

from ui.migration.other_language import is_notebook, other_language
from ui.migration.types import NotPython, OtherLanguage, TooDeep, TooLong

MAX_BYTES = 200_000
MAX_DEPTH = 200  # levels of nesting in a syntax tree
_PYTHON_2 = ("Missing parentheses in call to", "multiple exception types must be parenthesized")


class Notebook:
    """The lines of a notebook that are no Python, taken out and put back."""

    def __init__(self, code: str) -> None:
        self._lines: list[str] = []
        self._mark = "#parley"
        while self._mark in code:
            self._mark += "+"

    @property
    def is_used(self) -> bool:
        return bool(self._lines)

    def take_out(self, code: str) -> str:
        self._lines.clear()
        return "".join(self._masked(line) for line in code.splitlines(keepends=True))

    def put_back(self, code: str) -> str:
        if not self._lines:
            return code
        return "".join(self._restored(line) for line in code.splitlines(keepends=True))

    def _masked(self, line: str) -> str:
        text = line.strip()
        if not _is_magic(text):
            return line
        self._lines.append(text)
        indent = line[: len(line) - len(line.lstrip())]
        end = line[len(line.rstrip()) :]
        return f"{indent}pass  {self._mark} {len(self._lines) - 1}{end}"

    def _restored(self, line: str) -> str:
        before, mark, number = line.partition(f"pass  {self._mark} ")
        if not mark:
            return line
        end = number[len(number.rstrip()) :]
        return f"{before}{self._lines[int(number)]}{end}"


def _is_magic(text: str) -> bool:
    """`% name` is no magic: a text may be filled in on a line of its own."""
    return text.startswith("!") or (text.startswith("%") and text[1:2] not in ("", " ", "("))


def read(code: str) -> tuple[cst.Module, Notebook]:
    """The tree, and what puts a notebook's lines back into its text.

    Raises `TooLong`, `TooDeep`, `NotPython` or `OtherLanguage`.
    """
    check_size(code)
    notebook = Notebook(code)
    try:
        _check(code)
    except NotPython as wrong:
        masked = notebook.take_out(code)
        if masked == code:
            raise _explained(code, wrong) from None
        _check_masked(masked, code)
        code = masked
    return _tree(code), notebook


def check_size(code: str) -> None:
    """Raises `TooLong`, or `OtherLanguage` for a notebook's whole file."""
    # Bytes are never fewer than characters, so a huge text is not even encoded.
    size = len(code) if len(code) > MAX_BYTES else len(code.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise TooLong(size, MAX_BYTES)
    if is_notebook(code):
        raise OtherLanguage("ipynb")


def _check_masked(masked: str, code: str) -> None:
    try:
        _check(masked)
    except NotPython as wrong:
        raise _explained(code, wrong) from None


def _check(code: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as "\d" in a string; the author's concern
            tree = ast.parse(code)
    except SyntaxError as error:
        raise _refusal(error) from None
    except (ValueError, UnicodeError) as error:
        raise NotPython(1, 1, str(error)) from None
    except (RecursionError, MemoryError):
        raise TooDeep from None
    if _deeper_than(tree, MAX_DEPTH):
        raise TooDeep


def _refusal(error: SyntaxError) -> NotPython | TooDeep:
    reason = error.msg
    if reason.startswith("too many"):  # nested parentheses, levels of indentation
        return TooDeep()
    key = "python_2" if reason.startswith(_PYTHON_2) else "not_python"
    return NotPython(max(error.lineno or 1, 1), max(error.offset or 1, 1), reason, key)


def _explained(code: str, wrong: NotPython) -> NotPython | OtherLanguage:
    if wrong.key == "not_python" and (found := other_language(code)):
        return OtherLanguage(found)
    return wrong


def _deeper_than(tree: ast.AST, limit: int) -> bool:
    level: list[ast.AST] = [tree]
    for _ in range(limit):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return False
    return True


def _tree(code: str) -> cst.Module:
    try:
        return cst.parse_module(code)
    except cst.ParserSyntaxError as error:
        raise NotPython(error.raw_line, error.raw_column + 1, error.message) from None
    except RecursionError:
        raise TooDeep from None
