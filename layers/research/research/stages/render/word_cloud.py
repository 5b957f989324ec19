"""Draws words in lines, the larger the more they weigh: the heaviest in the middle."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle

from markupsafe import Markup

from research.stages.render import svg

SMALLEST, LARGEST = 12.0, 34.0
_GAP = 14.0
_LINE, _LEADING = 1.15, 6.0
_NARROW = frozenset("ijltfrI.,'’-()")
_WIDE = frozenset("mwMW@")
# In parts of the size of the letters; those of a usual sans-serif, rounded up.
_NARROW_WIDTH, _USUAL_WIDTH, _CAPITAL_WIDTH, _WIDE_WIDTH = 0.38, 0.6, 0.75, 0.95


@dataclass(frozen=True, slots=True)
class _Placed:
    word: str
    size: float
    width: float


def word_cloud(title: str, words: Sequence[tuple[str, int]]) -> Markup:
    """Each of `words` with its weight, above 0, which the area of its letters goes with."""
    most = max(weight for _, weight in words)
    ordered = sorted(words, key=lambda one: -one[1])
    rows = _rows(_placed(word, weight / most) for word, weight in ordered)
    parts: list[Markup] = []
    bottom = 0.0
    for row in _heaviest_in_the_middle(rows):
        bottom += max(one.size for one in row) * _LINE + _LEADING
        x = (svg.WIDTH - _length(row)) / 2
        for one in row:
            middle = x + one.width / 2
            parts.append(svg.text(middle, bottom, one.word, anchor="middle", size=one.size))
            x += one.width + _GAP
    return svg.drawing(title, bottom + SMALLEST, parts)


def _placed(word: str, share: float) -> _Placed:
    """`word` in the size that its share of the heaviest's weight gives it, if that fits a line."""
    width = sum(map(_letter_width, word))
    size = min(max(SMALLEST, LARGEST * share**0.5), svg.WIDTH / width)
    return _Placed(word, size, width * size)


def _letter_width(letter: str) -> float:
    if letter in _NARROW:
        return _NARROW_WIDTH
    if letter in _WIDE:
        return _WIDE_WIDTH
    return _CAPITAL_WIDTH if letter.isupper() or not letter.isascii() else _USUAL_WIDTH


def _rows(words: Iterable[_Placed]) -> list[list[_Placed]]:
    rows: list[list[_Placed]] = []
    for one in words:
        if rows and _length([*rows[-1], one]) <= svg.WIDTH:
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _length(row: Sequence[_Placed]) -> float:
    return sum(one.width for one in row) + _GAP * (len(row) - 1)


def _heaviest_in_the_middle(rows: Iterable[list[_Placed]]) -> Iterable[list[_Placed]]:
    """`rows`, each in turn under and over those before it, and its own words likewise."""
    whole: deque[list[_Placed]] = deque()
    for row, add in zip(rows, cycle((whole.append, whole.appendleft)), strict=False):
        words: deque[_Placed] = deque()
        for one, put in zip(row, cycle((words.append, words.appendleft)), strict=False):
            put(one)
        add(list(words))
    return whole
