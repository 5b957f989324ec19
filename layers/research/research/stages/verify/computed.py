"""Computes again the figures that a model says it computed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from research.domain.claim import Computation, Operation
from research.text.figures.quantities import Quantity, quantities
from research.text.terms import terms

_TOLERANCE = Fraction(1, 100)
"""A result may be rounded to its last digit, or by so much of itself: "about a third"."""
_PAIR = 2
_HUNDRED = 100
_DECIMALS = re.compile(r"\d\.(\d{1,12})")
_OPERATIONS: Mapping[Operation, Callable[[Sequence[Fraction]], Fraction]] = {
    Operation.SUM: lambda values: sum(values, start=Fraction(0)),
    Operation.DIFFERENCE: lambda values: abs(values[0] - values[1]),
    Operation.PRODUCT: lambda values: values[0] * values[1],
    Operation.RATIO: lambda values: values[0] / values[1],
    Operation.SHARE: lambda values: _HUNDRED * values[0] / values[1],
    Operation.CHANGE: lambda values: _HUNDRED * abs(values[1] - values[0]) / values[0],
    Operation.MEAN: lambda values: sum(values, start=Fraction(0)) / len(values),
}
_OF_ONE: Mapping[Operation, Callable[[Fraction], Fraction]] = {
    Operation.ROUND: lambda value: value,
    Operation.ONE_IN: lambda value: _HUNDRED / value,
    Operation.PER_1000: lambda value: 10 * value,
}
_MOST_OFF = Fraction(1, 4)
"""Of a figure, as far as it may be rounded: 1.23 is about 1, and 0.4 is not."""
_ONE_IN = re.compile(
    r"\b(?:one|1) (?:[^\W\d][\w’'-]{0,20} |\d[\w-]{0,12} ){0,4}?(?:in|of|out of)(?: every)? ",
    re.IGNORECASE,
)
"""Also "one adult in 80"."""
_COMPARES = re.compile(r"\b(?:more|fewer|less|higher|lower|additional|extra)\b", re.IGNORECASE)
"""What tells "5 more in 1,000", a difference, from "5 in 1,000"."""
_PER_1000 = re.compile(
    r"(?: [^\W\d][\w’'-]{0,20}){0,4}? (?:in|per|of|out of)(?: every)?"
    r" (?:1[,. \u202f]?000|a thousand)\b",
    re.IGNORECASE,
)
"""Also "27 more adults per 1,000"."""
_BETWEEN = re.compile(r"\s?[-–—]\s?|\s(?:to|and|or)\s")
_TO_END = rf"(?:(?:{_BETWEEN.pattern})[$€£¥]?(?:\d[\d.,]{{0,15}})?\d(?![\d.,]*\d))?"
"""After the first end of a range, which is of what the other is of."""
_JOINS_UNITS = re.compile(r",? (?:and )?")
_OF_ANY_NUMBER = frozenset({Operation.SUM, Operation.MEAN})


def follows(one: Computation, text: str, said: str) -> bool:
    """Whether the result of `one`, which stands in `text`, follows from inputs that `said` has."""
    if not _has(text, one.result) or not all(_has(said, each) for each in one.inputs):
        return False
    if one.op is Operation.COUNT:
        return _value(one.result) == len(one.inputs) > 0
    if one.op in _OF_ONE:
        return _is_each_of_one(one) and _is_alike(one, text, said)
    read = _in_its_smallest_unit if any(map(_is_compound, one.inputs)) else _value
    wanted = read(one.result)
    values = [value for each in one.inputs if (value := read(each)) is not None]
    counts = len(values) >= _PAIR if one.op in _OF_ANY_NUMBER else len(values) == _PAIR
    if wanted is None or not counts or len(values) < len(one.inputs):
        return False
    try:
        computed = _OPERATIONS[one.op](values)
    except ZeroDivisionError:
        return False
    return abs(computed - wanted) <= max(_last_digit(one.result) / 2, _TOLERANCE * abs(computed))


def _is_each_of_one(one: Computation) -> bool:
    """Whether the result is the only input put plainly, or its ends, as a range, are two inputs."""
    if one.op is Operation.PER_1000 and len(_PER_1000.findall(one.result)) != 1:
        return False
    bare = (_PER_1000 if one.op is Operation.PER_1000 else _ONE_IN).sub("", one.result)
    wanted, values = _ends(bare), [end for each in one.inputs for end in _ends(each)]
    is_one_in = _ONE_IN.search(one.result) is not None
    if one.op is Operation.PER_1000:
        if (len(wanted), len(values), len(one.inputs)) == (1, _PAIR, _PAIR):
            return _COMPARES.search(one.result) is not None and _is_of_both(wanted[0], *values)
    elif is_one_in != (one.op is Operation.ONE_IN):
        return False
    if len(wanted) != len(values) or not wanted:
        return False
    # Of the larger share it is one in fewer: a range of these may begin with it.
    return any(
        all(_is_of_one(one.op, *pair) for pair in zip(wanted, order, strict=True))
        for order in (values, values[::-1])
    )


def _is_of_one(op: Operation, wanted: Quantity, given: Quantity) -> bool:
    """Whether a reading of `wanted` is one of `given` rounded, or told as one in so many."""
    least = _TOLERANCE if op is Operation.ROUND else 5 * _TOLERANCE
    return any(_is_about(wanted, _OF_ONE[op](other), least) for other, _ in _read(given))


def _is_of_both(wanted: Quantity, one: Quantity, other: Quantity) -> bool:
    """Whether a reading of `wanted` is by how many in 1,000 the percentages differ."""
    return any(
        _is_about(wanted, _OF_ONE[Operation.PER_1000](abs(first - second)), 5 * _TOLERANCE)
        for first, _ in _read(one)
        for second, _ in _read(other)
    )


def _is_about(wanted: Quantity, computed: Fraction, least: Fraction) -> bool:
    """Whether a reading of `wanted` is `computed` rounded, by its last digit or `least` of it."""
    decimals = _DECIMALS.search(wanted.written)
    digit = Fraction(1, 10 ** (len(decimals[1]) if decimals else 0))
    for value, magnitude in _read(wanted):
        room = max(magnitude * digit / 2, least * computed)
        if abs(computed - value) <= min(room, _MOST_OFF * computed):
            return True
    return False


def _ends(figure: str) -> list[Quantity]:
    """The only number of `figure`, or the two ends of a range; nothing for anything else."""
    found = list(quantities(figure))
    if len(found) == _PAIR and not _BETWEEN.fullmatch(figure[found[0].end : found[1].start]):
        return []
    return found if len(found) <= _PAIR else []


def _read(quantity: Quantity) -> Iterator[tuple[Fraction, Fraction]]:
    """What it may be as written, and its magnitude: the 1 of "1 to 3 million" may be a million."""
    written = quantity.readings[0].value / quantity.times[0]
    for reading in quantity.readings:
        if reading.value > 0:
            yield reading.value / quantity.times[1], reading.value / written


def _is_alike(one: Computation, text: str, said: str) -> bool:
    """Whether both figures are of one thing: "about 3 percent" of "2.72 percent", and not three
    people; of one in so many, whether it is of a percentage.
    """
    kinds = {_kind(said, each) for each in one.inputs}
    if one.op is Operation.PER_1000:
        return kinds in ({"percent"}, {"point"})
    wanted = "percent" if one.op is Operation.ONE_IN else _kind(text, one.result)
    return kinds == {wanted}


def _kind(text: str, figure: str) -> str:
    """The word that says what `figure` is of in `text`: its last or the next, "percent" for %."""
    bare = figure.strip()
    last = "%" if bare.endswith("%") else bare.rpartition(" ")[2]
    after = rf"(?<![\w.,]){re.escape(bare)}{_TO_END}(?P<next>\s?%|[\s-]?[^\W\d_]+)?"
    found = re.search(after, text, re.IGNORECASE)
    is_named = last == "%" or last.isalpha()
    word = (last if is_named else (found and found["next"]) or "").strip(" -").lower()
    if word in ("%", "percent", "percentage", "pct"):
        return "percent"
    return next(iter(terms(word)), "")  # "from" and "in" say nothing of it


def _has(said: str, figure: str) -> bool:
    """Whether `figure` stands in `said`, not as a part of a longer number or word."""
    bare = figure.strip()
    pattern = rf"(?<![\w.,]){re.escape(bare)}(?![\w]|[.,]\d)"
    return bool(bare) and re.search(pattern, said, re.IGNORECASE) is not None


def _value(figure: str) -> Fraction | None:
    """The number that `figure` is, in figures or in words, as it is written: 25 of "25%"."""
    found = list(quantities(figure))
    return found[0].readings[0].value / found[0].times[1] if len(found) == 1 else None


def _is_compound(figure: str) -> bool:
    """Whether it is told in several units, as "4 minutes and 15 seconds" is."""
    found = list(quantities(figure))
    units = {one.readings[0].unit for one in found}
    sizes = [one.times[1] for one in found]
    is_falling = all(one > other for one, other in pairwise(sizes))
    between = (figure[one.end : other.start] for one, other in pairwise(found))
    return (
        len(found) > 1
        and len(units) == 1
        and units != {""}
        and is_falling
        and all(map(_JOINS_UNITS.fullmatch, between))
    )


def _in_its_smallest_unit(figure: str) -> Fraction | None:
    """The number that `figure` is in the unit that its kind is counted in: seconds of minutes."""
    found = list(quantities(figure))
    if len(found) != 1 and not _is_compound(figure):
        return None
    return sum((one.readings[0].value for one in found), start=Fraction(0))


def _last_digit(figure: str) -> Fraction:
    """What one of the last digit of `figure` is worth: a hundredth of a million in 1.25 million."""
    found = next(iter(quantities(figure)), None)
    if found is None:
        return Fraction(0)
    decimals = _DECIMALS.search(figure)
    return Fraction(found.times[0], 10 ** (len(decimals[1]) if decimals else 0))
