"""Whether a number of a claim follows from numbers and dates of its evidence, and is told as such.

Among many numbers some operation fits any number by chance. So a number counts as computed only
where the words of the claim name the operation ("altogether", "fell by"), and where all that is
computed with is in the quote. What may follow in other ways is neither computed nor refuted.
"""

from collections.abc import Set
from datetime import date
from enum import IntEnum
from functools import lru_cache
from itertools import combinations

from research.domain.claim_evidence import ClaimEvidence
from research.stages.verify.checks.arithmetic.operations import (
    Operand,
    Operation,
    operand_of,
    operations,
)
from research.stages.verify.checks.arithmetic.time_spans import is_span, is_year_from, points_of
from research.text.clauses import clause_words
from research.text.days.dates import without_dates
from research.text.figures.counted import is_year
from research.text.figures.quantities import Quantity, quantities
from research.text.words.word_lists import read_words

_MOST_SAID, _MOST_NEAR = 16, 24
_NEAR_CHARACTERS = 3_000
_UP, _DOWN = read_words("claim_words", "up"), read_words("claim_words", "down")
_FALLING = _DOWN | read_words("claim_words", "falling")
_ADDING = read_words("claim_words", "sums") | read_words("claim_words", "adding")
_COMPARING = frozenset("more fewer less".split())
_LEFT = read_words("claim_words", "left over")
_APART = read_words("claim_words", "differences") | read_words("claim_words", "apart")
_CUES = {
    Operation.DIFFERENCE: _APART,
    Operation.REST: _LEFT | _APART,
    Operation.EACH: read_words("claim_words", "each one") | _ADDING,
    Operation.FALL: _FALLING,
    Operation.RISE: _UP,
}
"""Words of which a claim has one where it tells the result of an operation."""
_NEVER_NAMED = frozenset({Operation.CHANGED, Operation.MULTIPLE})
_FAR = frozenset({Operation.PART, Operation.MULTIPLE})
"""What may be computed with a number from outside the quote: others would fit by chance."""
_NO_CHANGE = frozenset("first high over up".split())


class Derivation(IntEnum):
    """How far a number follows from others."""

    NONE = 0
    POSSIBLE = 1
    """Some operation gives it, but the claim doesn't name it, or a number isn't in the quote."""
    NAMED = 2


def derivation(wanted: Quantity, claim: str, evidence: ClaimEvidence) -> Derivation:
    """How far `wanted`, a number of `claim`, follows from `evidence`.

    Time grows with the square of the numbers looked at, of which there are 40 at most.
    """
    near = f"{evidence.heading}\n{evidence.before[-_NEAR_CHARACTERS:]}\n{evidence.around}"
    said, others = _operands(evidence.said)[:_MOST_SAID], _operands(near)[-_MOST_NEAR:]
    found = operations(wanted, list(combinations(said, 2)), said)
    words = {word.plain for word in clause_words(claim)}
    if any(_is_named(one, words) for one in found):
        return Derivation.NAMED
    dated = _by_dates(wanted, evidence, near)
    if dated is not Derivation.NONE:
        return dated
    far = [(one, other) for one in said for other in others if other not in said]
    return Derivation(bool(found or operations(wanted, far, ()) & _FAR))


@lru_cache(maxsize=32)
def _operands(text: str) -> tuple[Operand, ...]:
    numbers = quantities(without_dates(text))
    return tuple(
        dict.fromkeys(operand_of(one) for one in numbers if not (one.is_ordinal or is_year(one)))
    )


def _is_named(operation: Operation, words: Set[str]) -> bool:
    if operation is Operation.SUM:
        return bool(words & _ADDING) and not words & _COMPARING
    if operation is Operation.SHARE:
        return not words & ((_FALLING | _UP) - _NO_CHANGE)
    if operation in _CUES:
        return bool(words & _CUES[operation])
    return operation not in _NEVER_NAMED


def _by_dates(wanted: Quantity, evidence: ClaimEvidence, near: str) -> Derivation:
    """Whether `wanted` is a time between dates, or a year that is given by its distance."""
    said, others = points_of(evidence.said), points_of(near)
    published: date | None = evidence.published
    if is_year(wanted):
        spans = [one.readings[0] for one in quantities(evidence.said)]
        is_given = is_year_from(wanted, spans, [*said, *others], published)
        return Derivation.NAMED if is_given else Derivation.NONE
    if is_span(wanted, said, [], None):
        return Derivation.NAMED
    return Derivation(is_span(wanted, said, others, published))
