"""Reads units of measure, each as a multiple of a base unit: a "two-year" plan lasts "24 months".

Systems of units are not converted: a ton is no tonne, so that a changed unit is noticed.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from research.text.words.word_lists import read_rows

_NAME = re.compile(r"(\S.*?)(?: ([\d/]+))?$")


def _names_of(row: str) -> Iterator[tuple[str, Fraction]]:
    for part in row.split("|"):
        if found := _NAME.match(" ".join(part.split())):
            yield found[1], Fraction(found[2] or 1)


_NAMES = {
    name: (base, factor)
    for base, _, names in (row.partition(" = ") for row in read_rows("units", "units"))
    for name, factor in _names_of(names)
}
_NAME_WORDS = frozenset(word for name in _NAMES for word in name.split())
CURRENCIES = r"(?:US|A|AU|C|CA|HK|NZ)?\$|[€£¥₹₽₩]|(?:USD|EUR|GBP|JPY|AUD|CAD|CHF|CNY|INR)\b"
"""A pattern of what stands before an amount."""
_LONGEST_FIRST = "|".join(
    re.escape(name).replace(r"\ ", "s?[ -]").replace(r"\-", "s?[ -]")
    for name in sorted(_NAMES, key=len, reverse=True)
    if len(name) > 1 or not name.isalpha()
)
UNIT = re.compile(
    rf"[\ \u00a0-]?({_LONGEST_FIRST})(?:s|es)?(?![\w$])"
    r"|[\ \u00a0]((?-i:[glLVW]))(?![\w$/'’-]|\.\w)",
    re.IGNORECASE,
)
"""A unit right after a number. One letter is a unit after a blank only: "5G" is none."""
_OF_ONE = re.compile(r"[ -]an?\b", re.IGNORECASE)
_MENTION = re.compile(rf"(?<![A-Za-z$])({_LONGEST_FIRST})(?:s|es)?(?![\w$])", re.IGNORECASE)
_TIMES = frozenset(("month", "second"))
_AGE = re.compile(r"[ -]years?[ -]olds?\b", re.IGNORECASE)


def unit_of(name: str) -> tuple[str, Fraction]:
    """The base unit of the unit called `name`, and how many of that it is."""
    words = name.lower().replace("-", " ").split()
    return _NAMES[" ".join(w if w in _NAME_WORDS else w.removesuffix("s") for w in words)]


def unit_after(text: str, place: int) -> tuple[str, Fraction, int]:
    """The unit at `place` of `text`: its base, its factor, its end; of an age, a year."""
    if age := _AGE.match(text, place):
        return "month", Fraction(12), age.end()
    found = UNIT.match(text, place)
    if not found:
        return "", Fraction(1), place
    return *unit_of(found.group(found.lastindex or 1)), found.end()


def time_of_one(text: str, place: int) -> tuple[str, Fraction, int]:
    """The unit at `place` after an "a", where it is one of time: "half a year"."""
    if one := _OF_ONE.match(text, place):
        unit, factor, end = unit_after(text, one.end())
        if unit in _TIMES:
            return unit, factor, end
    return "", Fraction(1), place


def is_same_unit(one: str, other: str) -> bool:
    """Whether two base units may be the same: a pound is money or weight, a $ any dollar."""
    pair = {one, other}
    return (
        one == other
        or pair == {"pound", "pound weight"}
        or ("o'clock" in pair and pair <= {"o'clock", "a.m.", "p.m."})
        or ("dollar" in pair and all(unit.endswith("dollar") for unit in pair))
        or ("degree" in pair and all(unit.startswith("degree") for unit in pair))
    )


def mentions_unit(text: str, base: str) -> bool:
    """Whether `text` names a unit of that base anywhere, with a number or without."""
    return any(is_same_unit(unit_of(found.group(1))[0], base) for found in _MENTION.finditer(text))
