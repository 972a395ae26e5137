"""How long, how varied and how alike texts are."""

import random

import pytest

from ui.text_measures import distinct, identical, mean_similarity, similarity, words_of

ALPHABET = "ab 大海，. \n's_-é🌊1"


def some_texts(seed: int) -> list[str]:
    """Up to six texts of any writing; some are empty, some the same."""
    chance = random.Random(seed)
    texts = ["".join(chance.choices(ALPHABET, k=chance.randint(0, 30))) for _ in range(5)]
    return [*texts, chance.choice(texts)][: chance.randint(0, 6)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" ... —!", []),
        ("The sea, the SEA.", ["the", "sea", "the", "sea"]),
        ("Don't stop", ["don\u02bct", "stop"]),
        ("Don’t stop", ["don\u02bct", "stop"]),
        ("'quoted'", ["quoted"]),
        ("**bold** and _lean_ __init__", ["bold", "and", "lean", "init"]),
        ("大海很大。", ["大", "海", "很", "大"]),
        ("用 Python 3 写", ["用", "python", "3", "写"]),
        ("ひらがな、カナ", ["ひ", "ら", "が", "な", "カ", "ナ"]),
        ("한국어 문장", ["한국어", "문장"]),
        ("cafe\u0301 café", ["café", "café"]),
        ("waves 🌊🌊", ["waves", "🌊", "🌊"]),
        ("line\nbreak", ["line", "break"]),
    ],
)
def test_words_are_what_a_reader_of_any_writing_takes_for_words(
    text: str, words: list[str]
) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("texts", "size", "expected"),
    [
        (["a b c"], 1, 1.0),
        (["a b a b"], 1, 0.5),
        (["a b a b"], 2, 2 / 3),
        (["a b", "a b"], 1, 0.5),
        (["a b", "b a"], 2, 1.0),  # there is no pair "b b" across the two
        (["大海大海"], 1, 0.5),
        (["大海大海"], 2, 2 / 3),
        (["a", "b"], 2, None),
        (["", "!"], 1, None),
        ([], 1, None),
    ],
)
def test_distinct_is_different_n_grams_over_all(
    texts: list[str], size: int, expected: float | None
) -> None:
    found = distinct([words_of(text) for text in texts], size)

    assert found == (expected if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], None),
        (["a"], None),
        (["a", "b"], 0.0),
        (["a", " a\n"], 1.0),
        (["a", "b", "a"], 2 / 3),
        (["a", "A"], 0.0),
        (["", ""], 1.0),
        ([str(number) for number in range(20)], 0.0),
    ],
)
def test_identical_is_the_share_of_the_most_frequent_text(
    texts: list[str], expected: float | None
) -> None:
    assert identical(texts) == (expected if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("the sea", "the sea", 1.0),
        ("the sea", "The sea!", 1.0),
        ("the sea", "sea the", 1.0),
        ("the sea", "a lake", 0.0),
        ("a b c d", "a b", 2 / 3),
        ("a a", "a", 2 / 3),
        ("大海很大", "大海很小", 3 / 4),
        ("", "...", 1.0),
        ("", "a", 0.0),
    ],
)
def test_similarity_counts_the_words_that_two_texts_share(
    one: str, other: str, expected: float
) -> None:
    assert similarity(words_of(one), words_of(other)) == pytest.approx(expected)


def test_the_mean_is_over_all_pairs_and_needs_two_texts() -> None:
    texts = [["a"], ["a"], ["b"]]

    assert mean_similarity(texts) == pytest.approx(1 / 3)
    assert mean_similarity(texts[:1]) is None
    assert mean_similarity([]) is None


@pytest.mark.parametrize("seed", range(40))
def test_whatever_the_texts_shares_are_shares(seed: int) -> None:
    texts = some_texts(seed)
    words = [words_of(text) for text in texts]

    for size in (1, 2):
        share = distinct(words, size)
        assert share is None or 0 < share <= 1
    for share in (identical(texts), mean_similarity(words)):
        assert (share is None) == (len(texts) < 2)
        assert share is None or 0 <= share <= 1
    for one in words:
        assert similarity(one, one) == 1.0
        assert all(similarity(one, other) == similarity(other, one) for other in words)


@pytest.mark.parametrize("seed", range(40))
def test_the_order_of_samples_and_of_words_changes_no_agreement(seed: int) -> None:
    texts, chance = some_texts(seed), random.Random(seed)
    words = [words_of(text) for text in texts]
    shuffled = [chance.sample(each, len(each)) for each in chance.sample(words, len(words))]

    assert mean_similarity(shuffled) == (
        None if len(words) < 2 else pytest.approx(mean_similarity(words))
    )
    assert distinct(shuffled, 1) == distinct(words, 1)


@pytest.mark.parametrize("seed", range(40))
def test_more_copies_of_the_same_samples_are_never_more_varied(seed: int) -> None:
    words = [words_of(text) for text in some_texts(seed)]
    once, twice = distinct(words, 1), distinct([*words, *words], 1)

    assert twice == (None if once is None else pytest.approx(once / 2))
