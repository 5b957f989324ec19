"""The numbers, years and dates of a sentence: where they stand, and what each number counts."""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from research.text.clauses import clause_words
from research.text.days.dates import Moment, moments, without_dates
from research.text.figures.quantities import Quantity, quantities
from research.text.terms import stem

AGE = frozenset({"age"})
"""What a number counts that stands alone after a name: "Ines Calloway, 34, was"."""
_BEFORE_AGE = re.compile(r"[A-Z][\w’'-]+,\s$")
_AFTER_AGE = re.compile(r"\s?(?:[,.;)]|$)")
_YOUNGEST, _OLDEST = 2, 110
_COUNTED_WITHIN = 3
_REJECTED = re.compile(r"\b(?:not|instead of|rather than) (?:the |a |an )?[$€£]?$", re.IGNORECASE)
_COLLECTED = re.compile(
    r"(?<!\w)(\w+) of (?:about |around |some |nearly |over |up to |at least )?$"
)
_IN_YEAR = re.compile(
    r"\b(?:in|since|from|until|till|by|before|after|during|of|late|early|mid|around)[ -]$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_LOOK_BACK = 16
_LOOK_BACK_FAR = 32


def is_year(quantity: Quantity) -> bool:
    """Whether a number is written as years are."""
    return bool(_YEAR.fullmatch(quantity.written))


def figure_places(sentence: str) -> list[tuple[int, int]]:
    """Where the numbers and the sure dates of `sentence` begin and end."""
    numbers = [(number.start, number.end) for number in _numbers(sentence)[1]]
    return numbers + [(m.start, m.end) for m in moments(sentence) if m.is_sure]


def counts_of(sentence: str) -> list[Quantity]:
    """The numbers of `sentence` that may count something: no years, none that it rejects."""
    bare, numbers = _numbers(sentence)
    return [
        number
        for number in numbers
        if not (number.is_ordinal or is_year(number) or _is_rejected(bare, number))
    ]


def rejected_of(sentence: str) -> list[Quantity]:
    """The numbers of `sentence` that it says are not so: "not the €2,450 that ..."."""
    bare, numbers = _numbers(sentence)
    return [number for number in numbers if _is_rejected(bare, number)]


def values_of(sentence: str) -> frozenset[Fraction]:
    """What the numbers of `sentence` come to, in whatever unit, but for those it rejects."""
    return frozenset(number.readings[0].value for number in counts_of(sentence))


def years_of(sentence: str) -> dict[int, int]:
    """The years that `sentence` names, each with its place."""
    if not _YEAR.search(sentence):
        return {}
    return {int(n.written): n.start for n in quantities(sentence) if is_year(n)}


def dates_of(sentence: str) -> Iterator[Moment]:
    """The sure dates of `sentence` that have a month, and its years that stand alone."""
    found = [moment for moment in moments(sentence) if moment.is_sure and moment.month]
    yield from found
    for year, start in years_of(sentence).items():
        is_alone = not any(moment.start <= start < moment.end for moment in found)
        if is_alone and _IN_YEAR.search(sentence[:start][-_LOOK_BACK:]):
            yield Moment(year, 0, 0, 0, start, start + len(str(year)))


def kinds_of(sentence: str, number: Quantity) -> frozenset[str]:
    """A number's units of measure, else the terms of what it counts; none: it counts nothing."""
    bare = _numbers(sentence)[0]
    if units := {reading.unit for reading in number.readings if reading.unit}:
        return frozenset(f"unit {unit}" for unit in units)
    if _is_age(bare, number):
        return AGE
    nouns = counted_terms(bare, number)
    if found := _COLLECTED.search(bare[: number.start][-_LOOK_BACK_FAR:]):
        nouns = [stem(found[1]), *nouns]
    return frozenset(nouns)


def counted_terms(text: str, quantity: Quantity) -> list[str]:
    """The terms of the few words after a number, up to the clause's end: what it counts."""
    found: list[str] = []
    clause: int | None = None
    for word in clause_words(text):
        if word.start < quantity.end:
            continue
        if text[quantity.end : word.start].strip(" -") and clause is None:
            break
        clause = word.clause if clause is None else clause
        if word.clause != clause or not word.has_content or word.plain[:1].isdigit():
            break
        found.append(word.term)
        if len(found) == _COUNTED_WITHIN:
            break
    return found


@lru_cache(maxsize=8)
def _numbers(sentence: str) -> tuple[str, tuple[Quantity, ...]]:
    """A sentence with blanks in the place of its dates, and the numbers that are left in it."""
    bare = without_dates(sentence)
    return bare, tuple(quantities(bare))


def _is_rejected(text: str, number: Quantity) -> bool:
    return bool(_REJECTED.search(text[max(0, number.start - _LOOK_BACK) : number.start]))


def _is_age(text: str, number: Quantity) -> bool:
    return bool(
        not number.is_word
        and _BEFORE_AGE.search(text[: number.start])
        and _AFTER_AGE.match(text, number.end)
        and _YOUNGEST <= number.readings[0].value <= _OLDEST
    )
