"""Leaves out claims that repeat earlier ones: a model repeats itself, and so do several at once."""

from collections.abc import Iterable

from research.domain.claim import Claim, Verdict
from research.text.terms import terms

SAID_ALREADY = 0.8
"""A claim whose terms are so largely those of an earlier one adds nothing."""


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


def _is_said(words: set[str], other: set[str]) -> bool:
    """Whether `other` has most of `words`, and their numbers all: another figure is news."""
    numbers = {word for word in words if any(map(str.isdigit, word))}
    return numbers <= other and len(words & other) >= SAID_ALREADY * (len(words) or 1)
