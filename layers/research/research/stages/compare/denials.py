"""Whether one clause denies what another states, or has the opposite of one of its words.

Made for two clauses that say the same otherwise; whether they do is for `disagreements.opposed`.
"""

import re
from collections.abc import Sequence

from research.stages.compare.words import is_like
from research.text.clauses import Word
from research.text.contradiction import find_opposite
from research.text.polarity import denials

_WITHOUT = re.compile(r"\b(?:without|nothing|none|hardly|barely|scarcely)\b")
"""What these deny is said in many other ways too: without power, after losing power."""
_PLACED = frozenset("with without for against to into from".split())
"""Small words, opposites in one place: in two sentences seldom in the same."""

Words = tuple[Word, ...]


def contradict(mine: Words, theirs: Words, terms: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether one clause denies what the other states, or has the opposite of one of its words.

    `terms`: those of each that are of no name and no figure.
    """
    if any(_WITHOUT.search(_text(clause)) for clause in (mine, theirs)):
        return False
    if _denies(mine, theirs, terms) or _denies(theirs, mine, terms[::-1]):
        return True
    plain = [
        _text([word for word in clause if word.plain not in _PLACED]) for clause in (mine, theirs)
    ]
    return any(find_opposite(stated, said) is not None for stated, said in (plain, reversed(plain)))


def _denies(clause: Words, other: Words, terms: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether `clause` denies a deed that `other` states of the same thing."""
    denied = frozenset(term for denial in denials(_text(other)) for term in denial.scope)
    return any(
        denial.is_of_action
        and not denial.turned_by
        and denial.head in terms[0]
        and is_like(denial.head, terms[1])
        and not is_like(denial.head, denied)
        and _have_one_object(clause, other, denial.head)
        for denial in denials(_text(clause))
    )


def _have_one_object(clause: Words, other: Words, deed: str) -> bool:
    """Whether what follows the deed is the same in both, or nothing in one of them."""
    mine, theirs = _next(clause, deed), _next(other, deed)
    return not mine or not theirs or is_like(mine, frozenset({theirs}))


def _next(clause: Words, deed: str) -> str:
    """The first term that says something after a word like `deed`; empty where there is none."""
    telling = [word.term for word in clause if word.has_content]
    place = next((n for n, term in enumerate(telling) if is_like(term, frozenset({deed}))), None)
    return "" if place is None else "".join(telling[place + 1 : place + 2])


def _text(clause: Sequence[Word]) -> str:
    return " ".join(word.text for word in clause)
