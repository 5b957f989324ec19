"""What the fitted entailment says of checked claims, before a judge looks or where none does."""

from collections.abc import Sequence
from dataclasses import replace

from research.domain.claim import Claim, Verdict
from research.ports import Entailment
from research.stages.verify.check_sentence import CheckedClaim
from research.stages.verify.checks.check_words import UNLIKELY

LIKELY = 0.5
"""What is as likely is supported, where no judge says so."""


async def without_the_sure(
    checked: Sequence[CheckedClaim], entailment: Entailment
) -> list[CheckedClaim]:
    """`checked`, those supported that `entailment` is so sure of that no judge need look.

    What it finds likely is not doubted before the judge. A cell of a table is always judged: a
    figure in the wrong column has all the words of its quote.
    """
    found = []
    for one, probability in zip(checked, await _probabilities(checked, entailment), strict=True):
        if probability >= entailment.sure_from and one.claim.cell is None:
            found.append(replace(one, claim=_with_verdict(one, Verdict.SUPPORTED, "")))
        else:
            found.append(replace(one, doubts=()) if probability >= LIKELY else one)
    return found


async def by_entailment(checked: Sequence[CheckedClaim], entailment: Entailment) -> list[Claim]:
    """The claims of `checked`, those that rules don't settle as `entailment` sees them."""
    found = await _probabilities(checked, entailment)
    return [
        _with_verdict(one, Verdict.SUPPORTED, "")
        if probability >= LIKELY
        else _with_verdict(one, Verdict.PARTIAL, "; ".join((*one.doubts, *one.wording)) or UNLIKELY)
        for one, probability in zip(checked, found, strict=True)
    ]


def unjudged(one: CheckedClaim) -> Claim:
    """The claim of `one` where a judge should have looked and none did: partial at best."""
    return _with_verdict(one, Verdict.PARTIAL, "was not judged")


async def _probabilities(checked: Sequence[CheckedClaim], entailment: Entailment) -> list[float]:
    """How likely each claim is supported; 0 for what rules have settled."""
    asked = [
        (place, (one.claim.text, one.evidence))
        for place, one in enumerate(checked)
        if one.claim.verdict is None and one.evidence is not None
    ]
    found = await entailment.probabilities([pair for _, pair in asked])
    by_place = {place: each for (place, _), each in zip(asked, found, strict=True)}
    return [by_place.get(place, 0.0) for place in range(len(checked))]


def _with_verdict(one: CheckedClaim, verdict: Verdict, reason: str) -> Claim:
    if one.claim.verdict is not None:
        return one.claim
    return one.claim.model_copy(update={"verdict": verdict, "reason": reason})
