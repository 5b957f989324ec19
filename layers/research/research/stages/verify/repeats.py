"""Leaves out claims that say again what stands, in its very words: models repeat themselves.

What says the same in other words is for a judge to tell, who has read both: terms that two
sentences share don't tell whether the second goes on with the story.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from research.domain.claim import Claim, Verdict
from research.text.clauses import clause_words
from research.text.figures.quantities import quantities
from research.text.polarity import denials
from research.text.terms import fold, names_in, terms, words
from research.text.words.word_relations import are_opposite

SAME_WORDS = 0.9
"""Of the words of two sentences, in their order, those that both must have."""
_NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class DistinctClaims:
    """Claims that are kept, and those that repeat one, each with that as its reason."""

    kept: tuple[Claim, ...]
    repeated: tuple[Claim, ...]


def without_repeats(claims: Iterable[Claim], said: list[Claim]) -> DistinctClaims:
    """`claims`, parted into those that repeat one of `said` or one before them, and the others.

    Those that are kept are added to `said`. An unsupported claim neither repeats nor is repeated,
    and is kept; so is a cell of a table, for a hole in that helps nobody.
    """
    kept, repeated = [], []
    for claim in claims:
        if claim.verdict is Verdict.UNSUPPORTED or claim.cell is not None:
            kept.append(claim)
        elif again := next((other for other in said if repeats(claim, other)), None):
            repeated.append(as_repeat(claim, again))
        else:
            said.append(claim)
            kept.append(claim)
    return DistinctClaims(tuple(kept), tuple(repeated))


def repeats(claim: Claim, other: Claim) -> bool:
    """Whether `claim` has the words of `other`, nearly all and in their order.

    A name that `other` lacks, another figure, be it in words, a word of the opposite or a "not"
    more or less make it another.
    """
    if claim.text == other.text:
        return True
    one, two = _words(claim.text), _words(other.text)
    compared = SequenceMatcher(None, one, two, autojunk=False)
    return (
        min(compared.real_quick_ratio(), compared.quick_ratio()) >= SAME_WORDS
        and compared.ratio() >= SAME_WORDS
        and _figures(claim.text) == _figures(other.text)
        and set(terms(other.text)).issuperset(names_in(claim.text))
        and len(denials(claim.text)) == len(denials(other.text))
        and not _says_opposite(claim.text, other.text)
    )


def as_repeat(claim: Claim, other: Claim) -> Claim:
    """`claim` as it is told of among what is left out: it repeats `other`."""
    return claim.model_copy(
        update={"reason": f"another sentence has the same words: “{other.text}”"}
    )


def _words(text: str) -> list[str]:
    return [fold(word) for word in words(text)]


def _figures(text: str) -> list[str]:
    in_words = (figure.written.casefold() for figure in quantities(text) if figure.is_word)
    return [*(figure.rstrip(".,") for figure in _NUMBER.findall(text)), *in_words]


def _says_opposite(text: str, other: str) -> bool:
    """Whether a word in which the two differ says the opposite of one: "rose" and "fell"."""
    words, others = clause_words(text), clause_words(other)
    shared = {word.term for word in words} & {word.term for word in others}
    return any(
        are_opposite(one, two)
        for one in words
        for two in others
        if one.term not in shared and two.term not in shared
    )
