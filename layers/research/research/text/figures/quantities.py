"""Finds the numbers in a text, with their units: "$6.5bn", "nearly a third", "43-year-old", "3rd".

What can be read in two ways has two readings: "1.234" is a thousand in some countries, "100m" a
distance or a hundred million, and the 3 of "3-5 million" may stand for millions too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from research.text.figures.number_words import (
    FRACTION_WORDS,
    MAGNITUDES,
    NUMBER_WORDS,
    ORDINAL_WORDS,
    Bound,
    bound_of,
    fraction_of,
    number_of,
    ordinal_of,
)
from research.text.figures.units import CURRENCIES, time_of_one, unit_after, unit_of


@dataclass(frozen=True, slots=True)
class Reading:
    """A value in a base unit of `units`; the unit is empty where none is named."""

    value: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its place. `written` is what it is called in a reason."""

    readings: tuple[Reading, ...]
    times: tuple[int, Fraction]
    """The magnitude, such as a million, and the size of the unit, which the readings hold."""
    bound: Bound
    is_ordinal: bool
    is_word: bool
    start: int
    end: int
    """After the unit."""
    written: str
    phrase: str
    """With the words before it that make it a bound."""

    @property
    def phrase_start(self) -> int:
        """Where its phrase begins."""
        return self.end - len(self.phrase)


