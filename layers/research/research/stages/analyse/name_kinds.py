"""Weighs what speaks for each kind of a name: its own words, and the words around it.

A cue gives a kind its weight; a name's kind is the one with the most over all its mentions. The
weights say which cue overrules which: the last word of a name tells more than "in" before it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from research.domain.analysis.entities import EntityKind
from research.stages.analyse.name_forms import is_of_place, is_of_words, plural_thing
from research.stages.analyse.name_lists import Key, cities, listed, listed_organisations, places

LEGAL_FORM = re.compile(r",? (?:Inc|Corp|Ltd|Co|LLC|PLC|plc|GmbH|AG|SA|Limited)\b\.?")

CITY_WEIGHT = 1.5
"""Where a word before it leads to a place: many a city's name is a surname, too."""
_TO_PLACE = re.compile(
    r"(?:^|[\s(])(?:in|near|outside|from|to|at|via|above|around|across|between|left|leav(?:es|ing)"
    r"|reach(?:ed|es|ing)?) $",
    re.IGNORECASE,
)

Vote = tuple[EntityKind, float]

_LAST_WORDS = (
    (EntityKind.LAW, "law heads", 4),
    (EntityKind.FACILITY, "facility heads", 4),
    (EntityKind.EVENT, "event heads", 4),
    (EntityKind.PLACE, "place heads", 4),
    (EntityKind.WORK, "work heads", 4),
    (EntityKind.ORGANISATION, "organisation heads", 4),
    (EntityKind.PRODUCT, "product nouns", 3),
)
_FIRST_WORDS = (
    (EntityKind.PLACE, "place heads", 2),
    (EntityKind.EVENT, "event heads", 2),
    (EntityKind.FACILITY, "facility heads", 3),
)
_WRITTEN = (
    (EntityKind.ORGANISATION, re.compile(r"[A-Z]{2,6}s?"), 1.5),
    (EntityKind.ORGANISATION, re.compile(r"(?<!\w)[A-Z]?[a-z]++[A-Z]\w*"), 1),
)
_AFTER = (
    (EntityKind.PERSON, re.compile(r",? (?:\(\d{2}\)|\d{2},)"), 4),
    (EntityKind.PERSON, re.compile(r", who\b"), 2),
    (EntityKind.PERSON, re.compile(r",? (?:said|says|told|wrote|added|explained|recalled)\b"), 0.6),
    (EntityKind.ORGANISATION, re.compile(r",? (?:said|says|told|added)\b"), 0.5),
    (
        EntityKind.ORGANISATION,
        re.compile(
            r" (?:announced|launched|reported|acquired|bought|sued|hired|shipped|unveiled|plans"
            r"|declined|sells|employs|operates)\b"
        ),
        1.5,
    ),
    (
        EntityKind.ORGANISATION,
        re.compile(
            r"['’]s? (?:[a-z]+ )?(?:shares?|stock|board|chief executive|ceo|CEO|investors|staff"
            r"|employees|customers|revenue|profits?|headquarters|spokes\w+|shareholders|workforce)\b"
        ),
        1.5,
    ),
)
_BEFORE = (
    (EntityKind.PLACE, re.compile(r"(?:^|[\s(])(?:[Ii]n|[Nn]ear|[Oo]utside) $"), 0.6),
    (
        EntityKind.PLACE,
        re.compile(
            r"\b(?:(?:lea(?:ve|ving)|left|reach(?:ed|ing)?)|(?:arriv|sail|fl[ei]w)\w* (?:at|to)) $"
        ),
        0.6,
    ),
    (EntityKind.PLACE, re.compile(r"\b(?:from|to|at|via|off|through) $"), 0.2),
    (
        EntityKind.ORGANISATION,
        re.compile(r"\b(?:shares|stock|employees|customers|board) (?:of|in|at) $"),
        1.5,
    ),
    (
        EntityKind.ORGANISATION,
        re.compile(r"\b(?:told|according to|reported (?:in|by)|report (?:in|by)) the $"),
        1,
    ),
    (
        EntityKind.ORGANISATION,
        re.compile(r"\b(?:sued|founded|acquired|bought|fined|joined|(?:talks|contract) with) $"),
        1,
    ),
)
_WORDS_BEFORE = (
    (EntityKind.PERSON, "titles", 4),
    (EntityKind.PRODUCT, "product nouns", 2),
    (EntityKind.ORGANISATION, "organisation nouns", 2),
    (EntityKind.WORK, "work nouns", 3),
)
_NOUNS_AFTER = (
    (EntityKind.PRODUCT, "product nouns"),
    (EntityKind.FACILITY, "facility heads"),
)
_WORD_BEFORE = re.compile(r"(?<![\w’'-])([\w’'-]++)[,.]? (?:called |named |dubbed )?[“\"'‘]?$")
_WORD_AFTER = re.compile(r"[”\"'’]? ([a-z-]+)")
_ROLE_AFTER = re.compile(r", an? ([a-z-]+)")
_PART_OF_NAME = re.compile(r" (?:of|for) ")
_WITHIN = re.compile(r"\b(?:in|at|from|near) (?:the )?$")
_CONTEXT = 40


