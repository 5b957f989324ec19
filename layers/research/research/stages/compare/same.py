"""Whether two numbers count the same kind of thing, are of one size, and may be one number."""

from fractions import Fraction
from itertools import product

from research.stages.compare.figures import Figure
from research.stages.compare.values import may_be_one_number
from research.stages.compare.words import is_like
from research.text.figures.units import is_same_unit
from research.text.terms import stem
from research.text.words.word_lists import read_words

_MOST_APART = 5
"""A number of so many times another's size is of something else."""
_SLIPS = (10, 1_000, 1_000_000)
"""But for these: a million for a billion."""
_ANYONE = frozenset(map(stem, "people person human".split()))
_PERSONS = frozenset(map(stem, read_words("near_words", "persons")))


def count_the_same(mine: Figure, theirs: Figure) -> bool:
    """Whether two numbers are in one unit, or count what may be the same."""
    if any(kind.startswith("unit ") for kind in mine.kinds | theirs.kinds):
        return bool(mine.kinds & theirs.kinds)
    return any(is_like(kind, theirs.kinds) for kind in mine.kinds) or any(
        a & _ANYONE and any(is_like(kind, _PERSONS) for kind in b)
        for a, b in ((mine.kinds, theirs.kinds), (theirs.kinds, mine.kinds))
    )


def may_be_one(mine: Figure, theirs: Figure) -> bool:
    """Whether two numbers may both be right."""
    if not mine.number or not theirs.number:
        return False
    is_denied = mine.is_denied, theirs.is_denied
    return may_be_one_number(mine.number, theirs.number, is_denied=is_denied)


def are_of_one_size(mine: Figure, theirs: Figure) -> bool:
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
