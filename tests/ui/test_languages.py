"""Which language the page speaks to someone."""

import random

import gradio as gr
import pytest

from ui.languages import Language, language_in
from ui.texts import language_of


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("en", "en"),
        ("zh", "zh"),
        ("ZH-cn", "zh"),
        ("zh-TW", "zh"),
        ("zh-Hans-CN", "zh"),
        ("zh_CN", "zh"),
        ("zho", "en"),
        ("en-US,en;q=0.9,zh;q=0.8", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("fr,zh;q=0.9,en;q=0.8", "zh"),
        ("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "en"),
        ("en;q=0.5,zh;q=0.9", "zh"),
        ("en ; q = 0.5 , zh ; q = 0.9", "zh"),
        ("zh;q=0.8,en;q=0.8", "zh"),
        ("zh;q=0,en;q=0.1", "en"),
        ("zh;q=0", "en"),
        ("fr,de", "en"),
        ("*", "en"),
        ("zh;q=nan,en;q=0.1", "en"),
        ("zh;q=2,en;q=0.1", "en"),
        (";;;,,,q=1", "en"),
    ],
)
def test_the_browsers_first_language_of_ours_by_weight_is_spoken(
    accepted: str, language: Language
) -> None:
    assert language_in({"accept-language": accepted}) == language


@pytest.mark.parametrize(
    ("cookie", "language"),
    [
        ("parley_language=en", "en"),
        ("parley_language=zh", "zh"),
        ("other=1; parley_language=en; third=zh", "en"),
        ("a/b=1; {x}=2; parley_language=en", "en"),
        ("parley_language=fr", "zh"),
        ("parley_language=", "zh"),
        ("parley_language", "zh"),
        ("", "zh"),
    ],
)
def test_the_persons_own_choice_comes_before_the_browsers(cookie: str, language: Language) -> None:
    assert language_in({"cookie": cookie, "accept-language": "zh-CN"}) == language


@pytest.mark.parametrize(
    "header",
    [
        '"',
        'parley_language="zh',
        'parley_language="\\377\\400\\"',
        "=; ==; ;=;",
        "expires=; path; $Version=1",
        "a\x00b=\x7f; \ud800=1",
        ";" * 10_000,
        "zh;q=" + "1" * 10_000,
    ],
)
def test_a_hostile_header_does_no_harm(header: str) -> None:
    assert language_in({"cookie": header, "accept-language": header}) in ("en", "zh")


def test_headers_of_any_characters_do_no_harm() -> None:
    chance = random.Random(7)
    letters = 'parley_language=zh;,"\\ $q0.9/\t\x00é中'

    for _ in range(500):
        header = "".join(chance.choices(letters, k=chance.randrange(60)))
        assert language_in({"cookie": header, "accept-language": header}) in ("en", "zh")


def test_the_language_of_a_request_is_read_from_its_headers() -> None:
    request = gr.Request(headers={"accept-language": "zh-CN", "cookie": "parley_language=en"})

    assert language_of(request) == "en"
    assert language_of(gr.Request(headers={"accept-language": "zh-CN"})) == "zh"


@pytest.mark.parametrize("request_", [None, gr.Request(), gr.Request(headers={})])
def test_a_request_without_headers_is_spoken_to_in_english(request_: gr.Request | None) -> None:
    assert language_of(request_) == "en"
