"""What kind of answer a question wants: "how many" a count, "who" a person. For English."""

import re
from enum import StrEnum

from research.text.clauses import clause_words
from research.text.statements import ASKED, ASKING, asks_nothing, predicate_place
from research.text.terms import fold
from research.text.words.lexicon import may_be


class Expected(StrEnum):
    """What kind of answer a question wants."""

    PERSON = "person"
    PLACE = "place"
    DATE = "date"
    SPAN = "span"
    MONEY = "money"
    AMOUNT = "amount"
    COUNT = "count"
    REASON = "reason"
    MANNER = "manner"
    WHETHER = "whether"
    CHANGE = "change"
    NAME = "name"
    DEFINITION = "definition"
    SAYING = "saying"
    FUTURE = "future"
    NEED = "need"
    THING = "thing"


EXACT = frozenset(Expected) - {
    Expected.REASON,
    Expected.MANNER,
    Expected.WHETHER,
    Expected.CHANGE,
    Expected.DEFINITION,
    Expected.SAYING,
    Expected.FUTURE,
    Expected.NEED,
    Expected.THING,
}
"""Kinds of answer that can be seen in a sentence: a number, a date, a name."""
TOLD = frozenset((Expected.SAYING, Expected.FUTURE, Expected.NEED))
"""Kinds that the verb of a sentence tells: "said", "will", "requires"."""

_OPENING = re.compile(r"how (?:many|much|long|far|old|often|tall|big)|\w+", re.IGNORECASE)
_MONEY = re.compile(
    r"\b(?:cost|costs|pay|pays|paid|price|prices|raise|raised|spend|spent|money|worth|earn|earned"
    r"|salary|fee|fees|revenue|profit|wage|charge|charges|fine|budget|invest\w*|value)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\b(?:stake|share|percentage|rate|size|weight|speed|height|distance|temperature|score"
    r"|level|capacity|length|pay rise|increase|drop|power|pressure|coefficient|density"
    r"|depth|width|range|average|frequency|age|area|volume)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\bwhat (?:\w+ )?(?:went wrong|caused?|causes|led to|leads to|set off|triggered|sparked"
    r"|prompted|made|drove|is behind|was behind)\b|\breasons?\b",
    re.IGNORECASE,
)
_BY_OPENING = {
    "who": Expected.PERSON,
    "whom": Expected.PERSON,
    "whose": Expected.PERSON,
    "where": Expected.PLACE,
    "when": Expected.DATE,
    "why": Expected.REASON,
    "how": Expected.MANNER,
    "how many": Expected.COUNT,
    "how long": Expected.SPAN,
    "how old": Expected.AMOUNT,
    "how far": Expected.AMOUNT,
    "how often": Expected.AMOUNT,
    "how tall": Expected.AMOUNT,
    "how big": Expected.AMOUNT,
    "which": Expected.NAME,
    "what": Expected.THING,
}
# "Can sails cut the cost?", "how did sales change?": an answer says more or less, and how much.
_CHANGE = re.compile(
    r"\b(?:cut|reduce|lower|raise|increase|decrease|boost|rise|fall|drop|grow|shrink|save|double"
    r"|halve)\b"
    r"|^how\b.*\bchange\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(?:population|numbers?)\b", re.IGNORECASE)
_TIME = re.compile(r"\b(?:date|day|year|month|time)\b", re.IGNORECASE)
_COUNTRY = re.compile(
    r"\b(?:country|countries|city|cities|town|place|state|states|county|counties|region)\b",
    re.IGNORECASE,
)
# "What were the names of the two?", "what is it called?"
_NAME = re.compile(
    r"what (?:is|are|was|were) (?:the )?(?:\w+['’]s? )?(?:full )?names?\b"
    r"|what (?:is|are|was|were|did|do|does)\b.*\b(?:called|named)$",
    re.IGNORECASE,
)
# "What is feather duvet lung?", and not a property of something, as in "what is the colour of it".
_DEFINITION = re.compile(
    r"what(?: is|['’]s| are) (?:an? )?(?!(?:the|he|she|it|they|this|that|these|those|there|new|next"
    r"|left|wrong|different|special|known|said|done|made|going|at|in|on|about)\b)"
    r"(?![a-z]+ed\b)[^\s,;]+(?:\s+(?![a-z]+ed\b)[^\s,;]+)*\s*",
    re.IGNORECASE,
)
# "Who is Ragna Holt?" asks what she is, and "who is mayor of Vessa?" for a name.
_WHO_IS_NAMED = re.compile(r"[Ww]ho (?:is|was|are|were)(?: [A-Z][\w.'’-]*)+")
# "What did Nadal say about it?", "how did the EU respond?"
_SAYING = re.compile(
    r"(?:what|how) (?:do|does|did|have|has)\b.*\b(?:say|said|tell|told|think|respond|responded"
    r"|react|reacted|comment|argue|advise|recommend|warn)\b",
    re.IGNORECASE,
)
# "What happens next?", "what will happen to the house?"
_FUTURE = re.compile(
    r"what(?:['’]s| is| comes| happens| will| would| is going to| might| could) (?:\w+ )*?"
    r"(?:next|happen|then|follow)\b",
    re.IGNORECASE,
)
_NEED = re.compile(
    r"what (?:do|does|would|will) .*\b(?:need|require)\b|what (?:is|are) (?:needed|required)\b",
    re.IGNORECASE,
)
_COSTS = re.compile(r"what (?:do|does|did|will|would) .*\bcosts?", re.IGNORECASE)
_BY_VERB = {Expected.SAYING: _SAYING, Expected.FUTURE: _FUTURE, Expected.NEED: _NEED}
_SHORT = 6
"""Words within which the thing asked for is named."""
_MAX_WANTED = 3


