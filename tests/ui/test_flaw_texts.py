"""What is said of a file that was imported, or was not."""

import re
from typing import get_args

import pytest

from store.chatgpt_content import Loss
from store.conversation_import import Imported
from store.errors import Flaw, NotReadable
from tests.store.talks import whole_conversation
from ui.flaw_texts import flaw_text, imported_text

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("reason", get_args(Flaw))
def test_every_reason_is_said_in_both_languages(reason: Flaw) -> None:
    error = NotReadable(reason, "lanes[0]", 3, 7, "20 MB")

    english, chinese = flaw_text("en", error), flaw_text("zh", error)

    assert english.startswith("The file was not imported: ") and "3" in english
    assert chinese.startswith("文件未导入：") and "第 3 行第 7 列" in chinese
    assert not CHINESE.search(english)


def test_the_place_is_said_once() -> None:
    damaged = NotReadable("damaged", "line 3, column 7", 3, 7)
    wrong = NotReadable("wrong_type", "conversations[0].title", 3, 7)

    assert flaw_text("en", damaged) == ("The file was not imported: line 3, column 7 is no JSON.")
    assert flaw_text("zh", damaged) == "文件未导入：第 3 行第 7 列 不是 JSON。"
    assert flaw_text("en", wrong) == (
        "The file was not imported: conversations[0].title is of the wrong type (line 3, column 7)."
    )
    assert flaw_text("en", NotReadable("too_large")) == (
        "The file was not imported: it is larger than the 20 MB that are read."
    )

    assert "超过 5000 个条目 的上限" in flaw_text(
        "zh", NotReadable("too_large", limit="5000 entries")
    )


def test_what_was_imported_is_counted_and_what_was_not_is_named() -> None:
    found = (whole_conversation(), whole_conversation())
    lost: dict[Loss, int] = {"images": 2, "hidden": 5}

    assert imported_text("en", Imported(conversations=found[:1], source="parley")) == (
        "1 conversation was imported."
    )
    assert imported_text("en", Imported(conversations=(), source="parley")) == (
        "The file holds no conversation."
    )
    both = Imported(conversations=found, source="chatgpt", left_out=lost)
    assert imported_text("en", both) == (
        "2 conversations were imported. Not taken along: images: 2, hidden messages: 5."
    )
    assert imported_text("zh", both) == ("已导入 2 个对话。未能带入：图片 2 张、隐藏的消息 5 条。")


@pytest.mark.parametrize("what", get_args(Loss))
def test_everything_that_may_be_left_out_has_a_name(what: Loss) -> None:
    imported = Imported(conversations=(), source="chatgpt", left_out={what: 3})

    assert "3" in imported_text("en", imported)
    assert CHINESE.search(imported_text("zh", imported))
