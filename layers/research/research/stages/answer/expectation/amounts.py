"""Whether a sentence has a sum, an amount, a count or a span of time. For English."""

import re

from research.stages.answer.parts import Part
from research.text.figures.counted import counted_terms
from research.text.figures.number_words import NUMBER_WORDS
from research.text.figures.quantities import quantities
from research.text.terms import stem
from research.text.words.lexicon import is_near

MONEY = re.compile(
    r"[$€£¥₹]\s?\d|\bRs\.?\s?\d|\b\d+ times\b"
    r"|\b\d[\d,.]*+\s?(?:(?:hundred|thousand|million|billion|trillion|bn|m)\s)?"
    r"(?:dollars?|euros?|pounds?|rupees?|yen|cents?|USD|EUR|GBP|lakhs?|crores?|crowns?|kron(?:a|or|e|er)"
    r"|francs?|pesos?|reais|rou?bles?|yuan|renminbi|riyals?|dirhams?|dinars?|shekels?|liras?|zlotys?"
    r"|forints?|nairas?|shillings?|baht|ringgits?|rupiahs?|guilders?|CHF|SEK|NOK|DKK)\b",
    re.IGNORECASE,
)
# "paid 41 million for the ferry": in whatever money.
BARE_MONEY = re.compile(
    r"\b(?:paid|pays?|costs?|spent|spends?|worth|prices?|priced|budget|invested|raised|sold|bought)\b"
    r"[^.;]{0,60}?(?<!\d)\d[\d,.]*+\s?(?:thousand|million|billion|trillion|bn)\b",
    re.IGNORECASE,
)
AMOUNT = re.compile(
    r"(?<!\d)\d[\d,.]*+\s?(?:%|per ?cent|percentage|degrees?|km|kilomet\w+|miles?|met(?:re|er)s?"
    r"|feet|ft"
    r"|inch\w*|tons?|tonnes?|kg|kilos?|pounds|lbs?|grams?|lit(?:re|er)s?|gallons?|acres|hectares"
    r"|hours?|minutes?|days?|weeks?|months?|years?|mph|points?|times|megawatts?|watts?|barrels?"
    r"|metric)|\b(?:half|third|quarter|two-thirds|doubled|tripled|majority|percent)\b",
    re.IGNORECASE,
)
SPAN = re.compile(
    rf"\b(?:{NUMBER_WORDS}|several|few|\d[\d,.]*+)"
    r"(?:\s?[-–to]+\s?\d+)?(?:[\s-]and[\s-]a[\s-]half)?[\s-](?:and-a-half-)?"
    r"(?:second|minute|hour|day|week|month|year|decade|season|centur)\w*"
    r"|\b(?:until|till|through|since|by the end|to the end|expires?|lasts?|lasting)\b",
    re.IGNORECASE,
)
LENGTH = re.compile(
    r"(?<![\d,.])\d[\d,.]*+[\s-]?(?:km|kilomet\w+|miles?|met(?:re|er)s?|m|cm|mm|centimet\w+|feet|foot"
    r"|ft|yards?|inch\w*)\b",
    re.IGNORECASE,
)
_OF_A_THING = re.compile(r"how long (?:is|are|was|were)\b", re.IGNORECASE)
"""May ask for metres: "how long is the bridge". "How long is his deal" asks for years alone."""
MORE_OR_LESS = re.compile(
    r"\b(?:more|less|fewer|higher|lower|cheaper|dearer|smaller|larger|rose|risen|rises|fell|fallen"
    r"|falls|cut|cuts|sav(?:e|es|ed|ing)|drop\w*|plung\w*|increas\w+|decreas\w+|reduc\w+|rais\w+"
    r"|grew|grown|doubled|halved|twice|up|down)\b",
    re.IGNORECASE,
)
_PEOPLE = frozenset("people persons person users customers residents".split())
_PERSONS = frozenset(
    stem(word)
    for word in """people persons users customers subscribers residents employees workers passengers
    patients children adults students voters protesters demonstrators civilians soldiers men women
    victims households accounts fatalities deaths injuries members visitors viewers fans migrants
    refugees homes families teachers dead killed injured wounded cases""".split()
)
_UNMEASURED = 0.5


def count(part: Part, text: str) -> float:
    """A number of what is counted, or of people where they are."""
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


def money(_: Part, text: str) -> float:
    """A sum, or a number that something cost, was paid or the like."""
    return 1.0 if MONEY.search(text) or BARE_MONEY.search(text) else 0.0


def span(part: Part, text: str) -> float:
    """A span of time, or a length where a thing's may be asked for."""
    is_length = _OF_A_THING.match(part.text) and LENGTH.search(text)
    return 1.0 if is_length or SPAN.search(text) else 0.0


def change(_: Part, text: str) -> float:
    """That something is more or less, and how much of it or by how much."""
    if not MORE_OR_LESS.search(text):
        return 0.0
    return 1.0 if AMOUNT.search(text) or MONEY.search(text) else _UNMEASURED
