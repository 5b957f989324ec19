"""Stands behind `ports.Entailment`: as sure of each claim as its test says."""

from collections.abc import Callable, Sequence

from research.domain.claim_evidence import ClaimEvidence


class FakeEntailment:
    """Gives each claim the probability that `judge` says, by default a half; keeps the claims."""

    def __init__(
        self, judge: Callable[[str], float] = lambda _: 0.5, *, sure_from: float = 1.0
    ) -> None:
        self.judge = judge
        self._sure_from = sure_from
        self.asked: list[str] = []

    @property
    def sure_from(self) -> float:
        """As the test set it."""
        return self._sure_from

    async def probabilities(self, claims: Sequence[tuple[str, ClaimEvidence]]) -> list[float]:
        """What `judge` says of each."""
        self.asked += [claim for claim, _ in claims]
        return [self.judge(claim) for claim, _ in claims]
