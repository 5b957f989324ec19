"""What becomes of a claim that is not supported, by how strictly a run takes verdicts."""

from enum import StrEnum

from research.domain.claim import Claim, Verdict
from research.stages.verify.judgements import BESIDE_THE_QUESTION


class Strictness(StrEnum):
    """What becomes of a claim that is not supported."""

    STRICT = "strict"
    """It is repaired, or left out."""
    FLAG = "flag"
    """It is printed with its verdict, unless nothing of it is in its source."""
    OFF = "off"
    """It is printed: no model judges it, and only that its quote exists is checked."""


_ACCEPTED = {
    Strictness.STRICT: frozenset({Verdict.SUPPORTED}),
    Strictness.FLAG: frozenset({Verdict.SUPPORTED, Verdict.PARTIAL}),
    Strictness.OFF: frozenset(Verdict),
}


def stands(claim: Claim, strictness: Strictness) -> bool:
    """Whether `claim` may be printed where verdicts are taken so strictly."""
    is_beside = strictness is Strictness.STRICT and claim.reason == BESIDE_THE_QUESTION
    return claim.verdict in _ACCEPTED[strictness] and not is_beside
