"""What is refused before anything is sent, and the limit that is told."""

import pytest

from guard.admission import Admission, NotAdmitted


def refused(admission: Admission, message: str) -> NotAdmitted:
    with pytest.raises(NotAdmitted) as caught:
        admission.check_message(message)
    return caught.value


@pytest.mark.parametrize("message", ["", " ", "\n\t", "\u3000"])
def test_a_message_without_a_visible_character_is_refused(message: str) -> None:
    assert refused(Admission(), message).cause == "empty_message"


def test_a_message_of_just_the_limit_is_admitted() -> None:
    Admission(5).check_message("12345")


def test_a_longer_message_is_refused_with_its_size_and_the_limit() -> None:
    error = refused(Admission(5), "123456")

    assert (error.cause, error.size, error.limit) == ("message_too_long", 6, 5)


def test_characters_are_counted_not_bytes() -> None:
    Admission(2).check_message("你好")
