"""Whether a claim is as careful as its evidence: may for did, plans for has."""

from collections.abc import Iterator

from research.domain.claim import Verdict
from research.stages.verify.checks.evidence import Doubt, Evidence
from research.text.clauses import Word, clause_words
from research.text.polarity import denials

_ACCUSING = frozenset(
    "alleged allegedly allege alleges suspected suspect accused accuse accuses reportedly".split()
)
_BEFORE_TO = frozenset(
    """plan plans planned hope hopes hoped aim aims intend intends seek seeks want wants wanted
    appear appears appeared seem seems seemed expected likely""".split()
)
_EXPECTING = frozenset("expect expects expected scheduled".split())
_HEDGES = _ACCUSING | _EXPECTING | frozenset(
    """may might could possible possibly perhaps likely rumoured rumored propose proposed proposes
    plan plans planned planning consider considers considering considered hope hopes hoped hoping
    aim aims intend intends seek seeks seeking want wants wanted potential potentially appear
    appears appeared seem seems seemed suggest suggests suggested unclear believed
    thought""".split()
)  # fmt: skip
_SOFT = _HEDGES | frozenset(
    """can able allow allows allowed permit permitted eligible option options would should predict
    predicts forecast forecasts estimate estimated probably believe believes charged think thinks
    ready due set talks idea ambition goal opportunity chance""".split()
)
_SAYING = frozenset(
    "say says said according claim claims argue argues deny denies denied told".split()
)
_COMPARED = frozenset("more less most least as so equally".split())
_HEDGE_REACH = 2


def hedge_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt where the claim states as a fact what the evidence calls possible or planned."""
    stated, said = clause_words(claim), clause_words(evidence.said)
    terms = {word.term for word in stated} | {word.plain for word in stated}
    if any(_is_hedge(word, _SOFT) for word in stated):
        return
    denied = {term for denial in denials(evidence.said) for term in denial.scope}
    for place, hedge in enumerate(said):
        if hedge.term in denied or [w.plain for w in said[place + 1 : place + 2]] == ["not"]:
            continue
        if not _is_hedge(hedge, _HEDGES) or _is_kept(hedge, terms):
            continue
        if hedge.plain == "likely" and said[max(0, place - 1)].plain in _COMPARED:
            continue  # "less likely to fall ill" compares
        if hedge.plain in _BEFORE_TO and [w.plain for w in said[place + 1 : place + 2]] != ["to"]:
            continue  # "plans for" and "hopes of" say nothing of what comes after
        reached = [
            word.term
            for word in said[place + 1 :]
            if word.clause == hedge.clause and word.has_content and not word.text[0].isupper()
        ][:_HEDGE_REACH]
        free = [word.term for word in said[:place]]
        if any(term in terms and term not in free for term in reached):
            yield Doubt(
                Verdict.PARTIAL,
                f"the quote says “{hedge.text}”, and the claim states it as a fact",
            )
            return


def _is_kept(hedge: Word, terms: set[str]) -> bool:
    """Whether a claim with these terms is as careful in other words."""
    if hedge.plain in _EXPECTING:
        return "will" in terms
    return hedge.plain in _ACCUSING and bool(terms & _SAYING)


def _is_hedge(word: Word, among: frozenset[str]) -> bool:
    return word.plain in among and not (word.plain == "may" and word.text[0].isupper())
