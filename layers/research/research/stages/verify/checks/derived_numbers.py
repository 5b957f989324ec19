"""Derives the numbers that a text gives without writing them: sums, shares, differences, years.

Who says something again works them out: "312 passengers and 88 crew" are 400 people, 14 of 52
stations about a quarter. Only what the text itself puts together is: two numbers joined by "and",
"from" and "to", one "of" the other, years "after" a year.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise

from research.text.days.dates import moments
from research.text.figures.counted import is_year
from research.text.figures.number_words import Bound
from research.text.figures.quantities import Quantity, Reading

_JOINED = re.compile(r"[\w'’ -]{0,30}\band\b[\w'’ ]{0,12}", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:to|and|until|[-–—])\s*(?:his |her |its |their )?[a-z ]{0,20}")
_BEFORE_FROM = re.compile(r"\b(?:from|between)\s+$", re.IGNORECASE)
_FROM = re.compile(r"(?<![,\s])[,\s]+(?:down |up )?from\s+")
_BEFORE_TO = re.compile(r"\bto\s+\S{0,3}$", re.IGNORECASE)
_OF = re.compile(
    r"\s+(?:[a-z]+\s+)?(?:out\s+)?of(?:\s+(?:the|its|their|his|her|all)\b)?[\w'’ ]{0,20}\s$"
)
_IN = re.compile(r"\s(?:\w+\s)?in\s(?:every\s)?")
_ROUND = frozenset(map(Fraction, (*range(2, 13), 20, 50, 100, 1000)))
_OF_THEM = re.compile(r"\s(?:of|among)\s(?:them|whom|which|these|those)\b")
_OF_THE = re.compile(r"\b(?:of|among)\s+(?:the\s+)?$", re.IGNORECASE)
_COUNTED_FROM = re.compile(r"\s+(?P<which>later|after|before|earlier|previously)\b", re.IGNORECASE)
_SIGN = {"later": 1, "before": 1, "after": -1, "earlier": -1, "previously": -1}
_TIMES = re.compile(r"[\s-]times?\b", re.IGNORECASE)
_DAY = 86_400
_WEEK = 7
_SIMPLE = tuple(Fraction(n, d) for d in (2, 3, 4, 5) for n in range(1, d))
_NEARLY = Fraction(6, 100)
_LEAST_SUM = 10
"""A smaller sum may be any number's."""
_MONTHS = 12
_MOST_YEARS = 24
"""So many years of a text are paired: a page may be a list of them."""


def derived_numbers(text: str, said: Sequence[Quantity]) -> list[Quantity]:
    """The numbers that follow from `said`, the numbers of `text`, by how `text` joins them."""
    counts = [q for q in said if not q.is_ordinal]
    found: list[Quantity] = []
    for one, other in pairwise(sorted(counts, key=lambda q: q.start)):
        between = text[one.end : other.start]
        found.extend(_sums(one, other, between))
        found.extend(_changes(text, one, other, between))
        found.extend(_shares(text, one, other, between))
    return [
        *found,
        *_years(text, counts),
        *_spans(counts),
        *_all_but(text, counts),
        *_parts_of(text, counts),
    ]


def is_ratio(wanted: Quantity, claim: str, said: Sequence[Quantity]) -> bool:
    """Whether `wanted` is how many times one number of `said` is another: "four times as high"."""
    if not _TIMES.match(claim, wanted.end):
        return False
    counts = [q.readings[0] for q in said if q.readings[0].value > 0 and not is_year(q)]
    return any(
        one.unit == other.unit
        and abs(one.value / other.value - wanted.readings[0].value)
        <= _NEARLY * wanted.readings[0].value
        for one in counts
        for other in counts
    )


def weekdays(text: str, said: Sequence[Quantity]) -> set[int]:
    """The days of the week, from 1, given by their distance: "Monday; two days later"."""
    named = [moment.weekday for moment in moments(text) if moment.weekday]
    spans = [(q, _COUNTED_FROM.match(text, q.end)) for q in said]
    days = [
        q.readings[0].value / _DAY * _SIGN[far["which"].lower()]
        for q, far in spans
        if far and q.readings[0].unit == "second"
    ]
    return {int(day + more - 1) % _WEEK + 1 for day in named for more in days}


