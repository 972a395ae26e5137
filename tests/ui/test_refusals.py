"""Why Parley does not send something, in both languages."""

import re
from typing import Any, get_args

import pytest

from backends.errors import KeyMissing
from backends.parameters import Problem, ProblemKind, problems
from guard.admission import NotAdmitted
from ui.asking import WrongParameters
from ui.parameter_values import PanelError
from ui.refusals import Refusal, problem_text, refusal_text

# Latin words that a Chinese sentence may hold beside the names of parameters.
NAMES = {"JSON", "Unicode", "true", "false", "_"}

WRONG: list[tuple[dict[str, Any], str, str]] = [
    (
        {"temperature": "x"},
        "temperature must be a number from 0 to 2.",
        "温度必须是数字，在 0 到 2 之间。",
    ),
    ({"temperature": 9}, "temperature must be from 0 to 2.", "温度必须在 0 到 2 之间。"),
    (
        {"temperature": float("nan")},
        "temperature must be a finite number from 0 to 2.",
        "温度必须是有限的数，在 0 到 2 之间。",
    ),
    ({"top_k": float("inf")}, "top_k must be a finite number.", "top_k必须是有限的数。"),
]

EVERY_WAY: list[dict[str, Any]] = [
    {"temperature": "x"},
    {"max_completion_tokens": 0},
    {"max_completion_tokens": 1.5},
    {"top_k": float("nan")},
    {"stop": ["a", "b", "c", "d", "e"]},
    {"stop": ["a", 7]},
    {"stop": ["a", ""]},
    {"stop": 7},
    {"safety_identifier": "x" * 65},
    {"service_tier": "fastest"},
    {"modalities": ["text", "smell"]},
    {"tools": ["hammer"]},
    {"logprobs": "yes"},
    {"logit_bias": {"7": "much"}},
    {"logit_bias": {"7": 101}},
    {"metadata": {"x" * 65: "y"}},
    {"metadata": {"x": "y" * 513}},
    {"response_format": {}},
    {"response_format": {"type": "xml"}},
    {"response_format": {"type": "json_schema"}},
    {"response_format": {"type": "json_schema", "json_schema": {"name": "a b"}}},
    {"top_k": "\ud800"},
    {"top_k": {1, 2}},
    {"top_k": "x" * 100_001},
    {"top_k": [[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]},
]


@pytest.mark.parametrize(("parameters", "english", "chinese"), WRONG)
def test_a_wrong_value_is_told_with_the_allowed_range(
    parameters: dict[str, Any], english: str, chinese: str
) -> None:
    refusal = WrongParameters(problems(parameters))

    assert refusal_text("en", refusal) == english
    assert refusal_text("zh", refusal) == chinese


def test_the_ways_to_be_wrong_that_are_tested_cover_every_kind() -> None:
    found = {problem.kind for parameters in EVERY_WAY for problem in problems(parameters)}

    assert found == set(get_args(ProblemKind))


@pytest.mark.parametrize("parameters", EVERY_WAY, ids=lambda p: ascii(p)[:40])
def test_every_problem_is_a_whole_sentence_in_each_language(parameters: dict[str, Any]) -> None:
    (problem,) = problems(parameters)

    english, chinese = problem_text("en", problem), problem_text("zh", problem)

    assert english == str(problem)
    assert re.fullmatch(r"[^ ].* must .*[^ ]\.", english)
    assert re.fullmatch(r"[^ ].*必须.*[^ ]。", chinese)
    words = re.findall(r"[A-Za-z_][\w.]*", chinese, re.ASCII)
    allowed = {*problem.expected, problem.part, problem.parameter}
    assert [w for w in words if w not in allowed and w not in NAMES] == []


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"stop": ["a", 7]}, "停止序列的第 2 项必须是文本。"),
        ({"metadata": {"x" * 65: "y"}}, "metadata的键必须不超过 64 个字符。"),
        (
            {"response_format": {"type": "json_schema", "json_schema": {"name": "a b"}}},
            "json_schema.name 必须只包含字母、数字、_ 和 -，在 1 到 64 个字符之间。",
        ),
        ({"top_k": "\ud800"}, "top_k必须是有效的 Unicode 文本。"),
    ],
)
def test_the_part_that_is_wrong_is_named(parameters: dict[str, Any], told: str) -> None:
    (problem,) = problems(parameters)

    assert problem_text("zh", problem).endswith(told)


def test_a_name_of_any_length_is_cut() -> None:
    problem = Problem(parameter="x" * 5000, kind="finite", part="y" * 5000)

    assert len(problem_text("en", problem)) < 200
    assert len(problem_text("zh", problem)) < 200


@pytest.mark.parametrize(
    ("refusal", "english", "chinese"),
    [
        (NotAdmitted("empty_message"), "Write a message first.", "请先输入消息。"),
        (
            NotAdmitted("message_too_long", 12, 10),
            "The message has 12 characters; at most 10 can be sent. Shorten it.",
            "消息有 12 个字符，最多可发送 10 个。请缩短。",
        ),
        (
            PanelError("not_integer", "max_completion_tokens"),
            "Max output tokens must be a whole number, such as 200.",
            "最大输出词元数必须是整数，例如 200。",
        ),
        (
            PanelError("extra_not_json"),
            'Extra fields must be a JSON object such as {"top_k": 40}.',
            '附加字段必须是 JSON 对象，例如 {"top_k": 40}。',
        ),
        (
            KeyMissing(server="openai", variable="OPENAI_API_KEY"),
            "No key is set for openai. Set OPENAI_API_KEY in .env and restart Parley.",
            "openai 没有设置密钥。 请在 .env 中设置 OPENAI_API_KEY 并重启 Parley。",
        ),
    ],
)
def test_every_refusal_has_its_sentence(refusal: Refusal, english: str, chinese: str) -> None:
    assert refusal_text("en", refusal) == english
    assert refusal_text("zh", refusal) == chinese


def test_several_problems_are_told_one_after_the_other() -> None:
    refusal = WrongParameters(problems({"temperature": 9, "top_p": 9}))

    assert refusal_text("en", refusal).count("must be from 0 to") == 2