def kind_votes(text: str, start: int, end: int, key: Key) -> dict[EntityKind, float]:
    """What speaks for each kind of the name at `start` to `end` of a sentence."""
    votes: defaultdict[EntityKind, float] = defaultdict(float)
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    for kind, weight in (
        *_by_list(text[start:end], key),
        *_by_form(text[start:end]),
        *_by_patterns(before, after, can_be_person=not is_of_words(key)),
        *_by_words_beside(before, after),
        *_by_cities(before, key),
    ):
        votes[kind] += weight
    return dict(votes)


def _by_list(written: str, key: Key) -> Iterator[Vote]:
    """The votes of lists of names, and of heads such as "River" and "University"."""
    if key in places():
        yield EntityKind.PLACE, 5
    if " ".join(key) in listed_organisations():
        yield EntityKind.ORGANISATION, 3
    elif len(key) > 1:
        yield from _by_parts(written, key)


def _by_parts(written: str, key: Key) -> Iterator[Vote]:
    """The votes of the words of a longer name."""
    is_organisation = key[-1] in listed("organisation heads")
    for kind, heads, weight in _LAST_WORDS:
        if key[-1] in listed(heads):
            yield kind, weight
    for kind, heads, weight in _FIRST_WORDS:
        if key[0] in listed(heads):
            yield kind, weight
    if key[0] in listed("first names") and not (is_organisation or is_of_place(key)):
        yield EntityKind.PERSON, 3
    if key[-1] in listed("model words"):
        yield EntityKind.PRODUCT, 2
    elif key[0] in listed("organisations") and not is_organisation and key[1:] not in places():
        yield EntityKind.PRODUCT, 1.5
    if _PART_OF_NAME.search(written) and not listed("organisation heads").isdisjoint(key):
        yield EntityKind.ORGANISATION, 6


def _by_cities(before: str, key: Key) -> Iterator[Vote]:
    if key in cities() and _TO_PLACE.search(before):
        yield EntityKind.PLACE, CITY_WEIGHT


def _by_form(written: str) -> Iterator[Vote]:
    is_plural = plural_thing(written)
    for kind, pattern, weight in _WRITTEN:
        if pattern.fullmatch(written):
            yield (EntityKind.PRODUCT if is_plural else kind), weight
    last = written.rsplit(maxsplit=1)[-1]
    is_firm = last != written and last.casefold() in listed("legal endings")  # "Ithaca Holdings"
    if " & " in written or LEGAL_FORM.search(written) or is_firm:
        yield EntityKind.ORGANISATION, 5
    if last.isdigit():
        yield EntityKind.PRODUCT, 3


def _by_patterns(before: str, after: str, *, can_be_person: bool) -> Iterator[Vote]:
    """The votes of what stands around; no firm of words, "Big Machine said", is a person by it."""
    is_within = _WITHIN.search(before) is not None  # "the school in Leeds, who": not Leeds
    for kind, pattern, weight in _AFTER:
        is_person = kind is EntityKind.PERSON
        if pattern.match(after) and not (is_person and (is_within or not can_be_person)):
            yield kind, weight
    for kind, pattern, weight in _BEFORE:
        if pattern.search(before):
            yield kind, weight


def _by_words_beside(before: str, after: str) -> Iterator[Vote]:
    """The votes of the words that stand right before the name and right behind it."""
    found = _WORD_BEFORE.search(before)
    word = found[1].strip("'’") if found else ""
    for kind, words, weight in _WORDS_BEFORE:
        if word.casefold() in listed(words):
            yield kind, weight
    if word.islower() and word in listed("place heads"):
        yield EntityKind.PLACE, 3
    following = _WORD_AFTER.match(after)
    for kind, nouns in _NOUNS_AFTER:
        if following and following[1] in listed(nouns):
            yield kind, 2
    role = _ROLE_AFTER.match(after)
    if role and role[1] in listed("titles"):
        yield EntityKind.PERSON, 2
