"""Whether a sentence holds the kind of thing that a part of a query asks for, 0 to 1."""

import re
from collections.abc import Callable

from research.stages.answer.expectation.amounts import (
    AMOUNT,
    BARE_MONEY,
    LENGTH,
    MONEY,
    MORE_OR_LESS,
    SPAN,
    change,
    count,
    money,
    span,
)
from research.stages.answer.expectation.definitions import definition
from research.stages.answer.expectation.expected import Expected
from research.stages.answer.expectation.reasons import REASON, STRONG_REASON, reason
from research.stages.answer.expectation.telling import FUTURE, LIKELY, NEED, SAYS, says
from research.stages.answer.parts import Part
from research.text.days.dates import moments
from research.text.figures.quantities import quantities
from research.text.names import names
from research.text.terms import stem, terms

_YEAR = re.compile(r"\b20\d\d\b")
_YEAR_ALONE = 0.85
"""Who asks when would rather know the day."""
_DATE = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b\d\d?(?::\d\d)? ?[ap]\.?m\b|\b(?:today|tomorrow|tonight|yesterday"
    r"|next (?:week|month|year|spring|summer|autumn|fall|winter|\w+day)"
    r"|last (?:week|month|year|\w+day)|this (?:week|month|year)|spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)
_MANNER = re.compile(
    r"\b(?:by|through|using|via|with|thanks to) \w+|\bmeans\b|\bhelp(?:s|ed)?\b|\b\w+ly\b"
    r"|\b(?:rose|fell|drop\w*|increas\w+|decreas\w+)\b",
    re.IGNORECASE,
)
_STRONG_WHETHER = re.compile(
    r"\b(?:not|never|none|cannot|\w+n['’]t|fals\w+|true|confirm\w*|den(?:y|ies|ied)|claim\w*"
    r"|ruled? out|reject\w*|indeed|yes|only|unlikely|likely)\b",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    r"\b(?:no|nor|without|said|is|are|was|were|has|have|had)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:in|at|on|atop|near|from|outside|across|north|south|east|west)(?: of)?(?: the)?"
    r" (?P<place>[A-Z][\w’'-]+)"
)
_LIST = re.compile(r"\w+, [^,.]{2,40}(?:, [^,.]{2,40})*,? (?:and|or|&) \w+")
_ONE_OF_MANY = 0.6
Place = tuple[int, int]
"""Start and end in a text."""


def holds(part: Part, text: str) -> float:
    """How well `text` holds what `part` expects: 1, some of it, or nothing like it, 0."""
    check = _CHECKS.get(part.expected)
    return check(part, text) if check else 0.0


def _name(part: Part, text: str) -> float:
    """Names that the query does not give; sure ones count fully."""
    known = set(part.words) | set(part.context)
    fresh = [name for name in names(text) if not any(word.plain in known for word in name.words)]
    if any(name.is_sure and len(name.words) > 1 for name in fresh):
        return 1.0
    if any(name.is_sure for name in fresh):
        return 0.7
    return 0.3 if fresh else 0.0


def _names(part: Part, text: str) -> float:
    """Names, and several where several are asked for."""
    return _name(part, text) * _enough(part, text)


def _enough(part: Part, text: str) -> float:
    """1, or less where several are asked for, as by "which countries", and `text` lists none."""
    is_many = any(word.endswith("s") for word in part.wanted)
    return _ONE_OF_MANY if is_many and not _LIST.search(text) else 1.0


def _place(part: Part, text: str) -> float:
    """A name after "in" or the like that the query does not give."""
    known = {stem(word) for word in (*part.words, *part.context)}
    if any(stem(found["place"]) not in known for found in _PLACE.finditer(text)):
        return _enough(part, text)
    return 0.3 * _name(part, text)


def _date(_: Part, text: str) -> float:
    found = [moment for moment in moments(text) if moment.is_sure]
    if any(moment.day for moment in found):
        return 1.0
    if any(moment.year for moment in found) or _YEAR.search(text):
        return _YEAR_ALONE
    return 0.7 if found or _DATE.search(text) else 0.0


def _pattern(
    strong: re.Pattern[str], weak: re.Pattern[str] | None = None
) -> Callable[[Part, str], float]:
    def check(_: Part, text: str) -> float:
        if strong.search(text):
            return 1.0
        return 0.5 if weak and weak.search(text) else 0.0

    return check


def values_in(part: Part, text: str) -> list[Place]:
    """Where the kind of thing that `part` expects stands in `text`, what the query gives aside.

    Nothing of a kind that no pattern tells: a thing, or whether something is so.
    """
    known = {stem(word) for word in (*part.words, *part.context)}
    places = _places(part.expected, text)
    return [(start, end) for start, end in places if known.isdisjoint(terms(text[start:end]))]


def _places(expected: Expected, text: str) -> list[Place]:
    if expected in (Expected.PERSON, Expected.NAME):
        found = [name.words for name in names(text) if name.is_sure]
        return [(words[0].start, words[-1].end) for words in found]
    if expected is Expected.COUNT:
        return [(one.start, one.end) for one in quantities(text) if not one.is_ordinal]
    matched = [one.span() for seen in _SEEN.get(expected, ()) for one in seen.finditer(text)]
    if expected is Expected.DATE:
        matched += [(one.start, one.end) for one in moments(text)]
    return matched


_SEEN = {
    Expected.PLACE: (_PLACE,),
    Expected.DATE: (_DATE,),
    Expected.SPAN: (SPAN, LENGTH),
    Expected.MONEY: (MONEY, BARE_MONEY),
    Expected.AMOUNT: (AMOUNT, MONEY),
    Expected.REASON: (STRONG_REASON, REASON),
    Expected.MANNER: (_MANNER,),
    Expected.CHANGE: (MORE_OR_LESS,),
    Expected.SAYING: (SAYS,),
    Expected.FUTURE: (FUTURE,),
    Expected.NEED: (NEED,),
}
_CHECKS: dict[Expected, Callable[[Part, str], float]] = {
    Expected.PERSON: _name,
    Expected.NAME: _names,
    Expected.PLACE: _place,
    Expected.DATE: _date,
    Expected.COUNT: count,
    Expected.SPAN: span,
    Expected.MONEY: money,
    Expected.AMOUNT: _pattern(AMOUNT, MONEY),
    Expected.REASON: reason,
    Expected.MANNER: _pattern(_MANNER),
    Expected.CHANGE: change,
    Expected.SAYING: says,
    Expected.FUTURE: _pattern(FUTURE, LIKELY),
    Expected.NEED: _pattern(NEED),
    Expected.DEFINITION: definition,
    Expected.WHETHER: _pattern(_STRONG_WHETHER, _WHETHER),
}
