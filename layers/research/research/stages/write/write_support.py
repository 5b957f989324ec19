"""Cites a sentence: its own place, and other sources that say the same."""

from collections.abc import Mapping, Sequence

from research.domain.claim import Citation, Claim
from research.text.source_sentences import Sentence

MAX_CITATIONS = 3
SAME_TERMS = 0.6
"""A sentence supports another when it has so many of its terms, and all its names and numbers."""


def cited(sentence: Sentence, candidates: Sequence[Sentence], texts: Mapping[int, str]) -> Claim:
    """The claim that `sentence` makes; of each other source, the one candidate that says it best.

    `texts` are the sources' texts by number.
    """
    citations = [sentence.citation(texts[sentence.source])]
    others: dict[int, tuple[float, Citation]] = {}
    for other in candidates:
        share = _support(sentence, other)
        if share > others.get(other.source, (0.0,))[0]:
            others[other.source] = share, other.citation(texts[other.source])
    best = sorted(others.values(), key=lambda found: (-found[0], found[1].source))
    citations += [citation for _, citation in best[: MAX_CITATIONS - 1]]
    return Claim(text=sentence.text, citations=tuple(citations))


def _support(claim: Sentence, other: Sentence) -> float:
    """The share of the terms of `claim` that `other` says too; 0 where it is no support."""
    if other.source == claim.source or not claim.terms:
        return 0.0
    share = len(claim.terms & other.terms) / len(claim.terms)
    if share < SAME_TERMS or not claim.particulars <= other.terms:
        return 0.0
    return share
