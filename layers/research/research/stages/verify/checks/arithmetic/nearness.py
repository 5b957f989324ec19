"""Whether a result is what a number of a claim says, by how that number is bounded or rounded."""

from research.text.figures.number_words import Bound
from research.text.figures.quantities import Quantity, Reading

_RATIOS = frozenset(("percent", "percentage point"))
_BEYOND, _WITHIN = 1.25, 0.8
"""How far past its bound a result may be: "more than 60 percent" says little of 90."""
_ABOUT, _ROUNDED, _TENTH, _SHARE = 0.07, 0.005, 0.1, 0.06
_SMALL, _SMALLER = 100, 20
_HALF = 0.5
_TINY = 1e-9


def is_close(wanted: Quantity, reading: Reading, result: float) -> bool:
    """Whether `result` is `reading`, one of those of `wanted`, as exactly as that is said."""
    aim = float(reading.value)
    if result <= 0:
        return False
    if wanted.bound is Bound.ABOVE:
        return aim - _TINY <= result <= aim * _BEYOND + _TINY
    if wanted.bound is Bound.BELOW:
        return aim * _WITHIN - _TINY <= result <= aim + _TINY
    return abs(result - aim) <= _slack(wanted, reading, aim) + _TINY


def _slack(wanted: Quantity, reading: Reading, aim: float) -> float:
    is_about = wanted.bound is Bound.ABOUT
    is_percent = reading.unit in _RATIOS
    if wanted.is_word and aim < 1:
        return aim * (_TENTH if is_about else _SHARE)
    is_small = aim.is_integer() and aim < _SMALL and not is_percent
    if is_about:
        return max(aim * _ABOUT, _HALF) if is_small and aim < _SMALLER else aim * _ABOUT
    if is_small:
        return 0.0
    return max(aim * _ROUNDED, _HALF if is_percent and aim.is_integer() else 0.0)