_SHORT = "k 3 m 6 mn 6 mln 6 mio 6 b 9 bn 9 mrd 9 tn 12".split()
_MAGNITUDE = MAGNITUDES | {
    name: int("1" + int(power) * "0") for name, power in zip(_SHORT[::2], _SHORT[1::2], strict=True)
}
# No number of a report is longer, and Python would refuse to read some that are.
_DIGITS = (
    r"(?:\d{1,3}(?:[\u00a0\u202f\u2009]\d{3}){1,5}(?:[.,]\d{1,9})?"
    r"|\d{1,18}(?:[.,]\d{1,18}){0,6}|\.\d{1,9})(?![\d])"
)
_NUMBER = re.compile(
    rf"""
    (?:(?P<currency>{CURRENCIES})[\ \u00a0]?)?
    (?<![\w.])(?P<sign>(?<!\S)[-−]|(?<=minus\ )|(?<=negative\ ))?
    (?P<digits>{_DIGITS})
    (?:(?P<ordinal>st|nd|rd|th)\b)?
    (?P<times>[\ \u00a0-]?(?:hundred|thousand|million|billion|trillion|lakh|crore|dozen)\b
      |[\ \u00a0]?(?:mn|mln|mio|mrd|bn|tn)\b|[\ \u00a0]?[kmb](?![\w/'’]))?
    | \b(?P<fraction>{FRACTION_WORDS})\b
    | \b(?<!per\ )(?P<nth>{ORDINAL_WORDS})\b
    | \b(?P<words>{NUMBER_WORDS})\b
    | \b(?P<single>an?)(?=\ (?:second|minute|hour|day|week|month|year|decade|century)\b)
    | \bQ(?P<quarter>[1-4])\b
    | \b(?P<multiple>both|twice|doubl(?:e[ds]?|ing)|tripl(?:e[ds]?|ing)|halv(?:e[ds]|ing)
      |pair|couple)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MULTIPLES = {"tripl": Fraction(3), "halv": Fraction(1, 2)}
_AND_A_HALF = re.compile(r"\s(?:and\s)a\shalf", re.IGNORECASE)
_MINUS = "minus "
_RANGE = re.compile(
    r"-?\s?(?:[-–—]|to|and|or)\s?"
    r"|,? (?:against|versus|vs\.?|compared (?:with|to)|up from|down from|rather than|instead of)"
    r"(?: (?:about|some|just|only|around|nearly|almost))? ",
    re.IGNORECASE,
)


def quantities(text: str) -> list[Quantity]:
    """The numbers of `text` in order; years, and the days of dates, among them."""
    found: list[Quantity] = []
    for match in _NUMBER.finditer(text):
        if found and match.start() < found[-1].end:
            continue  # the last word of "frames per second"
        if found and _AND_A_HALF.fullmatch(text, found[-1].end, match.end()):
            found[-1] = _and_a_half(found[-1], match.end())
            continue
        quantity = _quantity(text, match)
        if found and _RANGE.fullmatch(text, found[-1].end, quantity.start):
            # The ends of a range, or what is compared: what one is in, the other may be in too.
            found[-1], quantity = _also_in(found[-1], quantity), _also_in(quantity, found[-1])
        found.append(quantity)
    return found


def _and_a_half(quantity: Quantity, end: int) -> Quantity:
    """What "and a half" makes of a number: half of one more of its unit."""
    half = quantity.times[0] * quantity.times[1] / 2
    more = tuple(replace(reading, value=reading.value + half) for reading in quantity.readings)
    return replace(quantity, readings=more, end=end)


def _quantity(text: str, match: re.Match[str]) -> Quantity:
    values = tuple(_values(match))
    if (
        match["words"]
        and text[max(0, match.start() - len(_MINUS)) : match.start()].lower() == _MINUS
    ):
        values = tuple(-value for value in values)
    unit, factor, end = unit_after(text, match.end())
    if match["fraction"] and not unit:
        unit, factor, end = time_of_one(text, match.end())
    if currency := match["currency"]:
        unit, factor = unit_of(currency)[0], Fraction(1)
        end = match.end()
    readings = [Reading(value * factor, unit) for value in values]
    if text[match.end() : end].endswith(("old", "olds")):
        readings += [Reading(value, "") for value in values]
    if not unit and (match["fraction"] or (values[0] < 1 and match["multiple"])):
        readings += [Reading(value * 100, "percent") for value in values]
    times = _magnitude(match)
    first = match.start("currency") if match["currency"] else match.start()
    bound, start = bound_of(text, first, end)
    if times == 10**6 and (match["times"] or "").strip().lower() == "m" and not unit:
        readings += [Reading(value / times, "metre") for value in values]
    return Quantity(
        readings=tuple(readings),
        times=(times, factor),
        bound=bound,
        is_ordinal=bool(match["ordinal"] or match["nth"] or match["quarter"]),
        is_word=not match["digits"],
        start=match.start(),
        end=end,
        written=text[match.start() : end].strip(" -\u00a0"),
        phrase=text[start:end].strip(" -\u00a0"),
    )


def _magnitude(match: re.Match[str]) -> int:
    return _MAGNITUDE.get((match["times"] or "").strip(" -\u00a0").lower(), 1)


def _values(match: re.Match[str]) -> Iterator[Fraction]:
    if words := match["words"]:
        yield number_of(words)
    elif match["single"]:
        yield Fraction(1)
    elif words := match["fraction"]:
        yield fraction_of(words)
    elif words := match["nth"]:
        yield ordinal_of(words)
    elif number := match["quarter"]:
        yield Fraction(number)
    elif words := match["multiple"]:
        yield _multiple(words.lower())
    else:
        sign = 1 if match["sign"] is None else -1
        for value in _digit_values(match["digits"]):
            yield sign * value * _magnitude(match)


def _multiple(word: str) -> Fraction:
    return next((value for root, value in _MULTIPLES.items() if word.startswith(root)), Fraction(2))


def _digit_values(digits: str) -> Iterator[Fraction]:
    """A number with its separators read as in English, then as elsewhere."""
    plain = re.sub(r"[\u00a0\u202f\u2009]", "", digits)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?:\d*\.)?\d+", plain):
        yield Fraction(plain.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+", plain) and (
        "." in plain or not re.fullmatch(r"\d{1,3},\d{3}", plain)
    ):
        yield Fraction(plain.replace(".", "").replace(",", "."))
    if re.search(r"[.,].*[.,]", plain) and not re.fullmatch(
        r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain
    ):
        yield Fraction(re.sub(r"[.,].*", "", plain))  # a version, a list without blanks


def _also_in(quantity: Quantity, other: Quantity) -> Quantity:
    """`quantity`, read in the magnitude and the unit of `other` too."""
    unit, (times, factor) = other.readings[0].unit, other.times
    if quantity.readings[0].unit:
        unit, factor = quantity.readings[0].unit, Fraction(1)
    larger = times if quantity.times[0] == 1 else 1
    more = [
        Reading(reading.value * factor * by, unit)
        for reading in quantity.readings
        for by in {1, larger}
    ]
    return replace(quantity, readings=tuple(dict.fromkeys((*quantity.readings, *more))))
