"""Which words of two sentences may stand for each other: near in meaning, made from one another."""

import re
from functools import lru_cache

from research.text.clauses import Word
from research.text.terms import stem
from research.text.words.word_relations import measure_terms, near_terms, on_one_side

RISING, FALLING = stem("rise"), stem("fall")
"""What all words stand for that say that something did."""
_REDUCING = stem("reduce")
_MIN_STEM = 5
_LONGEST_ENDING = 4
_DEGREE = re.compile(r"(?:(i)?est|(i)?er)$")
_TURNED = re.compile(r"\s(?:(less|fewer|lower)|more|higher)\b", re.IGNORECASE)


def is_like(term: str, others: frozenset[str]) -> bool:
    """Whether `others` have `term`, a word near it in meaning, or one that is made from it."""
    near = near_terms(term) | measure_terms(term)
    return (
        term in others
        or not near.isdisjoint(others)
        or term in _beginnings(others)
        or not _beginnings(frozenset({term})).isdisjoint(others)
    )


def shared_terms(mine: frozenset[str], theirs: frozenset[str]) -> frozenset[str]:
    """Those of `mine` that `theirs` have, or are like."""
    return frozenset(term for term in mine if is_like(term, theirs))


def plain_term(word: Word) -> str:
    """The term of `word`: "long" for "longest", "fall" for all that says that something fell."""
    return _turn_of(word.term) or _without_degree(word.plain, word.term)


def turn_after(said: str) -> frozenset[str]:
    """What the words right after a number make of it: a fall for "35% less"."""
    found = _TURNED.match(said)
    return frozenset({FALLING if found[1] else RISING}) if found else frozenset()


@lru_cache(maxsize=4_096)
def _beginnings(terms: frozenset[str]) -> frozenset[str]:
    """What `terms` may be made from by an ending: "deliver" for "deliveri"."""
    return frozenset(
        term[:-ending]
        for term in terms
        for ending in range(1, min(_LONGEST_ENDING, len(term) - _MIN_STEM) + 1)
    )


@lru_cache(maxsize=4_096)
def _turn_of(term: str) -> str:
    if on_one_side(RISING, term):
        return RISING
    return FALLING if on_one_side(FALLING, term) or on_one_side(_REDUCING, term) else ""


@lru_cache(maxsize=4_096)
def _without_degree(plain: str, term: str) -> str:
    short = stem(_DEGREE.sub(lambda found: "y" if found[1] or found[2] else "", plain))
    return short if near_terms(short) or measure_terms(short) else term
