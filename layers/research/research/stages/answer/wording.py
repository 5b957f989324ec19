"""How far sentences say the words of a query again: the same, or by the lexicon near in meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from research.text.bm25 import TermWeights
from research.text.clauses import Word, clause_words
from research.text.terms import stem
from research.text.words.lexicon import base_term, is_near
from research.text.words.word_relations import answering_terms, country_words, near_terms

NEAR_CREDIT = 0.7
ANSWERING_CREDIT = 0.4
"""Of a word that answers may say for the one asked for, and say otherwise as well."""
_MAX_WEIGHT = 5.0
_SHORTEST = 3
_PLURAL_NUMBER = re.compile(r"(?<!\d)(\d+)s")


@dataclass(frozen=True, slots=True)
class Match:
    """How much of the weight of some words a sentence says again, 0 to 1."""

    exact: float
    """In the same words."""
    near: float
    """In these, or in words that the lexicon knows to be near in meaning."""


def match(words: Sequence[str], text: str, weights: TermWeights) -> Match:
    """How far `text` says the folded `words` again."""
    said = {word.plain: word.term for word in content_words(text)}
    exact = near = total = 0.0
    for word in words:
        worth = weight(word, weights)
        best = max((credit(word, plain, term) for plain, term in said.items()), default=0.0)
        total += worth
        exact += worth * (best == 1.0)
        near += worth * best
    total = total or 1.0
    return Match(exact / total, near / total)


def share_around(
    words: Sequence[str], around: frozenset[str], said: Match, weights: TermWeights
) -> float:
    """The share of `words` that a sentence or what is around it says, at least its own."""
    worths = {word: weight(word, weights) for word in words}
    found = sum(worth for word, worth in worths.items() if stem(word) in around)
    return max(said.near, found / (sum(worths.values()) or 1.0))


@lru_cache(maxsize=4096)
def content_words(text: str) -> tuple[Word, ...]:
    """The words of `text` that say something by themselves."""
    return tuple(word for word in clause_words(text) if word.has_content or _is_us(word.text))


def _is_us(written: str) -> bool:
    """Whether it is the country, not the pronoun."""
    return written in ("US", "U.S.", "USA", "U.S.A.")


def weight(word: str, weights: TermWeights) -> float:
    """What it says of a sentence that it has a folded word: rare ones more than common ones."""
    return min(weights[stem(word)], _MAX_WEIGHT)


@lru_cache(maxsize=65_536)
def credit(word: str, other: str, other_term: str) -> float:
    """1 where two folded words are forms of one, less where they may mean nearly the same."""
    term = base_term(_PLURAL_NUMBER.sub(r"\1", word))
    if term in (other_term, stem(_PLURAL_NUMBER.sub(r"\1", other))):
        return 1.0
    if other in country_words(word):
        return 1.0
    if other_term in near_terms(term):
        return NEAR_CREDIT
    if other_term in answering_terms(term):
        return ANSWERING_CREDIT
    if len(other) < _SHORTEST or len(word) < _SHORTEST or not (word + other).isalpha():
        return 0.0
    return NEAR_CREDIT if is_near(word, other) else 0.0
