"""Whether a number of a claim follows by arithmetic from numbers of its evidence.

Differences, sums, ratios, shares, changes in percent, products, and conversions between systems of
units are tried for each two numbers of the evidence. Among many numbers some result always fits by
chance, so a result counts only where words beside the claim's number name the operation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from research.text.clauses import clause_words
from research.text.figures.counted import is_year
from research.text.figures.number_words import Bound
from research.text.figures.quantities import Quantity
from research.text.words.word_lists import read_words

_DIFFERENCE = read_words("claim_words", "differences")
_SUM = read_words("claim_words", "sums")
_RATIO = read_words("claim_words", "ratios")
_PRODUCT = frozenset("each per together total all cost costs stands both a".split())
_EXACT = _DIFFERENCE | _SUM
_ANY = _EXACT | _RATIO | _PRODUCT
_BESIDE_CHARACTERS = 60
_MAX_NUMBERS = 24
"""So many numbers of the evidence are combined, two by two."""
_ROUNDING = Fraction(1, 200)
_ROUNDING_ABOUT = Fraction(7, 100)
_ROUNDING_RATIO = Fraction(3, 100)
_ROUNDING_WORDS = Fraction(6, 100)
_SMALL, _SMALLER = 100, 20
_HALF = Fraction(1, 2)
_TRIVIAL = (1, 100)
_CONVERSIONS = {
    ("foot", "metre"): Fraction("0.3048"),
    ("mile an hour", "kilometre an hour"): Fraction("1.609344"),
    ("gallon", "litre"): Fraction("3.785411784"),
    ("pound weight", "gram"): Fraction("453.59237"),
    ("ton", "gram"): Fraction("907184.74"),
    ("acre", "hectare"): Fraction("0.40468564224"),
    ("square mile", "square kilometre"): Fraction("2.589988110336"),
}
"""Between systems of units, by the international definitions; a ton is the American one."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A number in its base unit, and as it is written: 15 of "15 minutes" beside 900 seconds."""

    value: Fraction
    unit: str
    written: Fraction


def is_computed(
    wanted: Quantity, claim: str, said: Sequence[Quantity], *, needs_cue: bool = True
) -> bool:
    """Whether `wanted`, a number of `claim`, is a result of two of `said`, or one converted.

    Without `needs_cue` a sum, a difference, one more or one less will do unnamed,
    and of a round number any operation. Time grows
    with the square of the numbers looked at, of which there are 24 at most.
    """
    values = list(dict.fromkeys(_value(q) for q in said if not is_year(q)))[:_MAX_NUMBERS]
    cues = _cues(wanted, claim)
    if not needs_cue:
        cues = _EXACT if wanted.bound is Bound.EXACT else _ANY
    readings = wanted.readings if _is_part(wanted) else wanted.readings[:1]
    for reading in readings:
        if reading.value <= 0:
            continue
        aim = _Value(reading.value, reading.unit, reading.value / wanted.times[1])
        slack = _slack(wanted, aim)
        if any(_is_converted(aim, one) for one in values):
            return True
        if not needs_cue and any(abs(one.written - aim.written) == 1 for one in values):
            return True
        for one, other in combinations(values, 2):
            if _fits(aim, slack, one, other, cues, is_word=wanted.is_word):
                return True
    return False


def _value(quantity: Quantity) -> _Value:
    reading = quantity.readings[0]
    return _Value(reading.value, reading.unit, reading.value / quantity.times[1])


def _is_part(wanted: Quantity) -> bool:
    return wanted.is_word and 0 < wanted.readings[0].value < 1


def _cues(wanted: Quantity, claim: str) -> frozenset[str]:
    first, last = wanted.start - _BESIDE_CHARACTERS, wanted.end + _BESIDE_CHARACTERS
    return frozenset(word.plain for word in clause_words(claim) if first <= word.start <= last)


def _slack(wanted: Quantity, aim: _Value) -> Fraction:
    """How far a result may be off: nothing for a small whole number without "about"."""
    is_about = wanted.bound is not Bound.EXACT
    is_small = aim.value.denominator == 1 and aim.value < _SMALL and aim.unit != "percent"
    if is_about:
        slack = aim.value * _ROUNDING_ABOUT
        return max(slack, _HALF) if is_small and aim.value < _SMALLER else slack
    return Fraction(0) if is_small else aim.value * _ROUNDING


def _is_converted(aim: _Value, one: _Value) -> bool:
    """Whether one is the other in another unit, rounded; without a unit, in a unit of its kind."""
    for (a, b), factor in _CONVERSIONS.items():
        for unit, other, times in ((a, b, factor), (b, a, 1 / factor)):
            if one.unit == unit and aim.unit in (other, ""):
                return abs(one.value * times - aim.value) <= aim.value * _ROUNDING_RATIO
    return False


def _fits(
    aim: _Value, slack: Fraction, one: _Value, other: _Value, cues: frozenset[str], *, is_word: bool
) -> bool:
    is_named = cues not in (_EXACT, _ANY)
    if one.unit == other.unit or (is_named and not (one.unit and other.unit)):
        unit = one.unit or other.unit
        is_point = aim.unit == "percentage point" and unit == "percent"
        if aim.unit in (unit, "") or is_point:
            if cues & _DIFFERENCE and abs(abs(one.value - other.value) - aim.value) <= slack:
                return True
            if cues & _SUM and abs(one.value + other.value - aim.value) <= slack:
                return True
    if one.unit == other.unit and min(one.value, other.value) > 0:
        room = max(slack, aim.value * (_ROUNDING_WORDS if is_word else _ROUNDING_RATIO))
        for ratio, of in _ratios(one.value, other.value):
            is_named = of == "percent" or is_word or bool(cues & _RATIO)
            is_near = abs(ratio - aim.value) <= room and ratio not in _TRIVIAL
            if of == aim.unit and is_named and is_near:
                return True
    return bool(cues & (_PRODUCT | _RATIO)) and _is_product(aim, slack, one, other)


def _ratios(one: Fraction, other: Fraction) -> Iterator[tuple[Fraction, str]]:
    for part, whole in ((one, other), (other, one)):
        ratio = part / whole
        yield ratio, ""
        for share in (ratio, ratio - 1, 1 - ratio):
            if share > 0:
                yield share * 100, "percent"


def _is_product(aim: _Value, slack: Fraction, one: _Value, other: _Value) -> bool:
    """Whether the aim is so many times so much, or so much for each: 299 for 15 is 20 each."""
    a, b = one.written, other.written
    if min(a, b) <= 1 or (one.unit == other.unit and one.unit):
        return False
    if aim.unit and one.unit and other.unit and aim.unit not in (one.unit, other.unit):
        return False
    results = (a * b, a / b, b / a)
    return any(abs(result - aim.written) <= slack and result > 1 for result in results)
