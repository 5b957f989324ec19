"""Which texts say the same, and which only speak of the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.text.agreement.near_duplicates import containment, is_near_duplicate, shingles

ARTICLE = " ".join(
    f"Sentence {n} tells of stork {n * 7} and its nest on roof {n * 3}." for n in range(40)
)
OTHER = " ".join(
    f"Item {n} reports on heron {n * 5} by pond number {n * 2} this year." for n in range(40)
)


def is_repeat(later: str, earlier: str) -> bool:
    return is_near_duplicate(shingles(later), shingles(earlier))


@pytest.mark.parametrize(
    "later",
    [
        ARTICLE,
        ARTICLE.upper(),
        ARTICLE.replace(". ", ".\n\n"),
        "Reprinted with permission. " + ARTICLE + " All rights reserved.",
        ARTICLE[: len(ARTICLE) // 2],
    ],
)
def test_reprints_are_found(later: str) -> None:
    assert is_repeat(later, ARTICLE)


@pytest.mark.parametrize("later", [OTHER, OTHER + ARTICLE[:500], ""])
def test_other_texts_are_not(later: str) -> None:
    assert not is_repeat(later, ARTICLE)


def test_a_full_article_does_not_repeat_its_teaser() -> None:
    assert not is_repeat(ARTICLE, ARTICLE[:300])


def test_scripts_without_spaces_are_compared_by_characters() -> None:
    text = "白鹳在非洲过冬,三月飞回旧巢。村民们修好屋顶上的车轮,等它们回来。"
    assert is_repeat(text + "完", text)
    assert not is_repeat("苍鹭在池塘边捕鱼,冬天也不离开。孩子们每天去看它们。", text)


def test_a_text_shorter_than_a_shingle_is_compared_whole() -> None:
    assert is_repeat("Two words", "two WORDS")
    assert not is_repeat("Two words", "Two birds")


@given(st.text(), st.text())
def test_containment_is_a_share_that_bounds_the_resemblance(one: str, two: str) -> None:
    a, b = shingles(one), shingles(two)
    assert len(a & b) / len(a | b) <= containment(a, b) <= 1
    assert containment(a, a) == 1
