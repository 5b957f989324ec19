"""The figures of a sentence, each with what it counts and the words that say what it is of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from research.stages.compare.clauses import clauses, piece_at
from research.stages.compare.words import plain_term, turn_after
from research.text.clauses import Word
from research.text.dates import Moment
from research.text.figures.counted import counts_of, dates_of, figure_places, kinds_of
from research.text.figures.quantities import Quantity

NEAR_WORDS = 8
"""So many of the telling words around a figure say what it is of."""
MAX_FIGURES = 8
"""A sentence with more numbers, or more dates, is a table: the first are enough."""
_ENOUGH = 3
"""So many between the same marks say it alone."""
_DENIED = re.compile(r"\b(?:not|never|cannot|no|nobody)\b|n['’]t\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a date, what it counts, and the words of its clause.

    `kinds`: units of measure, the terms of what is counted, or none for a date. `near`: the terms
    of the nearest words of its clause that name nobody. `beside`: those right before and right
    after it. `piece`: the words between the same marks. `phrase_start`: where its bound begins.
    """

    kinds: frozenset[str]
    near: frozenset[str]
    beside: frozenset[str]
    clause: tuple[Word, ...]
    piece: tuple[Word, ...]
    start: int
    phrase_start: int
    end: int
    number: Quantity | None = None
    moment: Moment | None = None
    is_denied: bool = False
    """A "not" stands before its bound: "not with fewer than 19"."""


def figures_of(sentence: str, named: frozenset[str]) -> list[Figure]:
    """The numbers of `sentence` that count or measure something, and its dates; none it rejects.

    `named`: the terms of the sentence that are of names.
    """
    parts, places = clauses(sentence), figure_places(sentence)
    numbers = (
        _of_number(sentence, number, kinds, parts, places, named)
        for number in counts_of(sentence)
        if (kinds := kinds_of(sentence, number))
    )
    dates = (_of_date(moment, parts, places, named) for moment in dates_of(sentence))
    return [*islice(numbers, MAX_FIGURES), *islice(dates, MAX_FIGURES)]


def _of_number(
    sentence: str,
    number: Quantity,
    kinds: frozenset[str],
    parts: Sequence[tuple[Word, ...]],
    places: Sequence[tuple[int, int]],
    named: frozenset[str],
) -> Figure:
    clause = _clause_at(parts, number.start)
    phrase_start = number.end - len(number.phrase) - 1
    telling = _telling(clause, [*places, (phrase_start, number.end)], named | kinds)
    before = [plain_term(word) for word in telling if word.start < number.start]
    after = [plain_term(word) for word in telling if word.start >= number.end]
    led_by = sentence[clause[0].start if clause else 0 : number.start]
    return Figure(
        kinds=kinds,
        near=_nearest(telling, number.start) | turn_after(sentence[number.end :]),
        beside=frozenset(before[-1:] + after[:1]),
        clause=clause,
        piece=piece_at(clause, number.start),
        start=number.start,
        phrase_start=phrase_start,
        end=number.end,
        number=number,
        is_denied=bool(_DENIED.search(led_by)),
    )


def _of_date(
    moment: Moment,
    parts: Sequence[tuple[Word, ...]],
    places: Sequence[tuple[int, int]],
    named: frozenset[str],
) -> Figure:
    clause = _clause_at(parts, moment.start)
    telling = _telling(clause, places, named)
    before = [plain_term(word) for word in telling if word.start < moment.start]
    after = [plain_term(word) for word in telling if word.start >= moment.end]
    return Figure(
        kinds=frozenset(),
        near=_nearest(telling, moment.start),
        beside=frozenset(before[-1:] or after[:1]),
        clause=clause,
        piece=piece_at(clause, moment.start),
        start=moment.start,
        phrase_start=moment.start,
        end=moment.end,
        moment=moment,
    )


def _clause_at(parts: Sequence[tuple[Word, ...]], place: int) -> tuple[Word, ...]:
    """The clause with a word at `place` or next to it."""
    return min(parts, key=lambda words: min(abs(word.start - place) for word in words), default=())


def _telling(
    clause: Sequence[Word], places: Sequence[tuple[int, int]], but: frozenset[str]
) -> list[Word]:
    """The words of a clause that say something, are at none of `places`, and none of `but`."""
    return [
        word
        for word in clause
        if word.has_content
        and word.term not in but
        and not any(start < word.end and word.start < end for start, end in places)
    ]


def _nearest(telling: Sequence[Word], place: int) -> frozenset[str]:
    """The terms of the nearest words: those between the same marks, where they are enough."""
    nearest = sorted(telling, key=lambda word: abs(word.start - place))[:NEAR_WORDS]
    beside = [word for word in nearest if word.clause == nearest[0].clause]
    return frozenset(map(plain_term, beside if len(beside) >= _ENOUGH else nearest))
