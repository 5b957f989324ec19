"""Tells which questions ask the same again, so that a reader meets each once."""

import re
from collections.abc import Iterable, Sequence

from research.text.terms import terms

_SAME_TERMS, _SAME_SHARE = 2, 0.6
"""Two questions of one question word, names and numbers that share so many terms, and so large a
share of the shorter one's, are taken for one: a reader misses little where they are not, and one
asked twice looks careless."""
_WORD = re.compile(r"[^\W_]+")


def distinct_questions(texts: Iterable[str], known: Sequence[str] = ()) -> tuple[str, ...]:
    """`texts`, of which none asks again what one before it asks, or one of `known`."""
    kept: list[str] = []
    for text in filter(None, texts):
        if not any(_asks_again(text, other) for other in (*known, *kept)):
            kept.append(text)
    return tuple(kept)


def _asks_again(one: str, other: str) -> bool:
    if one == other:
        return True
    if one.split()[:1] != other.split()[:1] or _particulars(one) != _particulars(other):
        return False
    shorter, longer = sorted((set(terms(one)), set(terms(other))), key=len)
    return len(shorter & longer) >= max(_SAME_TERMS, _SAME_SHARE * len(shorter))


def _particulars(question: str) -> set[str]:
    """Its names and numbers: who asks of another asks another question."""
    return {word for word in _WORD.findall(question)[1:] if word[0].isupper() or word[0].isdigit()}
