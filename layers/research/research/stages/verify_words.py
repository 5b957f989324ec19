"""Holds a claim against the words it cites, without a model: what a careful reader checks first.

The checks look for particulars, which are what goes wrong and what can be compared: numbers, dates
and units, names, negations and opposites, who did it to whom. They are made for English; of another
language, numbers, dates in figures and shared words are compared. What they pass may still be
wrong in a way that takes understanding, so a judge comes after them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from research.models import Verdict
from research.stages.verify_counts import number_doubts
from research.stages.verify_dates import date_doubts
from research.stages.verify_degree import amount_doubts, hedge_doubts
from research.stages.verify_evidence import Doubt, Evidence, evidence_of
from research.stages.verify_names import name_doubts
from research.stages.verify_negations import negation_doubts
from research.stages.verify_opposites import opposite_doubts
from research.stages.verify_roles import role_doubts
from research.stages.verify_support import support_doubts
from research.text.sentences import sentence_spans

_CHECKS = (
    number_doubts,
    date_doubts,
    name_doubts,
    negation_doubts,
    opposite_doubts,
    role_doubts,
    hedge_doubts,
    amount_doubts,
    support_doubts,
)
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
    return chain.from_iterable(check(claim, evidence) for check in _CHECKS)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".!?")
