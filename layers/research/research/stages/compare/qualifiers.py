"""What qualifies a figure: a part of the whole, another place, so much a day, a hope.

Two sources may give two numbers for what sounds the same, and both be right, where one speaks of
those in one country, of so much a day, or of what was planned.
"""

import re
from collections.abc import Iterator, Sequence

from research.stages.compare.clause_terms import is_similar
from research.stages.compare.figures import Figure
from research.text.clauses import Word
from research.text.terms import stem
from research.text.words.word_lists import read_words

_UNSURE = re.compile(
    r"\b(?:accused|alleged|allegedly|suspected|reportedly"
    r"|(?:want|hope|aim|target|plan|seek|intend|expect|forecast|predict)(?:s|ed|ing)?|planned"
    r"|planning|hoping|sought|projected|projections?|could|might|should|budgeted|ambition|proposed"
    r"|proposals?|estimated|promised|ask(?:s|ed)? for|(?:demand|request|offer)(?:s|ed)?"
    r"|(?:was|were|is|are) to|may)\b"
)
_PART = re.compile(
    r"^\s?(?:\w+\s){0,2}(?:of (?:them|those|these|the|whom|which|its|his|her|their|all)\b|alone\b)"
)
_OF_WHICH = re.compile(r"\b(?:of (?:them|those|these|whom|which)|including|among them)\b|^Of\b")
_MORE = re.compile(
    r"\b(?:another|other|additional|extra|further|only one|each|every|both|next|last|first)"
    r"\s(?:the\s)?[$€£]?$",
    re.IGNORECASE,
)
_AFTER_MORE = re.compile(r"^\s?(?:\w+\s)?(?:more|other|others|further|fewer|less)\b")
_THAN = re.compile(r"^\s?(?:\w+\s){1,3}than ((?:\w+ ?){1,3})")
_RATE = re.compile(
    r"^\s?(?:(?:a|an)\s(?P<a>\w+)|(?:[\w-]+\s){0,3}?(?:of\s\w+\s)?(?:(?:a|an)\s(?P<time>second|minute"
    r"|hour|day|night|week|month|year|head)|(?:per|each|every|/)\s?(?P<per>\w+)))\b",
    re.IGNORECASE,
)
_OFTEN = {
    "daily": "day", "weekly": "week", "monthly": "month", "annual": "year", "annually": "year",
    "yearly": "year", "hourly": "hour", "each": "each", "every": "each", "apiece": "each",
}  # fmt: skip
_BY_CLAUSE = {
    "unsure": _UNSURE,
    "least": re.compile(r"\b(?:minimum|peak|record|highest|lowest)\b"),
    "most": re.compile(r"\b(?:reach(?:es|ed)?|up to|top|at most|maximum)\b"),
    "average": re.compile(r"\b(?:average|mean|median|typical|typically)\b"),
    "before": re.compile(r"^before\b", re.IGNORECASE),
    "region": re.compile(
        r"(?!The |A |This |In )\b[A-Z]\w+ (?:region|area|province|county|district|state)\b"
    ),
}
_UNSAID = frozenset({"average", "most"})
"""Qualifiers that one source may leave out."""
AGAIN = "again"
_AGAIN = re.compile(r"\bre-[a-z]|\bagain\b")
_ROW = read_words("comparison_words", "items of a sequence")
_NARROWING = read_words("small_words", "narrowing prepositions") | {"versus"}
_ENDS_PHRASE = frozenset("and but or will would has have had is are was were by of after".split())
_NO_PLACE = frozenset(map(stem, "average total all board least most record".split()))
_LOOK_BACK, _LOOK_BACK_FAR, _LOOK_AHEAD = 24, 48, 50

Phrase = tuple[str, int]
"""A phrase that narrows what is said: the preposition that it begins with, and where it begins."""


def qualifiers_of(sentence: str, figure: Figure) -> frozenset[str]:
    """What a figure of `sentence` is, beside a plain number: hoped for, a part, a rate a day."""
    before = sentence[: figure.start]
    after = re.split(r"[,;:()—–.!?]\s", sentence[figure.end :])[0][:_LOOK_AHEAD]
    said = " ".join(word.text for word in figure.clause)
    found = {name for name, pattern in _BY_CLAUSE.items() if pattern.search(said)}
    found |= {f"rate {stem(_OFTEN[w])}" for w in said.lower().split() if w in _OFTEN}
    found |= set(_beside(before, after, is_share="unit percent" in figure.kinds))
    return frozenset(found)


def _beside(before: str, after: str, *, is_share: bool) -> Iterator[str]:
    if _PART.search(after) or _OF_WHICH.search(before[-_LOOK_BACK_FAR:]):
        yield "part"
    if _MORE.search(before[-_LOOK_BACK:]) or (_AFTER_MORE.search(after) and not is_share):
        yield "more"
    if compared := _THAN.search(after):
        yield "than " + compared[1].lower()
    if rate := _RATE.search(after):
        yield "rate " + stem(rate["a"] or rate["time"] or rate["per"])
    if _AGAIN.search(before + after):
        yield AGAIN


def may_share_qualifiers(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two figures with these qualifiers may be about the same."""
    if any("average" in a and "most" in b for a, b in ((one, other), (other, one))):
        return False
    return one - _UNSAID == other - _UNSAID


def may_share_ordinal(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether two clauses don't name different items of a sequence: the first episode, the last."""
    mine, theirs = ({word.plain for word in clause} & _ROW for clause in (one, other))
    return not (mine and theirs) or bool(mine & theirs)


def own_phrases(
    words: Sequence[Word], theirs: frozenset[str], places: Sequence[tuple[int, int]]
) -> list[Phrase]:
    """The phrases that narrow what `words` say to less than the other sentence says.

    A phrase is one of them if none of its words, those at `places` left out, is like one of
    `theirs`, the other sentence's terms.
    """
    phrases: list[list[Word]] = []
    is_open = False
    for word in words:
        if word.plain in _NARROWING:
            phrases.append([word])
            is_open = True
        elif word.plain in _ENDS_PHRASE:
            is_open = False
        elif is_open and not any(start <= word.start < end for start, end in places):
            phrases[-1].append(word)
    return [(p[0].plain, p[0].start) for p in phrases if _narrows(p, theirs)]


def _narrows(phrase: Sequence[Word], theirs: frozenset[str]) -> bool:
    content = [word.term for word in phrase[1:] if word.has_content]
    if phrase[0].plain == "to" and not any(word.text[0].isupper() for word in phrase[1:]):
        return False  # an action, and no place
    return bool(content) and not any(t in _NO_PLACE or is_similar(t, theirs) for t in content)
