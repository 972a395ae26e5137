from typing import get_args

from store import errors


def test_every_reason_has_a_sentence() -> None:
    sentences = {
        *(str(errors.NotKept(reason)) for reason in get_args(errors.Fault)),
        *(str(errors.BadVote(reason)) for reason in get_args(errors.Unfit)),
        *(str(errors.NotReadable(reason, "line 3")) for reason in get_args(errors.Flaw)),
    }

    assert len(sentences) == sum(
        len(get_args(kind)) for kind in (errors.Fault, errors.Unfit, errors.Flaw)
    )
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in sentences)


def test_a_place_from_a_file_cannot_make_a_sentence_endless() -> None:
    assert len(str(errors.NotReadable("unknown_field", "x" * 10_000))) < 300