def opening_of(text: str) -> str:
    """The question word that `text` begins with, or its first word: "how many"."""
    found = _OPENING.match(text)
    return found.group().lower() if found else ""


def expected_of(text: str) -> Expected:
    """The kind of answer that the question `text` wants."""
    opening = opening_of(text)
    if _NAME.match(text):
        return Expected.NAME
    if _REASON.search(text):
        return Expected.REASON
    for kind, asks in _BY_VERB.items():
        if asks.match(text):
            return kind
    if found := _measure_of(opening, text) or _kind_of_thing(opening, text):
        return found
    if opening in _BY_OPENING:
        is_change = opening == "how" and _CHANGE.search(text)
        return Expected.CHANGE if is_change else _BY_OPENING[opening]
    if asks_nothing(text):
        return _of_subject(text)
    first = ASKED.search(text)
    if not re.match(ASKING, text, re.IGNORECASE) and first:
        return expected_of(text[first.start() :])
    return Expected.CHANGE if _CHANGE.search(text) else Expected.WHETHER


def _of_subject(text: str) -> Expected:
    """What something is, where a name is all that is said; whether it is so, of a statement."""
    found = text.split()
    if len(found) == 1 or all(word[0].isupper() for word in found):
        return Expected.DEFINITION
    return Expected.THING if predicate_place(clause_words(text)) is None else Expected.WHETHER


def _measure_of(opening: str, text: str) -> Expected | None:
    """Money, an amount or a count, where one of them is asked for."""
    if _COSTS.fullmatch(text):
        return Expected.MONEY
    if opening == "what" and _COUNTED.search(_head(text)):
        return Expected.COUNT
    if opening == "how much" or (opening in ("what", "which") and _asks_amount(text)):
        return Expected.MONEY if _MONEY.search(text) else Expected.AMOUNT
    return None


def _kind_of_thing(opening: str, text: str) -> Expected | None:
    """A place, a date or a definition, where one is asked for by "what" or "which"."""
    if opening in ("what", "which", "in", "at", "on") and _COUNTRY.search(_head(text)):
        return Expected.PLACE
    if opening in ("what", "which", "in", "at", "on") and _TIME.search(_head(text)):
        return Expected.DATE
    asks_what = _DEFINITION.fullmatch(text) or _WHO_IS_NAMED.fullmatch(text)
    return Expected.DEFINITION if asks_what else None


def _asks_amount(text: str) -> bool:
    """Whether an amount is asked for: "what does it cost", "what is the average price"."""
    short = " ".join(text.split()[:_SHORT])
    return bool(_MONEY.search(short) or _AMOUNT.search(short))


def _head(text: str) -> str:
    """The first words after the question word, where the kind of thing asked for is named."""
    return " ".join(text.split()[:4])


def wanted_of(text: str) -> tuple[str, ...]:
    """The nouns right after "how many", "which" or "what"."""
    found = re.match(r"(?:in |at |on )?(?:how many|how much|which|what)\s(.*)", text, re.IGNORECASE)
    wanted: list[str] = []
    for word in clause_words(found[1]) if found else ():
        if not word.has_content or (wanted and not may_be(word.plain, "n") and word.text.islower()):
            break
        wanted.append(fold(word.text))
        if len(wanted) == _MAX_WANTED:
            break
    return tuple(wanted)
