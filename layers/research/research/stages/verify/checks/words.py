"""Holds a claim against the words it cites, without a model: what a careful reader checks first.

The checks look for particulars, which are what goes wrong and what can be compared: numbers, dates
and units, names, negations and opposites, who did it to whom. They are made for English; of another
language, numbers, dates in figures and shared words are compared. What they pass may still be
wrong in a way that takes understanding, so a judge comes after them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from research.domain.claim import Verdict
from research.stages.verify.checks.additions import addition_doubts
from research.stages.verify.checks.agents import doer_doubts
from research.stages.verify.checks.amounts import amount_doubts
from research.stages.verify.checks.bindings import binding_doubts
from research.stages.verify.checks.causes import cause_doubts
from research.stages.verify.checks.counts import number_doubts
from research.stages.verify.checks.dates import date_doubts
from research.stages.verify.checks.evidence import Doubt, Evidence, evidence_of
from research.stages.verify.checks.generality import generality_doubts
from research.stages.verify.checks.hedges import hedge_doubts
from research.stages.verify.checks.names import name_doubts
from research.stages.verify.checks.negations import negation_doubts
from research.stages.verify.checks.opposites import opposite_doubts
from research.stages.verify.checks.predicate import predicate_doubts
from research.stages.verify.checks.predicates import deed_doubts
from research.stages.verify.checks.rates import rate_doubts
from research.stages.verify.checks.semantic_roles import role_doubts
from research.stages.verify.checks.shares import share_doubts
from research.stages.verify.checks.support import support_doubts
from research.stages.verify.checks.wording import wording_of
from research.text.sentences import sentence_spans

_CHECKS = (
    number_doubts,
    date_doubts,
    rate_doubts,
    name_doubts,
    amount_doubts,
    share_doubts,
    cause_doubts,
    generality_doubts,
    predicate_doubts,
    support_doubts,
)
_OF_WORDING = (
    (negation_doubts, (0.45, 0.85)),
    (opposite_doubts, (0.35, 0.9)),
    (role_doubts, (1.0, 0.9)),
    (deed_doubts, (0.45, 0.6)),
    (hedge_doubts, (0.45, 0.7)),
    (addition_doubts, (0.65, 1.0)),
    (doer_doubts, (0.45, 0.8)),
    (binding_doubts, (0.7, 0.8)),
)
"""Checks that hold for a claim which keeps to the evidence's wording, and how much it must: words
in the same order, or shared at all (`Wording.keeps`). Set on the pairs of the tests and on one half
of `bench/written_pairs.jsonl`, where these doubts are of false claims above, of true ones below."""
_GRAVITY = (Verdict.UNSUPPORTED, Verdict.PARTIAL)


@dataclass(frozen=True, slots=True)
class WordCheck:
    """What the words alone say of a claim. `reasons` are for readers; none when supported."""

    verdict: Verdict
    reasons: tuple[str, ...]


def check_words(claim: str, quotes: Sequence[str], contexts: Sequence[str]) -> WordCheck:
    """Whether `claim` says what its `quotes` say, together; `contexts` are their surroundings.

    There is one context a quote: its passage, or its sentence. A claim's particulars must be in the
    sentences that hold the quotes; whom "he" means, and which year it was, the rest may tell.
    The gravest doubt is the verdict; each doubt is a reason.
    """
    doubts = list(_doubts(claim, evidence_of(quotes, contexts)))
    found = {doubt.verdict for doubt in doubts}
    return WordCheck(
        verdict=next((v for v in _GRAVITY if v in found), Verdict.SUPPORTED),
        reasons=tuple(dict.fromkeys(doubt.reason for doubt in doubts)),
    )


def _doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    if _plain(claim) in {_plain(span.of(evidence.said)) for span in sentence_spans(evidence.said)}:
        return iter(())  # the source's own sentence
    wording = wording_of(claim, evidence.said)
    checks = [*_CHECKS, *(check for check, least in _OF_WORDING if wording.keeps(*least))]
    return chain.from_iterable(check(claim, evidence) for check in checks)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".!?")
