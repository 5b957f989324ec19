"""The judgement by words alone: fitted weights on what the checks of `verify` find."""

import asyncio
from collections.abc import Sequence

from research.domain.claim import Verdict
from research.domain.claim_evidence import ClaimEvidence
from research.stages.verify.verify import check_evidence, fitted_model


class WordEntailment:
    """`ports.Entailment` over words, numbers and names. It needs nothing, and is for English."""

    @property
    def sure_from(self) -> float:
        """As it was fitted: 1 where no probability was sure enough on labelled claims."""
        return fitted_model().sure_from

    async def probabilities(self, claims: Sequence[tuple[str, ClaimEvidence]]) -> list[float]:
        """The fitted probability of each claim, 0 for one that is refuted, in some milliseconds."""
        return await asyncio.to_thread(lambda: [_probability(*claim) for claim in claims])


def _probability(claim: str, evidence: ClaimEvidence) -> float:
    found = check_evidence(claim, evidence)
    return 0.0 if found.verdict is Verdict.UNSUPPORTED else found.probability
