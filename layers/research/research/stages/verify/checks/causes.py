"""Whether a claim has one thing bring about another as its evidence does: no other way round."""

import re
from collections.abc import Iterator

from research.domain.claim import Verdict
from research.stages.verify.checks.evidence import Doubt, Evidence
from research.text.clauses import clause_words
from research.text.sentences import sentence_spans

_CAUSE_AFTER = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|thanks to|as a result of"
    r"|(?:is|are|was|were|been) caused by)\b",
    re.IGNORECASE,
)
_CAUSE_BEFORE = re.compile(
    r"\b(?:caus(?:e[sd]?|ing)|(?:le(?:d|ads?|ading)) to|result(?:s|ed|ing)? in|forc(?:e[sd]|ing)"
    r"|prompt(?:s|ed|ing)|trigger(?:s|ed|ing)|made|makes)\b",
    re.IGNORECASE,
)
_SURE = (
    r"because|due|owing|thanks|caus\w+|le(?:d|ads?|ading) to|result\w*|forc(?:e[sd]?|ing)"
    r"|prompt\w*|trigger\w*|ma[dk]es?|making|blam\w+|so|why|reasons?|attribut\w+|responsible"
    r"|owe[sd]?|thereby|therefore|thus|hence|means?|meant|through|effects?|affect\w*|bring\w*"
    r"|brought|driv\w+|drove|contribut\w+|produc\w+|creat\w+|let\w*|enabl\w+|help\w*|by|from"
)
_TELLS_CAUSE = re.compile(
    rf"\b(?:{_SURE}|as|since|after|follow\w*|when|for|if|with|behind|to|until|once|under)\b",
    re.IGNORECASE,
)
_TELLS_LAW = re.compile(rf"\b(?:{_SURE}|if|whenever)\b", re.IGNORECASE)
_LAW = re.compile(r"\b(?:causes?|leads? to|results? in)\b", re.IGNORECASE)
"""What is so each time; that one thing came after another once does not say it."""


def cause_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt where cause and effect are exchanged, or the evidence tells of no cause."""
    mine = _sides(claim)
    if mine is None:
        return
    for span in sentence_spans(evidence.said):
        theirs = _sides(span.of(evidence.said))
        if theirs and _are_exchanged(mine, theirs):
            yield Doubt(Verdict.UNSUPPORTED, "the quote has cause and effect the other way round")
            return
    told = _TELLS_LAW if _LAW.search(claim) else _TELLS_CAUSE
    if not told.search(evidence.said):
        yield Doubt(Verdict.PARTIAL, "the quote does not say that the one caused the other")


def _sides(text: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """The terms of the cause and of the effect, each without those of both; none without a word."""
    if found := _CAUSE_AFTER.search(text):
        effect, cause = text[: found.start()], text[found.end() :]
        if not effect.strip():  # "Because of the storm, the ferry stayed in port"
            cause, _, effect = cause.partition(",")
    elif found := _CAUSE_BEFORE.search(text):
        cause, effect = text[: found.start()], text[found.end() :]
    else:
        return None
    one, other = _terms(cause), _terms(effect)
    return one - other, other - one


def _terms(text: str) -> frozenset[str]:
    return frozenset(word.term for word in clause_words(text) if word.has_content)


def _are_exchanged(
    mine: tuple[frozenset[str], frozenset[str]], theirs: tuple[frozenset[str], frozenset[str]]
) -> bool:
    (cause, effect), (their_cause, their_effect) = mine, theirs
    crossed = len(cause & their_effect), len(effect & their_cause)
    straight = len(cause & their_cause) + len(effect & their_effect)
    return all(crossed) and sum(crossed) >= 2 * straight
