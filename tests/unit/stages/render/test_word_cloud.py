"""A cloud of words: nothing leaves it, nothing lies on another, weight is size."""

import re

import pytest

from research.stages.render.svg import WIDTH
from research.stages.render.word_cloud import LARGEST, SMALLEST, word_cloud

TEXT = re.compile(
    r'<text class="label" x="([\d.]+)" y="([\d.]+)" text-anchor="middle" fill="currentColor"'
    r' font-size="([\d.]+)">([^<]+)</text>'
)
NARROWEST = 0.5
"""Of a usual sans-serif, the mean width of a letter in parts of its size."""


def drawn(words: list[tuple[str, int]]) -> list[tuple[float, float, float, str]]:
    found = TEXT.findall(word_cloud("Words", words))
    assert len(found) == len(words)
    return [(float(x), float(y), float(size), word) for x, y, size, word in found]


@pytest.mark.parametrize("count", [1, 6, 30])
def test_words_stand_inside_and_beside_each_other(count: int) -> None:
    placed = drawn([(f"word{n}" + "s" * (n % 7), n + 1) for n in range(count)])
    for x, y, size, word in placed:
        half = len(word) * size * NARROWEST / 2
        assert x - half >= 0
        assert x + half <= WIDTH
        assert y >= size
        for other_x, other_y, other_size, other in placed:
            if other != word and other_y == y:
                assert abs(other_x - x) >= half + len(other) * other_size * NARROWEST / 2
            if other_y > y:
                assert other_y - y >= other_size


def test_the_heaviest_is_the_largest() -> None:
    placed = drawn([("few", 1), ("most", 100), ("some", 30)])
    sizes = {word: size for _, _, size, word in placed}
    assert sizes["most"] == LARGEST > sizes["some"] > sizes["few"] == SMALLEST


def test_a_word_that_no_line_can_hold_is_smaller() -> None:
    ((_, _, size, _),) = drawn([("W" * 90, 5)])
    assert size < SMALLEST


def test_hostile_words_are_text() -> None:
    assert "<script>" not in word_cloud("<b>", [("<script>", 1)])
