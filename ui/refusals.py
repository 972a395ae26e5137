"""Why Parley itself does not send something, in one sentence."""

from backends.errors import BackendError
from backends.parameter_problem import LONGEST_NAME
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
    "a JSON value": "JSON 值",
}
CHINESE_SHAPES = {
    "valid Unicode text": "是有效的 Unicode 文本",
    "letters, digits, _ and - only": "只包含字母、数字、_ 和 -",
}
ALL_OF_THEM = {"parameters": "全部参数"}
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
            row = BY_NAME.get(refusal.parameter)
            name = (row.label_zh if language == "zh" else row.label_en) if row else ""
            return say(language, refusal.key, name=name)
        case WrongParameters():
            return " ".join(problem_text(language, problem) for problem in refusal.found)
        case BackendError():
            return " ".join(explain(language, refusal))


def problem_text(language: Language, problem: Problem) -> str:
    """A problem says itself in English; its fields say it in Chinese."""
    if language == "en":
        return str(problem)
    row = BY_NAME.get(problem.parameter)
    name = row.label_zh if row else ALL_OF_THEM.get(problem.parameter, problem.parameter)
    return f"{name[:LONGEST_NAME]}{_part(problem.part)}必须{_demand(problem)}。"


def _part(part: str) -> str:
    """Which part of the value is meant, with what joins it to the parameter's name."""
    kind, _, place = part.partition(" ")
    if kind == "item" and place.isdecimal():
        return f"的第 {place} 项"
    if part == "a key":
        return "的键"
    return f" 的 {part[:LONGEST_NAME]} " if part else ""


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
            wanted = CHINESE_SHAPES.get(problem.expected[0]) if problem.expected else ""
            return f"{wanted or '包含 ' + '、'.join(problem.expected)}{extent and '，' + extent}"
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
