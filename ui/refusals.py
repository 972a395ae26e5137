"""Why Parley itself does not send something, in one sentence."""

from backends.errors import BackendError
from backends.parameters import BY_NAME, Problem
from guard.admission import NotAdmitted
from ui.asking import WrongParameters
from ui.parameter_values import PanelError
from ui.texts import Language, say
from ui.texts_of_errors import explain

Refusal = NotAdmitted | WrongParameters | PanelError | BackendError
REFUSALS = (NotAdmitted, WrongParameters, PanelError, BackendError)

CHINESE_KINDS = {
    "number": "数字",
    "integer": "整数",
    "boolean": "true 或 false",
    "string": "文本",
    "list": "列表",
    "object": "对象",
}
CHINESE_UNITS = {
    "characters": "个字符",
    "items": "项",
    "bytes": "字节",
    "levels of nesting": "层嵌套",
}


def refusal_text(language: Language, refusal: Refusal) -> str:
    match refusal:
        case NotAdmitted():
            return say(language, refusal.cause, size=refusal.size, limit=refusal.limit)
        case PanelError():
            return say(language, refusal.key)
        case WrongParameters():
            return " ".join(problem_text(language, problem) for problem in refusal.found)
        case BackendError():
            return " ".join(explain(language, refusal))


def problem_text(language: Language, problem: Problem) -> str:
    """A problem says itself in English; its fields say it in Chinese."""
    if language == "en":
        return str(problem)
    row = BY_NAME.get(problem.parameter)
    name = (row.label_zh if row else "") or problem.parameter[:60]
    part = f" 的 {problem.part[:60]} " if problem.part else ""
    return f"{name}{part}必须{_demand(problem)}。"


def _demand(problem: Problem) -> str:
    extent = _extent(problem)
    match problem.kind:
        case "type":
            kinds = "或".join(CHINESE_KINDS.get(kind, kind) for kind in problem.expected)
            return f"是{kinds}{extent and '，' + extent}"
        case "choice":
            return f"是以下之一：{'、'.join(problem.expected)}"
        case "finite":
            return f"是有限的数{extent and '，' + extent}"
        case "shape":
            return f"包含 {'、'.join(problem.expected)}"
        case "range" | "length":
            return extent


def _extent(problem: Problem) -> str:
    low, high, unit = problem.low, problem.high, CHINESE_UNITS.get(problem.unit, "")
    if low is None and high is None:
        return ""
    if low is None:
        return f"不超过 {high} {unit}".rstrip()
    if high is None:
        return f"至少为 {low} {unit}".rstrip()
    return f"在 {low} 到 {high} {unit}之间"
