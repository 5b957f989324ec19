"""Checks a claim against what it cites without a language model: vetoes, doubts and a probability.

Numbers, dates and names that stand nowhere in the cited sources, and don't follow from their
figures, refute a claim. All else that the checks find only makes it less likely, by fitted weights
(`entailment`). They are made for English.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from research.domain.claim import Verdict
from research.domain.claim_evidence import ClaimEvidence
from research.stages.verify.checks.entailment import examine, fitted_model
from research.stages.verify.checks.evidence import evidence_of, said_sentences

UNLIKELY = "the words of the source hardly carry it"


@dataclass(frozen=True, slots=True)
class WordCheck:
    """What the words alone say of a claim. `reasons` are for readers; none when supported."""

    verdict: Verdict
    reasons: tuple[str, ...]
    probability: float = field(default=1.0, compare=False)
    """How likely the claim is supported, 0 to 1."""

    @property
    def is_sure(self) -> bool:
        """Whether no judge need look at the claim: it is refuted, or as good as certain."""
        is_likely = self.probability >= fitted_model().sure_from
        return self.verdict is Verdict.UNSUPPORTED or is_likely


def check_words(claim: str, quotes: Sequence[str], contexts: Sequence[str]) -> WordCheck:
    """Whether `claim` follows from its `quotes`, taken together, as far as words can tell.

    `contexts` are the quotes' surroundings, one for each: its passage, or its sentence.
    """
    return check_evidence(claim, evidence_of(quotes, contexts))


def check_evidence(claim: str, evidence: ClaimEvidence) -> WordCheck:
    """Whether `claim` follows from `evidence`: unsupported by a veto, partial where unlikely."""
    if _plain(claim) in map(_plain, said_sentences(evidence)):
        return WordCheck(Verdict.SUPPORTED, ())
    found, model = examine(claim, evidence), fitted_model()
    probability = model.probability(found.features)
    if found.vetoes:
        return WordCheck(Verdict.UNSUPPORTED, (*found.vetoes, *found.doubts), probability)
    if probability >= model.accept_from:
        return WordCheck(Verdict.SUPPORTED, (), probability)
    return WordCheck(Verdict.PARTIAL, found.doubts or (UNLIKELY,), probability)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".!?")
