"""Whether two numbers are the same: one value in one unit, or one rounds the other."""

from fractions import Fraction
from functools import lru_cache

from research.text.days.dates import without_dates
from research.text.figures.number_words import Bound
from research.text.figures.quantities import Quantity, Reading, quantities
from research.text.figures.units import is_same_unit, mentions_unit

_ROUNDED = Fraction(1, 10)
"""How far, at most, a number may be from what it rounds; half of its last digit if that is less."""
_BOUNDED = Fraction(1, 4)
"""How far a number may be from the bound that a claim gives for it, such as "more than 400"."""
_THIRDS = Fraction(1, 8)
"""How far a number may be from the thirds that a claim gives for it: 30% is almost a third."""
_PART = Fraction(6, 100)
"""How far a number may be from the part that a claim names for it, without "about": a quarter."""
_OPPOSED = {(Bound.ABOVE, Bound.BELOW), (Bound.BELOW, Bound.ABOVE)}
_LASTS = frozenset({"month", "second"})
_SECONDS_A_MONTH = 2_629_746
_AS_LONG = 12
"""Lengths of time in words may differ by one part in so many: a few days in six weeks."""
_BESIDE = 25
_FINEST_STEP = Fraction(1, 10**6)


def quantities_said(text: str) -> list[Quantity]:
    """Every number that `text` may give: with its dates, and without."""
    bare = without_dates(text)
    return quantities(text) + (quantities(bare) if bare != text else [])


def is_given(wanted: Quantity, other: Quantity, claim: str, said: str) -> bool:
    """Whether `other`, in `said`, is what `wanted`, in `claim`, says."""
    if wanted.is_ordinal != other.is_ordinal and not _may_be_nth(wanted, other):
        return False
    if (wanted.bound, other.bound) in _OPPOSED:
        return False
    return any(
        (wanted.is_word and _last_as_long(one, two))
        or (
            _is_value(one, two, wanted, other)
            and _is_unit(one, two, _beside(claim, wanted), _beside(said, other))
        )
        for one in wanted.readings
        for two in other.readings
    )


def _last_as_long(one: Reading, two: Reading) -> bool:
    """Whether months and weeks are as long as people mean: six weeks, a month and a half."""
    if {one.unit, two.unit} != _LASTS:
        return False
    long, short = (r.value * (_SECONDS_A_MONTH if r.unit == "month" else 1) for r in (one, two))
    return abs(long - short) * _AS_LONG <= max(long, short)


def _may_be_nth(one: Quantity, other: Quantity) -> bool:
    """Whether a count and a place may be the same: day 3 is the 3rd; three years, a third year."""
    is_long = {one.readings[0].unit, other.readings[0].unit} <= _LASTS
    return is_long or not (one.is_word or other.is_word)


def _is_value(one: Reading, two: Reading, wanted: Quantity, other: Quantity) -> bool:
    value, given = one.value, two.value
    if bool(one.unit) != bool(two.unit):
        value, given = value / wanted.times[1], given / other.times[1]
    if value == given:
        return True
    is_part = wanted.is_word and 0 < wanted.readings[0].value < 1
    if wanted.bound is Bound.EXACT and not is_part:
        return False
    apart, step = abs(given - value), _last_digit(wanted, one)
    if wanted.bound in (Bound.ABOVE, Bound.BELOW):
        is_beyond = (given > value) == (wanted.bound is Bound.ABOVE)
        return (
            is_beyond
            and other.bound is not wanted.bound
            and apart <= min(step, abs(value) * _BOUNDED)
        )
    if is_part:
        return apart <= abs(value) * (_ROUNDED if wanted.bound is Bound.ABOUT else _PART)
    return wanted.bound is Bound.ABOUT and apart <= min(step / 2, abs(value) * _ROUNDED)


def _last_digit(wanted: Quantity, reading: Reading) -> Fraction:
    """What a step in the last digit that is not 0 is worth: 100 for 2,300."""
    if reading.value.denominator % 3 == 0:
        return abs(reading.value) * _THIRDS
    size = Fraction(wanted.times[0]) * wanted.times[1]
    count = reading.value / size
    step = Fraction(1)
    while (count / step).denominator > 1:
        step /= 10
        if step < _FINEST_STEP:
            return step
    while count and (count / (10 * step)).denominator == 1:
        step *= 10
    return step * size


def _is_unit(one: Reading, two: Reading, claim: str, said: str) -> bool:
    """Whether both are in one unit; one that names none may have it near by: two long days."""
    if one.unit and two.unit:
        return is_same_unit(one.unit, two.unit)
    if one.unit:
        return mentions_unit(said, one.unit)
    return not two.unit or mentions_unit(claim, two.unit)


def _beside(text: str, quantity: Quantity) -> str:
    """The words near a number that are no other number's."""
    return _without_quantities(text)[max(0, quantity.start - _BESIDE) : quantity.end + _BESIDE]


@lru_cache(maxsize=64)
def _without_quantities(text: str) -> str:
    """`text` with blanks in the place of its numbers and the units that are theirs."""
    pieces = list(text)
    for quantity in quantities(text):
        pieces[quantity.start : quantity.end] = " " * (quantity.end - quantity.start)
    return "".join(pieces)


def is_near(wanted: Quantity, other: Quantity) -> bool:
    """Whether the two are the same but for unit, bound or rounding: what a reader may mix up."""
    return any(
        value == given or (value and abs(value - given) / abs(value) < _ROUNDED)
        for one in wanted.readings
        for two in other.readings
        for value in (one.value, one.value / wanted.times[1])
        for given in (two.value, two.value / other.times[1])
    )
