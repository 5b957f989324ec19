"""Whether two numbers count the same kind of thing, and whether they may be one number.

A number is taken with what its writer may have rounded away and with the bound that stands beside
it: two numbers contradict each other where no value is left that both may mean.
"""

import re
from dataclasses import replace
from fractions import Fraction
from itertools import product

from research.stages.compare.clause_terms import is_similar
from research.stages.compare.figures import Figure
from research.text.figures.number_words import Bound
from research.text.figures.quantities import Quantity, Reading
from research.text.figures.same_number import is_given
from research.text.figures.units import is_same_unit
from research.text.terms import stem
from research.text.words.word_lists import read_words

_CLOSE = Fraction(1, 100)
"""A number may have moved by so much from one day to the next."""
_SMALL = 100
"""Smaller numbers of things are counted, and not rounded, unless to tens."""
_ABOUT = Fraction(1, 10)
_JUST = Fraction(1, 5)
"""How far from its bound a number with "nearly" or "just over" may be."""
_JUST_WORDS = re.compile(r"\b(?:nearly|almost|just|slightly|short|shy|little)\b", re.IGNORECASE)
Range = tuple[Fraction | None, Fraction | None]
"""The least and the greatest value; None where there is no end."""
_MOST_APART = 5
"""A number of more than so many times another's size is about something else."""
_SLIPS = (10, 1_000, 1_000_000)
"""But for these factors: a million is written for a billion."""
_ANYONE = frozenset(map(stem, "people person human".split()))
_PERSONS = frozenset(map(stem, read_words("near_words", "persons")))


def may_be_same_number(one: Quantity, other: Quantity, *, is_denied: tuple[bool, bool]) -> bool:
    """Whether two numbers may both be right; `is_denied`: for each, if a "not" turns its bound."""
    if not any(is_denied) and (_may_round(one, other) or _may_round(other, one)):
        return True
    return any(
        is_same_unit(a.unit, b.unit)
        and _overlap(
            _range(one, a, is_denied=is_denied[0]), _range(other, b, is_denied=is_denied[1])
        )
        for a in one.readings
        for b in other.readings
    )


def _may_round(one: Quantity, other: Quantity) -> bool:
    """Whether one is the other, rounded or not."""
    is_plain = one.bound is Bound.EXACT
    return is_given(replace(one, bound=Bound.ABOUT) if is_plain else one, other, "", "")


def _range(quantity: Quantity, reading: Reading, *, is_denied: bool) -> Range:
    value, bound = reading.value, quantity.bound
    if is_denied:
        bound = {Bound.ABOVE: Bound.BELOW, Bound.BELOW: Bound.ABOVE}.get(bound, bound)
    is_just = bool(_JUST_WORDS.search(quantity.phrase))
    if bound is Bound.ABOVE:
        return value, value * (1 + _JUST) if is_just else None
    if bound is Bound.BELOW:
        return value * (1 - _JUST) if is_just else None, value
    around = abs(value) * (_ABOUT if bound is Bound.ABOUT else _closeness(reading))
    return value - around, value + around


def _closeness(reading: Reading) -> Fraction:
    value = reading.value
    is_counted = not reading.unit and value.denominator == 1 and 0 < value < _SMALL and value % 10
    return Fraction(0) if is_counted else _CLOSE


def _overlap(one: Range, other: Range) -> bool:
    return _reaches(one[1], other[0]) and _reaches(other[1], one[0])


def _reaches(high: Fraction | None, low: Fraction | None) -> bool:
    return high is None or low is None or high >= low


def count_same_kind(mine: Figure, theirs: Figure) -> bool:
    """Whether two numbers are in one unit, or count things that may be the same."""
    if any(kind.startswith("unit ") for kind in mine.kinds | theirs.kinds):
        return bool(mine.kinds & theirs.kinds)
    return any(is_similar(kind, theirs.kinds) for kind in mine.kinds) or any(
        a & _ANYONE and any(is_similar(kind, _PERSONS) for kind in b)
        for a, b in ((mine.kinds, theirs.kinds), (theirs.kinds, mine.kinds))
    )


def may_be_equal(mine: Figure, theirs: Figure) -> bool:
    """Whether two figures are numbers that may both be right."""
    if not mine.number or not theirs.number:
        return False
    is_denied = mine.is_denied, theirs.is_denied
    return may_be_same_number(mine.number, theirs.number, is_denied=is_denied)


def have_similar_size(mine: Figure, theirs: Figure) -> bool:
    """Whether two numbers could be answers to the same question, or a slip apart."""
    low, high = sorted(values_in_one_unit(mine, theirs))
    return low > 0 and (high <= low * _MOST_APART or high / low in _SLIPS)


def values_in_one_unit(mine: Figure, theirs: Figure) -> tuple[Fraction, Fraction]:
    """Both numbers without their signs, in a unit that both can be read in."""
    if not mine.number or not theirs.number:
        return Fraction(0), Fraction(0)
    pairs = list(product(mine.number.readings, theirs.number.readings))
    one, other = next((p for p in pairs if is_same_unit(p[0].unit, p[1].unit)), pairs[0])
    return abs(one.value), abs(other.value)
