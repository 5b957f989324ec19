"""Whether a sentence holds the kind of thing that a part of a query asks for, 0 to 1."""

import re
from collections.abc import Callable, Iterator

from research.stages.answer.expected import Expected
from research.stages.answer.parts import Part
from research.stages.answer.telling import FUTURE, LIKELY, NEED, SAYS, says
from research.text.clauses import Word, clause_words
from research.text.days.dates import moments
from research.text.figures.counted import counted_terms
from research.text.figures.number_words import NUMBER_WORDS
from research.text.figures.quantities import quantities
from research.text.names import names
from research.text.terms import stem, terms
from research.text.words.lexicon import is_near

_MONEY = re.compile(
    r"[$€£¥₹]\s?\d|\bRs\.?\s?\d|\b\d+ times\b"
    r"|\b\d[\d,.]*+\s?(?:(?:hundred|thousand|million|billion|trillion|bn|m)\s)?"
    r"(?:dollars?|euros?|pounds?|rupees?|yen|cents?|USD|EUR|GBP|lakhs?|crores?|crowns?|kron(?:a|or|e|er)"
    r"|francs?|pesos?|reais|rou?bles?|yuan|renminbi|riyals?|dirhams?|dinars?|shekels?|liras?|zlotys?"
    r"|forints?|nairas?|shillings?|baht|ringgits?|rupiahs?|guilders?|CHF|SEK|NOK|DKK)\b",
    re.IGNORECASE,
)
# "paid 41 million for the ferry": in whatever money.
_BARE_MONEY = re.compile(
    r"\b(?:paid|pays?|costs?|spent|spends?|worth|prices?|priced|budget|invested|raised|sold|bought)\b"
    r"[^.;]{0,60}?(?<!\d)\d[\d,.]*+\s?(?:thousand|million|billion|trillion|bn)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?<!\d)\d[\d,.]*+\s?(?:%|per ?cent|percentage|degrees?|km|kilomet\w+|miles?|met(?:re|er)s?"
    r"|feet|ft"
    r"|inch\w*|tons?|tonnes?|kg|kilos?|pounds|lbs?|grams?|lit(?:re|er)s?|gallons?|acres|hectares"
    r"|hours?|minutes?|days?|weeks?|months?|years?|mph|points?|times|megawatts?|watts?|barrels?"
    r"|metric)|\b(?:half|third|quarter|two-thirds|doubled|tripled|majority|percent)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"\b(?:{NUMBER_WORDS}|several|few|\d[\d,.]*+)"
    r"(?:\s?[-–to]+\s?\d+)?(?:[\s-]and[\s-]a[\s-]half)?[\s-](?:and-a-half-)?"
    r"(?:second|minute|hour|day|week|month|year|decade|season|centur)\w*"
    r"|\b(?:until|till|through|since|by the end|to the end|expires?|lasts?|lasting)\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"(?<![\d,.])\d[\d,.]*+[\s-]?(?:km|kilomet\w+|miles?|met(?:re|er)s?|m|cm|mm|centimet\w+|feet|foot"
    r"|ft|yards?|inch\w*)\b",
    re.IGNORECASE,
)
_OF_A_THING = re.compile(r"how long (?:is|are|was|were)\b", re.IGNORECASE)
"""May ask for metres: "how long is the bridge". "How long is his deal" asks for years alone."""
_YEAR = re.compile(r"\b20\d\d\b")
_YEAR_ALONE = 0.85
"""Who asks when would rather know the day."""
_DATE = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b\d\d?(?::\d\d)? ?[ap]\.?m\b|\b(?:today|tomorrow|tonight|yesterday"
    r"|next (?:week|month|year|spring|summer|autumn|fall|winter|\w+day)"
    r"|last (?:week|month|year|\w+day)|this (?:week|month|year)|spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)
_STRONG_REASON = re.compile(
    r"\b(?:because|due to|owing to|as a result|caus(?:e|es|ed|ing)|led to|leads? to|blam\w+"
    r"|attribut\w+|in order to|so that|reasons?|in light of|stem\w* from|trigger\w*|spark\w*"
    r"|prompt\w*|amid)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:thanks to|result(?:s|ed|ing)? (?:of|from|in)|leading to|so they|in response|over|after"
    r"|to (?:protect|prevent|avoid|call|demand|ensure|help|stop|reduce|keep|protest)|following"
    r"|given|since|driven|contribut\w+|fear\w*|concern\w*|accus\w+|meant to|aim(?:s|ed)? to"
    r"|unlikely|therefore|according)\b",
    re.IGNORECASE,
)
_MANNER = re.compile(
    r"\b(?:by|through|using|via|with|thanks to) \w+|\bmeans\b|\bhelp(?:s|ed)?\b|\b\w+ly\b"
    r"|\b(?:rose|fell|drop\w*|increas\w+|decreas\w+)\b",
    re.IGNORECASE,
)
_MORE_OR_LESS = re.compile(
    r"\b(?:more|less|fewer|higher|lower|cheaper|dearer|smaller|larger|rose|risen|rises|fell|fallen"
    r"|falls|cut|cuts|sav(?:e|es|ed|ing)|drop\w*|plung\w*|increas\w+|decreas\w+|reduc\w+|rais\w+"
    r"|grew|grown|doubled|halved|twice|up|down)\b",
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
_PEOPLE = frozenset("people persons person users customers residents".split())
_PERSONS = frozenset(
    stem(word)
    for word in """people persons users customers subscribers residents employees workers passengers
    patients children adults students voters protesters demonstrators civilians soldiers men women
    victims households accounts fatalities deaths injuries members visitors viewers fans migrants
    refugees homes families teachers dead killed injured wounded cases""".split()
)
_FORWARD = re.compile(
    r"because|due|owing|as a result|in light|amid|stem|attribut"
    r"|(?:caus|prompt|trigger|spark|blam)\w+\s*$",
    re.IGNORECASE,
)
"""Markers after which the reason stands."""
_NEXT_CHARACTERS = 40
# "X is a ...", "X (CLPS) means ...", "X, a ...,": what X is follows it.
_SAYS_WHAT = re.compile(
    r"[”\"'’)]*\s*(?:\([^()]{1,60}\),?\s*)?"
    r"(?:(?:is|are|means?|refers to|describes|(?:was|were) (?=an? ))\b"
    r"(?! (?:not|n't|in|on|at|to)\b)|[,—–] (?:an?|the|one|also|or)\b|: an? )",
    re.IGNORECASE,
)
# "a kind of pneumonitis called X": what X is stands before it.
_IS_CALLED = re.compile(
    r"(?:\b(?:called|dubbed|nicknamed|termed|known as|referred to as)|\b(?:kind|type|form) of)"
    r"(?: an?| the)?[\s“\"'‘(]*",
    re.IGNORECASE,
)
_BEFORE_CHARACTERS = 40
_CALLED = 0.8
_ONE_OF_MANY = 0.6
_UNMEASURED = 0.5
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


def _reason(part: Part, text: str) -> float:
    """Words that give a reason, and not that what is asked is the reason of something else."""
    if any(not _is_effect(part, text, found) for found in _STRONG_REASON.finditer(text)):
        return 1.0
    return 0.5 if _REASON.search(text) else 0.0


def _is_effect(part: Part, text: str, marker: re.Match[str]) -> bool:
    """Whether after `marker` stands what `part` asks the reason of: "because of the rally"."""
    after = terms(text[marker.end() : marker.end() + _NEXT_CHARACTERS])[:1]
    is_forward = _FORWARD.match(marker.group()) is not None
    return is_forward and any(term == stem(word) for term in after for word in part.words)


def _definition(part: Part, text: str) -> float:
    """That what is asked about is something, or that something is called so."""
    best = 0.0
    for start, end in _mentions(part, text):
        if _SAYS_WHAT.match(text, end):
            return 1.0
        before = text[max(0, start - _BEFORE_CHARACTERS) : start]
        if any(found.end() == len(before) for found in _IS_CALLED.finditer(before)):
            best = _CALLED
    return best


def _mentions(part: Part, text: str) -> Iterator[Place]:
    """Where all words of `part` stand together in `text`, small words between them aside."""
    asked = {stem(word) for word in part.words}
    run: list[Word] = []
    for word in clause_words(text):
        is_asked = stem(word.plain) in asked
        if is_asked:
            run.append(word)
        elif word.has_content:
            run = []
        if is_asked and {stem(one.plain) for one in run} == asked:
            yield run[0].start, run[-1].end
            run = []


def _date(_: Part, text: str) -> float:
    found = [moment for moment in moments(text) if moment.is_sure]
    if any(moment.day for moment in found):
        return 1.0
    if any(moment.year for moment in found) or _YEAR.search(text):
        return _YEAR_ALONE
    return 0.7 if found or _DATE.search(text) else 0.0


def _count(part: Part, text: str) -> float:
    best = 0.0
    wants_people = not _PEOPLE.isdisjoint(part.wanted)
    for quantity in quantities(text):
        if quantity.is_ordinal and not part.wanted:
            continue
        after = counted_terms(text, quantity)
        if any(_same(word, term) for word in (*part.wanted, *part.words) for term in after):
            return 1.0
        if wants_people and any(term in _PERSONS for term in after):
            return 1.0
        best = max(best, 0.5 if not quantity.is_ordinal else 0.3)
    return best


def _same(word: str, term: str) -> bool:
    return stem(word) == term or is_near(word, term)


def _money(_: Part, text: str) -> float:
    """A sum, or a number that something cost, was paid or the like."""
    return 1.0 if _MONEY.search(text) or _BARE_MONEY.search(text) else 0.0


def _span(part: Part, text: str) -> float:
    """A span of time, or a length where a thing's may be asked for."""
    is_length = _OF_A_THING.match(part.text) and _LENGTH.search(text)
    return 1.0 if is_length or _SPAN.search(text) else 0.0


def _change(_: Part, text: str) -> float:
    """That something is more or less, and how much of it or by how much."""
    if not _MORE_OR_LESS.search(text):
        return 0.0
    return 1.0 if _AMOUNT.search(text) or _MONEY.search(text) else _UNMEASURED


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
    Expected.SPAN: (_SPAN, _LENGTH),
    Expected.MONEY: (_MONEY, _BARE_MONEY),
    Expected.AMOUNT: (_AMOUNT, _MONEY),
    Expected.REASON: (_STRONG_REASON, _REASON),
    Expected.MANNER: (_MANNER,),
    Expected.CHANGE: (_MORE_OR_LESS,),
    Expected.SAYING: (SAYS,),
    Expected.FUTURE: (FUTURE,),
    Expected.NEED: (NEED,),
}
_CHECKS: dict[Expected, Callable[[Part, str], float]] = {
    Expected.PERSON: _name,
    Expected.NAME: _names,
    Expected.PLACE: _place,
    Expected.DATE: _date,
    Expected.COUNT: _count,
    Expected.SPAN: _span,
    Expected.MONEY: _money,
    Expected.AMOUNT: _pattern(_AMOUNT, _MONEY),
    Expected.REASON: _reason,
    Expected.MANNER: _pattern(_MANNER),
    Expected.CHANGE: _change,
    Expected.SAYING: says,
    Expected.FUTURE: _pattern(FUTURE, LIKELY),
    Expected.NEED: _pattern(NEED),
    Expected.DEFINITION: _definition,
    Expected.WHETHER: _pattern(_STRONG_WHETHER, _WHETHER),
}
