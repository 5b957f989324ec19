"""Whether a claim says the opposite of its evidence: fell for rose, against for with."""

from collections.abc import Iterator

from research.domain.claim import Verdict
from research.stages.verify.checks.evidence import Doubt, Evidence
from research.text.contradiction import opposite


def opposite_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt where the claim has the opposite of a word of the evidence in its place."""
    if found := opposite(claim, evidence.said):
        denied = "not " if found.is_graded else ""
        yield Doubt(
            Verdict.PARTIAL if found.is_graded else Verdict.UNSUPPORTED,
            f"the quote says “{denied}{found.other.text}” where the claim says “{found.word.text}”",
        )
