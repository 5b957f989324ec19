"""Whether a claim says of all what its evidence says of some, or of one."""

from collections.abc import Iterator, Sequence

from research.domain.claim import Verdict
from research.stages.verify.checks.amounts import AMOUNTS, amounts
from research.stages.verify.checks.evidence import Doubt, Evidence
from research.text.clauses import Word, clause_words
from research.text.figures.quantities import quantities
from research.text.words.lexicon import bases, main_kind

_PARTS = (1, 3, 4)
"""Amounts that are not all: most, some, few."""
_OPENING = 3
_MOSTLY = frozenset(
    "mostly mainly largely usually often generally partly sometimes no none not never".split()
)


def generality_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt where the claim opens with things of which the evidence means a part, or one."""
    stated = clause_words(claim)
    opening = stated[:_OPENING]
    if any(_is_amount(word) for word in opening) or any(w.plain in _MOSTLY for w in stated):
        return
    telling = [word for word in opening if word.has_content]
    for noun, amount, word in amounts(evidence.said):
        subject = [w for w in (*telling[:1], *telling[-1:]) if w.term == noun]
        if subject and subject[0].plain.endswith("s") and amount in _PARTS:
            yield Doubt(Verdict.PARTIAL, f"the quote says it of “{word}” and not of all")
            return
    if instance := _one_of(opening, clause_words(evidence.said)):
        yield Doubt(Verdict.PARTIAL, f"the quote speaks of one “{instance}” and not of all")


def _is_amount(word: Word) -> bool:
    return any(word.plain in those for those in AMOUNTS) or bool(quantities(word.text))


def _one_of(opening: Sequence[Word], said: Sequence[Word]) -> str:
    """What the claim opens with in the plural, without an article, and the evidence has one of."""
    for place, word in enumerate(opening):
        if not word.has_content or (word.text[0].isupper() and place):
            return ""
        if not _is_plural(word):
            continue
        same = [other for other in said if other.term == word.term]
        if same and not any(_is_plural(other) for other in same):
            return same[0].text
        return ""
    return ""


def _is_plural(word: Word) -> bool:
    return (
        main_kind(word.plain) == "n"
        and word.plain.endswith("s")
        and any(kind == "n" and base != word.plain for base, kind in bases(word.plain))
    )
