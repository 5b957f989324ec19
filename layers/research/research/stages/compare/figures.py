"""Reads the figures of a sentence, numbers and dates, with the words around each; and its times."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from research.stages.compare.clause_terms import change_after, clauses, piece_at, plain_term
from research.text.clauses import Word
from research.text.days.dates import Moment, moments
from research.text.figures.counted import counts_of, dates_of, figure_places, kinds_of, years_of
from research.text.figures.quantities import Quantity

NEAR_WORDS = 8
"""So many of the content words around a figure say what it is of."""
MAX_FIGURES = 8
"""Of the numbers, and of the dates, of one sentence; one with more is a table."""
_ENOUGH = 3
"""So many content words between the same punctuation marks are enough."""
_DENIED = re.compile(r"\b(?:not|never|cannot|no|nobody)\b|n['’]t\b", re.IGNORECASE)
# Of which one, of several: "on this crossing", "of the best day". Others may have other figures.
_ONE_OF_SEVERAL = re.compile(
    r"\b(?:in|on|at|of|for|during|from|by)\s(?:(?:the|her|his|its|their)\s)?"
    r"(this|these|each|some|one|every|another|first|second|third|fourth|last|next|final|previous"
    r"|same|\w{2,}est|worst)\b",
    re.IGNORECASE,
)
_NO_SUPERLATIVES = frozenset("west northwest southwest forest interest request harvest".split())
_PERIOD = re.compile(
    r"\b(?:this|last|next|first|second|third|fourth|past|previous|previously|recent|earlier|a)\s"
    r"(?:half|quarter|week|month|season|year|decade)\b|\bso far\b|\bformerly\b|\boriginally\b"
    r"|\binitially\b|\bat first\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a date, what it counts, and the words of its clause.

    `kinds`: units of measure, the terms of what is counted, or none for a date. `near`: the terms
    of the nearest content words of its clause that are of no name; `beside`: of those right before
    and right after it. `piece`: the words between the same punctuation marks. `phrase_start`: where
    the words of its bound begin ("at least").
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
    phrase_start = number.phrase_start - 1
    content = _content_words(clause, [*places, (phrase_start, number.end)], named | kinds)
    before = [plain_term(word) for word in content if word.start < number.start]
    after = [plain_term(word) for word in content if word.start >= number.end]
    led_by = sentence[clause[0].start if clause else 0 : number.start]
    return Figure(
        kinds=kinds,
        near=_nearest(content, number.start) | change_after(sentence[number.end :]),
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
    content = _content_words(clause, places, named)
    before = [plain_term(word) for word in content if word.start < moment.start]
    after = [plain_term(word) for word in content if word.start >= moment.end]
    return Figure(
        kinds=frozenset(),
        near=_nearest(content, moment.start),
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


def _content_words(
    clause: Sequence[Word], places: Sequence[tuple[int, int]], but: frozenset[str]
) -> list[Word]:
    """The content words of a clause that are at none of `places` and whose term is not in `but`."""
    return [
        word
        for word in clause
        if word.has_content and word.term not in but and not word.overlaps(places)
    ]


def _nearest(content: Sequence[Word], place: int) -> frozenset[str]:
    """The terms of the words nearest to `place`; only those between the same marks, if enough."""
    nearest = sorted(content, key=lambda word: abs(word.start - place))[:NEAR_WORDS]
    beside = [word for word in nearest if word.clause == nearest[0].clause]
    return frozenset(map(plain_term, beside if len(beside) >= _ENOUGH else nearest))


@dataclass(frozen=True, slots=True)
class Times:
    """The years, months and days of the week that a sentence names, and which one of several."""

    years: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    which: frozenset[str]

    @property
    def is_named(self) -> bool:
        """Whether any time is named."""
        return bool(self.years or self.months or self.weekdays or self.which)


@lru_cache(maxsize=2_048)
def times_of(sentence: str) -> Times:
    """The times that `sentence` names."""
    dates = [moment for moment in moments(sentence) if moment.is_sure]
    which = {found[1].lower() for found in _ONE_OF_SEVERAL.finditer(sentence)}
    which |= {found[0].lower() for found in _PERIOD.finditer(sentence)}
    return Times(
        years=frozenset({*years_of(sentence), *(m.year for m in dates if m.year)}),
        months=frozenset(moment.month for moment in dates if moment.month),
        weekdays=frozenset(moment.weekday for moment in dates if moment.weekday),
        which=frozenset(which - _NO_SUPERLATIVES),
    )


def may_be_same_time(one: Times, other: Times) -> bool:
    """Whether two sentences may speak of one time: none of a kind is named, or one is in both.

    What was so in 2019 need not be so in 2020.
    """
    pairs = (
        (one.years, other.years),
        (one.months, other.months),
        (one.weekdays, other.weekdays),
    )
    is_one = all(not (mine and theirs) or mine & theirs for mine, theirs in pairs)
    return is_one and (not (one.which and other.which) or one.which == other.which)
