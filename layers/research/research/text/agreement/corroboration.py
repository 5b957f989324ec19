"""Finds where other sources say what a sentence says, independently of each other."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice

from research.domain.claim import Citation
from research.text.agreement.near_duplicates import containment, shingles
from research.text.agreement.restating import restates
from research.text.source_sentences import Sentence

MAX_CORROBORATING = 2
SAME_TERMS = 0.6
"""A sentence supports another when it has so many of its terms, all its names and numbers, and one
restates the other: of a short one, three terms in five may be but what both are about."""
MIN_COPIED_WORDS = 8
"""Two may well put what is shorter in the same words."""
COPIED = 0.5
"""Of the runs of five words of the shorter of two sentences: with as many in common, one is copied
from the other, or both are from an agency, a handout, or what somebody said to all."""

Publishers = Mapping[int, frozenset[str]]
"""The names that the publisher of each source goes by, by the source's number."""


def corroborating(
    sentence: Sentence,
    others: Iterable[Sentence],
    texts: Mapping[int, str],
    publishers: Publishers,
) -> list[Citation]:
    """Where other sources say what `sentence` says in words of their own: of each publisher the
    best, at most `MAX_CORROBORATING`.

    `texts` are by source number.
    """
    ranked = [(share, other) for other in others if (share := _support(sentence, other))]
    ranked.sort(key=lambda pair: (-pair[0], pair[1].source))
    found = independent([sentence, *(other for _, other in ranked)], publishers)
    best = islice(found, 1, 1 + MAX_CORROBORATING)
    return [other.citation(texts[other.source]) for other in best]


def independent(told: Iterable[Sentence], publishers: Publishers) -> Iterator[Sentence]:
    """Those of `told` that are of no publisher, and no copy, of one before them."""
    kept: list[Sentence] = []
    for one in told:
        own = publishers[one.source]
        if not any(own & publishers[other.source] or is_copy(one, other) for other in kept):
            kept.append(one)
            yield one


def is_copy(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences are so much the same words that both have them from one hand."""
    if min(one.words, other.words) < MIN_COPIED_WORDS:
        return False
    mine, theirs = _shingles(one.text), _shingles(other.text)
    return max(containment(mine, theirs), containment(theirs, mine)) >= COPIED


@lru_cache(maxsize=4_096)
def _shingles(text: str) -> frozenset[int]:
    """Those of a sentence, which is compared with every other that says the same."""
    return shingles(text)


def _support(claim: Sentence, other: Sentence) -> float:
    """The share of the terms of `claim` that `other` says too; 0 where it is no support."""
    if other.source == claim.source or not claim.terms:
        return 0.0
    share = len(claim.terms & other.terms) / len(claim.terms)
    if share < SAME_TERMS or not claim.particulars <= other.terms:
        return 0.0
    return share if restates(claim.terms, other.terms) else 0.0