def _sums(one: Quantity, other: Quantity, between: str) -> Iterator[Quantity]:
    a, b = one.readings[0], other.readings[0]
    total = a.value + b.value
    if _JOINED.fullmatch(between) and a.unit == b.unit and total >= _LEAST_SUM:
        yield _as(other, Reading(total, a.unit))


def _changes(text: str, one: Quantity, other: Quantity, between: str) -> Iterator[Quantity]:
    """How far it is from one to the other, in numbers, in percent and in times."""
    is_from = _BETWEEN.fullmatch(between) and _BEFORE_FROM.search(text[: one.start])
    if not is_from and not (_FROM.fullmatch(between) and _BEFORE_TO.search(text[: one.start])):
        return
    if not is_from:
        one, other = other, one
    a, b = one.readings[0], other.readings[0]
    apart = abs(a.value - b.value)
    if is_year(one) or is_year(other):
        return
    if a.unit and b.unit and a.unit != b.unit:
        return
    yield _as(one, Reading(apart, a.unit or b.unit))
    if a.value and b.value:
        yield _as(one, *_parts(apart / a.value))
        yield _as(one, Reading(max(a.value, b.value) / min(a.value, b.value), ""))


def _shares(text: str, one: Quantity, other: Quantity, between: str) -> Iterator[Quantity]:
    """What part the one is of the other: "14 of 52", "of the 912 asked, 298"."""
    part, whole = one.readings[0].value, other.readings[0].value
    is_in = _IN.fullmatch(between) and whole in _ROUND
    if not is_in and not _OF.fullmatch(between + " "):
        if not _OF_THE.search(text[: one.start]) or re.search(r"[.;!?]", between):
            return
        part, whole = whole, part
    if 0 < part < whole and not (is_year(one) or is_year(other)):
        yield _as(one, *_parts(part / whole))


def _parts_of(text: str, counts: Sequence[Quantity]) -> Iterator[Quantity]:
    """How many a share of them is: "200 patients, a quarter of them children"."""
    for share in counts:
        if not _OF_THEM.match(text, share.end):
            continue
        whole = [q for q in counts if q.end <= share.start and not q.readings[0].unit]
        if not whole:
            continue
        for reading in share.readings:
            if reading.unit == "percent":
                part = whole[-1].readings[0].value * reading.value / 100
                yield _as(whole[-1], Reading(part, ""))


def _parts(share: Fraction) -> Iterator[Reading]:
    near = [simple for simple in _SIMPLE if abs(simple - share) <= _NEARLY * share]
    for value in (share, *near):
        yield Reading(value, "")
        yield Reading(value * 100, "percent")


def _years(text: str, counts: Sequence[Quantity]) -> Iterator[Quantity]:
    """Years that are given by their distance: "in 2021, four years after"."""
    for span in counts:
        far = _COUNTED_FROM.match(text, span.end)
        if not far or span.readings[0].unit != "month":
            continue
        years = span.readings[0].value / _MONTHS * _SIGN[far["which"].lower()]
        for year in filter(is_year, counts):
            value = year.readings[0].value + years
            if value.denominator == 1:
                yield _as(year, Reading(value, ""))


def _spans(counts: Sequence[Quantity]) -> Iterator[Quantity]:
    years = {q.readings[0].value: q for q in counts if is_year(q)}
    for one, other in combinations(list(years.values())[:_MOST_YEARS], 2):
        apart = abs(one.readings[0].value - other.readings[0].value)
        yield _as(one, Reading(apart * _MONTHS, "month"), times=(1, Fraction(_MONTHS)))


def _all_but(text: str, counts: Sequence[Quantity]) -> Iterator[Quantity]:
    """What is left of a number: "of 60, all but two"."""
    for few in counts:
        if text[: few.start].rstrip().endswith("all but"):
            for every in counts:
                left = every.readings[0].value - few.readings[0].value
                if left > few.readings[0].value and not is_year(every):
                    yield _as(every, Reading(left, every.readings[0].unit))


def _as(
    like: Quantity, *readings: Reading, times: tuple[int, Fraction] = (1, Fraction(1))
) -> Quantity:
    return replace(like, readings=readings, times=times, bound=Bound.EXACT, is_ordinal=False)
