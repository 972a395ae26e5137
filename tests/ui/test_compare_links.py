"""A comparison as a link: what an address asks for, and what is written into one."""

from urllib.parse import parse_qsl

import pytest

from ui.compare_links import LONGEST_NAME, LONGEST_PROMPT, Link, link_to, read_link

LONGEST = 100


def read(address: str) -> Link:
    return read_link(dict(parse_qsl(address.removeprefix("?"))), LONGEST)


@pytest.mark.parametrize(
    ("models", "prompt"),
    [
        (["openai:gpt-5-mini", "ollama:llama3:8b"], "What is 2 + 2 & why?"),
        (["openai:a b", "openai:a b", "模型:甲"], "写一首诗\n第二行 #1"),
        (["local:a"], ""),
    ],
)
def test_a_written_link_is_read_as_what_it_was_made_of(models: list[str], prompt: str) -> None:
    link = read(link_to(models, prompt))

    assert link == Link("compare", tuple(models), prompt, len(models))


def test_a_link_reads_well() -> None:
    assert link_to(["openai:a", "local:b/c"], "Hi") == (
        "?tab=compare&models=openai:a,local:b/c&prompt=Hi"
    )


@pytest.mark.parametrize("prompt", ["x" * (LONGEST_PROMPT + 1), "字" * (LONGEST_PROMPT // 9 + 1)])
def test_a_prompt_that_is_too_long_for_an_address_is_left_out(prompt: str) -> None:
    assert link_to(["a:b"], prompt) == "?tab=compare&models=a:b"


def test_only_the_first_eight_models_are_taken_and_all_are_counted() -> None:
    link = read("?models=" + ",".join(f"m:{number}" for number in range(11)))

    assert link.models == tuple(f"m:{number}" for number in range(8))
    assert link.given == 11


def test_a_prompt_from_an_address_is_no_longer_than_a_message_may_be() -> None:
    assert read("?prompt=" + "x" * 500).prompt == "x" * LONGEST


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("", Link()),
        ("?tab=settings", Link()),
        ("?tab=Explore", Link("explore")),
        ("?models=,%20,a:b%20,%00%0A,", Link("", ("a:b",), "", 1)),
        ("?models=" + "n" * 500, Link("", ("n" * LONGEST_NAME,), "", 1)),
        ("?api_key=sk-x&models=a:b", Link("", ("a:b",), "", 1)),
    ],
    ids=["nothing", "no such tab", "capitals", "blanks", "long name", "a key"],
)
def test_whatever_an_address_holds_it_is_read(address: str, link: Link) -> None:
    assert read(address) == link
