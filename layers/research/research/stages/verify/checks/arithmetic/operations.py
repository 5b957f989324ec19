"""By which operation a number of a claim follows from numbers of its evidence.

What each pair of numbers comes to is tried: their difference and sum, what share one is of the
other, what a share of one is. Whether an operation is meant is for `derivations.py` to say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from research.stages.verify.checks.arithmetic.nearness import is_close
from research.text.figures.quantities import Quantity, Reading

PERCENT, POINT = "percent", "percentage point"
_MULTIPLES = ("twice", "doubl", "tripl")
_LASTING = frozenset(("month", "second"))
_LEAST_TIMES = 1.2
_MOST_ADDED, _MOST_SHARES = 8, 6
"""So many numbers are added up three or four at a time: their sets grow fast."""
_THREE_OR_FOUR, _TWO_OR_THREE = (3, 4), (2, 3)


class Operation(StrEnum):
    """How a number may follow from others."""

    DIFFERENCE = "difference"
    SUM = "sum"
    REST = "rest"
    """What is left of the largest, or of the whole, when the others are taken off."""
    SHARE = "share"
    FALL = "fall"
    """By what share the larger one fell to the smaller."""
    RISE = "rise"
    TIMES = "times"
    EACH = "each"
    """One divided by another, of another unit."""
    PART = "part"
    """A share of a number: two thirds of 520 million."""
    WHOLE = "whole"
    """What a number is the given share of."""
    CHANGED = "changed"
    """A number after, or before, a change by a share."""
    MULTIPLE = "multiple"
    """Twice a number, or three times it."""
    SPAN = "span"
    """The time between two dates."""
    YEAR = "year"
    """A year so many years from another."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A number of the evidence: in base units, and as it is written; its share, if it is one."""

    value: float
    unit: str
    written: float
    share: float | None


def operand_of(quantity: Quantity) -> Operand:
    """`quantity` as something to compute with."""
    reading = quantity.readings[0]
    value, share = float(reading.value), None
    if reading.unit == PERCENT:
        share = value / 100
    elif quantity.is_word and (0 < value < 1 or quantity.written.lower().startswith(_MULTIPLES)):
        share = value
    return Operand(value, reading.unit, float(reading.value / quantity.times[1]), share)


def operations(
    wanted: Quantity, pairs: Sequence[tuple[Operand, Operand]], said: Sequence[Operand]
) -> set[Operation]:
    """The operations on one of `pairs`, or on several of `said`, that give `wanted`."""
    found: set[Operation] = set()
    for reading in wanted.readings:
        if reading.value > 0:
            for one, other in pairs:
                for whole, part in ((one, other), (other, one)):
                    found.update(_of_two(wanted, reading, whole, part))
            found.update(_of_several(wanted, reading, said))
    return found


def _of_two(
    wanted: Quantity, reading: Reading, whole: Operand, part: Operand
) -> Iterator[Operation]:
    is_of_share = part.share and whole.unit != PERCENT and are_alike(reading.unit, whole.unit)
    if is_of_share and reading.unit not in (PERCENT, POINT) and not _is_share(wanted):
        yield from _by_share(wanted, reading, whole.value, part.share or 1.0)
        return
    if are_alike(whole.unit, part.unit):
        if not _is_share(wanted):
            yield from _apart_and_together(wanted, reading, whole.value, part.value)
        yield from _ratios(wanted, reading, whole, part)
    if _is_each(wanted, reading, whole, part):
        yield Operation.EACH


def _apart_and_together(
    wanted: Quantity, reading: Reading, larger: float, smaller: float
) -> Iterator[Operation]:
    if larger > smaller and is_close(wanted, reading, larger - smaller):
        yield Operation.DIFFERENCE
    is_sum = larger >= smaller and is_close(wanted, reading, larger + smaller)
    if is_sum and reading.unit != POINT:
        yield Operation.SUM


def _is_each(wanted: Quantity, reading: Reading, whole: Operand, part: Operand) -> bool:
    """Whether `wanted` is one number for each of another: 300 dollars for 15 are 20 each."""
    if reading.unit in (PERCENT, POINT) or reading.unit not in ("", whole.unit, part.unit):
        return False
    if (whole.unit == part.unit and whole.unit) or not whole.written > part.written > 1:
        return False
    written = Reading(reading.value / wanted.times[1], reading.unit)
    return is_close(wanted, written, whole.written / part.written)


def _by_share(
    wanted: Quantity, reading: Reading, value: float, share: float
) -> Iterator[Operation]:
    if is_close(wanted, reading, value * share):
        yield Operation.PART if share < 1 else Operation.MULTIPLE
    if is_close(wanted, reading, value / share):
        yield Operation.WHOLE
    changes = (1 - share, 1 + share) if share < 1 else ()
    if any(is_close(wanted, reading, n) for by in changes for n in (value * by, value / by)):
        yield Operation.CHANGED


def _ratios(
    wanted: Quantity, reading: Reading, whole: Operand, part: Operand
) -> Iterator[Operation]:
    if min(whole.value, part.value) <= 0 or reading.unit == POINT or whole.unit in _LASTING:
        return
    ratio, unit = whole.value / part.value, 100 if reading.unit == PERCENT else 1
    if reading.unit == PERCENT or (not reading.unit and _is_share(wanted)):
        if ratio > 1 and is_close(wanted, reading, unit / ratio):
            yield Operation.SHARE
        if ratio > 1 and is_close(wanted, reading, unit - unit / ratio):
            yield Operation.FALL
        if reading.unit == PERCENT and is_close(wanted, reading, ratio * unit - unit):
            yield Operation.RISE
    elif not reading.unit and ratio > _LEAST_TIMES and is_close(wanted, reading, ratio):
        yield Operation.TIMES


def _of_several(wanted: Quantity, reading: Reading, said: Sequence[Operand]) -> Iterator[Operation]:
    alike = [one.value for one in said if are_alike(one.unit, reading.unit)][:_MOST_ADDED]
    for some in (some for n in _THREE_OR_FOUR for some in combinations(alike, n)):
        if is_close(wanted, reading, sum(some)):
            yield Operation.SUM
        if is_close(wanted, reading, 2 * max(some) - sum(some)):
            yield Operation.REST
    if reading.unit == PERCENT or _is_share(wanted):
        unit = 100 if reading.unit == PERCENT else 1
        shares = [one.share for one in said if one.share][:_MOST_SHARES]
        for some in (some for n in _TWO_OR_THREE for some in combinations(shares, n)):
            if is_close(wanted, reading, unit * (1 - sum(some))):
                yield Operation.REST


def _is_share(wanted: Quantity) -> bool:
    return wanted.is_word and 0 < wanted.readings[0].value < 1


def are_alike(one: str, other: str) -> bool:
    """Whether two units can be added: one that isn't named may be any."""
    return one == other or not (one and other) or {one, other} == {PERCENT, POINT}
