"""Leaves out claims that repeat earlier ones: a model repeats itself, and so do several at once."""

import re
from collections.abc import Iterable

from research.domain.claim import Claim, Verdict
from research.text.polarity import denials
from research.text.terms import names_in, terms

SAID_ALREADY = 0.8
"""A claim whose terms are so largely those of an earlier one adds nothing."""
_NUMBER = re.compile(r"\d[\d.,]*")
SAID_AGAIN = 0.7
"""Of the terms of the longer of two: less than above, for there none may be said beside."""


def without_repeats(claims: Iterable[Claim], said: list[set[str]]) -> list[Claim]:
    """`claims` without those that repeat one of `said`, the terms of each earlier claim.

    The terms of those that are kept are added to `said`. An unsupported claim neither repeats nor
    is repeated, and is kept; so is a cell of a table, for a hole in that helps nobody.
    """
    kept = []
    for claim in claims:
        if claim.verdict is not Verdict.UNSUPPORTED and claim.cell is None:
            words = set(terms(claim.text))
            if any(_is_said(words, other) for other in said):
                continue
            said.append(words)
        kept.append(claim)
    return kept


def says_again(claim: Claim, other: Claim) -> bool:
    """Whether `claim` says what `other` does in other words, and neither says much beside it.

    Whoever else is named, a figure in another order and a "not" more or less make it another.
    """
    sources = {citation.source for citation in other.citations}
    if not sources.issuperset(citation.source for citation in claim.citations):
        return False
    words, others = set(terms(claim.text)), set(terms(other.text))
    if len(words & others) < SAID_AGAIN * max(len(words), len(others)):
        return False
    return (
        _figures(claim.text) == _figures(other.text)
        and others.issuperset(names_in(claim.text))
        and len(denials(claim.text)) == len(denials(other.text))
    )


def _figures(text: str) -> list[str]:
    return [figure.rstrip(".,") for figure in _NUMBER.findall(text)]


def _is_said(words: set[str], other: set[str]) -> bool:
    """Whether `other` has most of `words`, and their numbers all: another figure is news."""
    return _numbers(words) <= other and len(words & other) >= SAID_ALREADY * (len(words) or 1)


def _numbers(words: set[str]) -> set[str]:
    return {word for word in words if any(map(str.isdigit, word))}
