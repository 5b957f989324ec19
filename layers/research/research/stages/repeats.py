"""Tells what was said already: a model repeats itself, and so do several that write at once."""

from collections.abc import Iterable

from research.models import Claim
from research.text.terms import terms

SAID_ALREADY = 0.8
"""A claim whose terms are so largely those of an earlier one adds nothing."""


def unsaid(claims: Iterable[Claim], said: list[set[str]]) -> list[Claim]:
    """`claims` without those that repeat what was `said`, as terms; the others are added to it."""
    kept = []
    for claim in claims:
        words = set(terms(claim.text))
        if not any(_is_said(words, other) for other in said):
            said.append(words)
            kept.append(claim)
    return kept


def _is_said(words: set[str], other: set[str]) -> bool:
    return len(words & other) >= SAID_ALREADY * (len(words) or 1)
