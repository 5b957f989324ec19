"""Which values a number or a date leaves open, and whether two leave the same one open.

A number is taken with what its writer may have rounded away and with the bound that stands beside
it, a date with the days of its month or year: two sources contradict each other where no value is
left that both may mean.
"""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

from research.text.dates import Moment
from research.text.figures.number_words import Bound
from research.text.figures.quantities import Quantity, Reading
from research.text.figures.same_number import is_given
from research.text.figures.units import is_same_unit

_CLOSE = Fraction(1, 100)
"""So much to either side a number may have moved from one day to the next."""
_SMALL = 100
"""Below it things are counted, and not rounded, unless to tens."""
_ABOUT = Fraction(1, 10)
_JUST = Fraction(1, 5)
"""How far "nearly" and "just over" may be from what they name."""
_JUST_WORDS = re.compile(r"\b(?:nearly|almost|just|slightly|short|shy|little)\b", re.IGNORECASE)
_ALL_DAYS = (date.min, date.max)
_FROM = re.compile(
    r"\b(?:no(?:t)? (?:earlier|sooner) than|as (?:early|soon) as|at the earliest|later than|after"
    r"|from|starting)\s(?:the )?$",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:by|before|until|till|no(?:t)? later than|as late as|ahead of|prior to)\s"
    r"(?:the end of |the )?$",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(r"\b(?:no|not|never|n['’]t|cannot|unlikely)\b.*\bbefore\s$", re.IGNORECASE)
_LOOK_BACK = 30
_NOT_BACK = 150

Range = tuple[Fraction | None, Fraction | None]
"""The least and the greatest value, None for one without end."""


def may_be_one_number(one: Quantity, other: Quantity, *, is_denied: tuple[bool, bool]) -> bool:
    """Whether two numbers may both be right; `is_denied`: a "not" turns the bound of each."""
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
    """Whether one is the other, or less of its digits."""
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


def are_comparable(one: Moment, other: Moment) -> bool:
    """Whether two dates tell as much: a year and a month without one say nothing of each other."""
    return bool((one.year and other.year) or (one.month and other.month))


def may_be_one_date(one: Moment, other: Moment, said: tuple[str, str]) -> bool:
    """Whether two dates, each in its sentence of `said`, may both be right."""
    if one.year and other.year:
        mine, theirs = (
            _days(moment, text) for moment, text in zip((one, other), said, strict=True)
        )
        return mine[0] <= theirs[1] and theirs[0] <= mine[1]
    return one.month == other.month and (one.day == other.day or not (one.day and other.day))


def _days(moment: Moment, said: str) -> tuple[date, date]:
    """The first and the last day that `moment` leaves open, by the words before it."""
    try:
        first = date(moment.year, moment.month or 1, moment.day or 1)
        last = first if moment.day else _last_day(moment)
    except ValueError:
        return _ALL_DAYS
    before = said[max(0, moment.start - _LOOK_BACK) : moment.start]
    if _NOT_BEFORE.search(said[max(0, moment.start - _NOT_BACK) : moment.start]) or _FROM.search(
        before
    ):
        return first, date.max
    if _UNTIL.search(before):
        return date.min, last
    return first, last


def _last_day(moment: Moment) -> date:
    following = moment.month % 12 + 1 if moment.month else 1
    year = moment.year + (moment.month in (0, 12))
    return date.fromordinal(date(year, following, 1).toordinal() - 1)
