"""How likely evidence is to carry a claim: fitted weights on what the checks find.

The weights are in `entailment_model.json`, made by `bench/fit_claims.py`, which tells how: a
logistic regression in which no weight may go against what its feature means, so that a doubt never
speaks for a claim.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import chain
from math import exp, log
from pathlib import Path
from typing import Any

from research.domain.claim_evidence import ClaimEvidence
from research.stages.verify.checks.agents import agent_doubts
from research.stages.verify.checks.coverage import coverage_features, names_nowhere
from research.stages.verify.checks.evidence import Doubt
from research.stages.verify.checks.figures import find_figures
from research.stages.verify.checks.names import name_doubts
from research.stages.verify.checks.negation import hedge_doubts, negation_doubts, opposite_doubts
from research.stages.verify.checks.numbers import date_doubts, number_doubts
from research.stages.verify.checks.relations import binding_doubts
from research.stages.verify.checks.rivals import rival_features
from research.stages.verify.checks.semantic_roles import exchanged_role_doubts, role_doubts
from research.stages.verify.checks.wording_shifts import wording_features
from research.text.clauses import Word, clause_words

FILE = Path(__file__).with_name("entailment_model.json")
_LARGEST = 50.0
_MIN_RUN = 2
_TELLING_FROM = log(2)
"""A doubt that doesn't halve the odds that a claim is supported is not worth telling."""
_REMEMBERED = 128
"""A claim is looked at twice, for its doubts and for its probability."""
DOUBTS: Mapping[str, tuple[Callable[[str, ClaimEvidence], Iterator[Doubt]], float, float]] = {
    "number_doubt": (number_doubts, 0.0, 0.0),
    "date_doubt": (date_doubts, 0.0, 0.0),
    "name_doubt": (name_doubts, 0.0, 0.0),
    "negation_doubt": (negation_doubts, 0.45, 0.85),
    "opposite_doubt": (opposite_doubts, 0.35, 0.9),
    "role_doubt": (role_doubts, 1.0, 0.9),
    "exchanged_doubt": (exchanged_role_doubts, 0.45, 0.6),
    "hedge_doubt": (hedge_doubts, 0.45, 0.7),
    "agent_doubt": (agent_doubts, 0.45, 0.8),
    "binding_doubt": (binding_doubts, 0.7, 0.8),
}
"""The checks that give a reason in words; each is a feature too, 1 where it has any doubt. Most
hold for a claim that keeps to the evidence's wording only, for who says something again in other
words changes most of it: the shares of its words that must be in runs as in the evidence, or be in
it at all, one or the other. Set on one half of `bench/written_pairs.jsonl`."""


@dataclass(frozen=True, slots=True)
class EntailmentModel:
    """The fitted weights and limits. A feature's `mean` is taken off before its weight counts."""

    weights: Mapping[str, float]
    means: Mapping[str, float]
    constant: float
    accept_from: float
    """The probability from which on a claim counts as supported where no judge is."""
    sure_from: float
    """The probability from which on a claim needs no judge."""

    def probability(self, features: Mapping[str, float]) -> float:
        """How likely a claim with these features is supported, 0 to 1."""
        total = self.constant + sum(
            weight * (features[name] - self.means[name]) for name, weight in self.weights.items()
        )
        return 1 / (1 + exp(-max(-_LARGEST, min(_LARGEST, total))))


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checks find in a claim."""

    features: Mapping[str, float]
    vetoes: tuple[str, ...]
    """Reasons that refute by themselves: a particular that stands nowhere and isn't computed."""
    doubts: tuple[str, ...]
    """Reasons to look closer, in plain words."""
    telling: tuple[str, ...] = ()
    """Those of them that the fit found to speak against a claim most."""


@cache
def fitted_model() -> EntailmentModel:
    """The model of `entailment_model.json`."""
    fitted: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    fitted.pop("made")
    return EntailmentModel(**fitted)


@lru_cache(maxsize=_REMEMBERED)
def examine(claim: str, evidence: ClaimEvidence) -> Findings:
    """All that the checks find of `claim` in its `evidence`. Takes a few milliseconds."""
    mine, theirs = clause_words(claim), clause_words(evidence.said)
    figures = find_figures(claim, evidence)
    unnamed = names_nowhere(claim, evidence)
    in_runs, shared = _kept(mine, theirs)
    doubts = {
        name: list(check(claim, evidence)) if in_runs >= runs or shared >= words else []
        for name, (check, runs, words) in DOUBTS.items()
    }
    features = {
        **coverage_features(claim, evidence, mine, theirs),
        **wording_features(claim, evidence.said, mine, theirs),
        **rival_features(claim, evidence.said),
        "words_in_runs": in_runs,
        "words_shared": shared,
        # That there is one tells; a claim is no truer for having four, and a false one has as many.
        "numbers_quoted": float(figures.quoted > 0),
        "numbers_computed": float(figures.computed > 0),
        "numbers_of_other_unit": float(figures.in_other_unit),
        "numbers_nowhere": float(figures.unexplained + len(figures.nowhere)),
        "dates_nowhere": float(len(figures.dates_nowhere)),
        "names_nowhere": float(len(unnamed)),
        **{name: float(bool(found)) for name, found in doubts.items()},
    }
    vetoes = [
        *(f"the number {number} is nowhere in the source" for number in figures.nowhere),
        *(f"the date {day} is nowhere in the source" for day in figures.dates_nowhere),
        *(f"the name {name} is nowhere in the source" for name in unnamed),
    ]
    weights = fitted_model().weights
    telling = {name: doubts[name] for name in doubts if weights.get(name, 0.0) <= -_TELLING_FROM}
    return Findings(features, tuple(vetoes), _reasons(doubts), _reasons(telling))


def _reasons(doubts: Mapping[str, Sequence[Doubt]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(doubt.reason for doubt in chain.from_iterable(doubts.values())))


def _kept(mine: Sequence[Word], theirs: Sequence[Word]) -> tuple[float, float]:
    """The shares of the claim's words in runs of two or more as in the evidence; and in it."""
    ours, others = [word.term for word in mine], [word.term for word in theirs]
    blocks = SequenceMatcher(None, ours, others, autojunk=False).get_matching_blocks()
    known = set(others)
    content = [word.term for word in mine if word.has_content]
    return (
        sum(block.size for block in blocks if block.size >= _MIN_RUN) / (len(ours) or 1),
        sum(term in known for term in content) / (len(content) or 1),
    )
