"""Computes again the figures that a model says it computed."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation

from research.domain.claim import Computation, Operation

_NUMBER = re.compile(r"[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d{1,15}(?:\.\d{1,12})?")
_SCALES = {"thousand": Decimal(10**3), "million": Decimal(10**6), "billion": Decimal(10**9),
           "trillion": Decimal(10**12)}  # fmt: skip
_TOLERANCE = Decimal("0.01")
"""A result may be rounded to its last digit, or by so much of itself: "about a third"."""
_PAIR = 2
_HUNDRED = Decimal(100)
_OPERATIONS: Mapping[Operation, Callable[[Sequence[Decimal]], Decimal]] = {
    Operation.SUM: lambda values: sum(values, start=Decimal(0)),
    Operation.DIFFERENCE: lambda values: abs(values[0] - values[1]),
    Operation.PRODUCT: lambda values: values[0] * values[1],
    Operation.RATIO: lambda values: values[0] / values[1],
    Operation.SHARE: lambda values: _HUNDRED * values[0] / values[1],
    Operation.CHANGE: lambda values: _HUNDRED * abs(values[1] - values[0]) / values[0],
    Operation.MEAN: lambda values: sum(values, start=Decimal(0)) / len(values),
}
_OF_ANY_NUMBER = frozenset({Operation.SUM, Operation.MEAN})


def follows(one: Computation, text: str, said: str) -> bool:
    """Whether the result of `one`, which stands in `text`, follows from inputs that `said` has."""
    if one.result not in text or not all(_has(said, each) for each in one.inputs):
        return False
    wanted = _value(one.result)
    if one.op is Operation.COUNT:
        return wanted == len(one.inputs) > 0
    values = [value for each in one.inputs if (value := _value(each)) is not None]
    counts = len(values) >= _PAIR if one.op in _OF_ANY_NUMBER else len(values) == _PAIR
    if wanted is None or not counts or len(values) < len(one.inputs):
        return False
    try:
        computed = _OPERATIONS[one.op](values)
    except (DivisionByZero, InvalidOperation):
        return False
    step = Decimal(1).scaleb(min(0, _exponent(one.result))) * _scale(one.result)
    return abs(computed - wanted) <= max(step / 2, _TOLERANCE * abs(computed))


def _has(said: str, figure: str) -> bool:
    """Whether `figure` stands in `said`, not as a part of a longer number or word."""
    bare = figure.strip()
    pattern = rf"(?<![\w.,]){re.escape(bare)}(?![\w]|[.,]\d)"
    return bool(bare) and re.search(pattern, said, re.IGNORECASE) is not None


def _value(figure: str) -> Decimal | None:
    found = _NUMBER.search(figure)
    if found is None:
        return None
    return Decimal(found[0].replace(",", "").replace("−", "-")) * _scale(figure)


def _scale(figure: str) -> Decimal:
    return next((by for word, by in _SCALES.items() if word in figure.lower()), Decimal(1))


def _exponent(figure: str) -> int:
    found = _NUMBER.search(figure)
    return -len(found[0].partition(".")[2]) if found else 0
