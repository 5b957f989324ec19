"""Checks a claim against the words it cites by rules, without a model.

The checks look for particulars, which are what goes wrong and what can be compared: numbers, dates
and units, names, negations and opposites, who did it to whom. They are made for English; of another
language, numbers, dates in figures and shared words are compared. What they pass may still be
wrong in a way that takes understanding, so a judge comes after them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

from research.domain.claim import Verdict
from research.stages.verify.checks.agents import agent_doubts
from research.stages.verify.checks.amounts import amount_doubts, generality_doubts, share_doubts
from research.stages.verify.checks.evidence import Doubt, Evidence, evidence_of
from research.stages.verify.checks.names import name_doubts
from research.stages.verify.checks.negation import hedge_doubts, negation_doubts, opposite_doubts
from research.stages.verify.checks.numbers import date_doubts, number_doubts, rate_doubts
from research.stages.verify.checks.relations import binding_doubts, cause_doubts
from research.stages.verify.checks.semantic_roles import exchanged_role_doubts, role_doubts
from research.stages.verify.checks.support import addition_doubts, predicate_doubts, support_doubts
from research.text.clauses import Word, clause_words

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
_CHECKS_OF_WORDING = (
    (negation_doubts, (0.45, 0.85)),
    (opposite_doubts, (0.35, 0.9)),
    (role_doubts, (1.0, 0.9)),
    (exchanged_role_doubts, (0.45, 0.6)),
    (hedge_doubts, (0.45, 0.7)),
    (addition_doubts, (0.65, 1.0)),
    (agent_doubts, (0.45, 0.8)),
    (binding_doubts, (0.7, 0.8)),
)
"""Checks that hold for a claim which keeps to the evidence's wording, and how much it must: words
in the same order, or shared at all (`_Wording.keeps`). Who says something again in other words
changes most of them, and a "not" or a "may" may have gone into another word. Set on the pairs of
the tests and on one half of `bench/written_pairs.jsonl`, where these doubts are of false claims
above, of true ones below."""
_GRAVITY = (Verdict.UNSUPPORTED, Verdict.PARTIAL)
_MIN_RUN = 2


@dataclass(frozen=True, slots=True)
class WordCheck:
    """What the words alone say of a claim. `reasons` are for readers; none when supported."""

    verdict: Verdict
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Wording:
    """How near a claim keeps to its evidence's wording, as shares, 0 to 1, of the claim's words."""

    in_order: float
    """Those in runs of two or more as in the evidence."""
    shared: float
    """Of those that say something, those that are in the evidence in any form."""

    def keeps(self, in_order: float, shared: float) -> bool:
        """Whether at least that much is kept, in the one way or in the other."""
        return self.in_order >= in_order or self.shared >= shared


def check_words(claim: str, quotes: Sequence[str], contexts: Sequence[str]) -> WordCheck:
    """Whether `claim` follows from its `quotes`, taken together, as far as rules can tell.

    `contexts` are the quotes' surroundings, one for each: its passage, or its sentence. A claim's
    particulars must be in the sentences that hold the quotes; whom "he" means, and which year it
    was, the rest of a context may tell. The gravest doubt is the verdict; each doubt is a reason.
    """
    doubts = list(_doubts(claim, evidence_of(quotes, contexts)))
    found = {doubt.verdict for doubt in doubts}
    return WordCheck(
        verdict=next((v for v in _GRAVITY if v in found), Verdict.SUPPORTED),
        reasons=tuple(dict.fromkeys(doubt.reason for doubt in doubts)),
    )


def _doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    if _plain(claim) in map(_plain, evidence.sentences):
        return iter(())  # the source's own sentence
    wording = _wording(claim, evidence.said)
    checks = [*_CHECKS, *(check for check, least in _CHECKS_OF_WORDING if wording.keeps(*least))]
    return chain.from_iterable(check(claim, evidence) for check in checks)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".!?")


def _wording(claim: str, said: str) -> _Wording:
    mine, theirs = clause_words(claim), clause_words(said)
    known = {word.term for word in theirs}
    content = [word for word in mine if word.has_content]
    return _Wording(
        in_order=_in_runs(mine, theirs) / (len(mine) or 1),
        shared=sum(word.term in known for word in content) / (len(content) or 1),
    )


def _in_runs(mine: Sequence[Word], said: Sequence[Word]) -> int:
    matcher = SequenceMatcher(None, [w.term for w in mine], [w.term for w in said], autojunk=False)
    return sum(b.size for b in matcher.get_matching_blocks() if b.size >= _MIN_RUN)
