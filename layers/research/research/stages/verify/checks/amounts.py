"""Whether a claim says as much as its evidence of how many: all for most, only for among others."""

import re
from collections.abc import Iterator

from research.domain.claim import Verdict
from research.stages.verify.checks.evidence import Doubt, Evidence
from research.text.clauses import clause_words
from research.text.figures.quantities import quantities
from research.text.polarity import denials

AMOUNTS = tuple(
    frozenset(line.split())
    for line in (
        "all every everyone everybody everything each entire whole both",
        "most majority",
        "many numerous lots dozens hundreds thousands",
        "some several certain part half third quarter",
        "few minority handful",
    )
)
"""Words of amount, from all to few."""
_STRONGER = frozenset(
    {(0, 1), (0, 2), (0, 3), (0, 4), (1, 3), (1, 4), (2, 4), (4, 2), (4, 1), (4, 0)}
)
"""A claim's amount and its evidence's that don't go together: all for most, few for many."""
_EVERY = frozenset(
    """all every everywhere everyone everybody always entirely completely totally whole nobody none
    never""".split()
)
_EVERYTHING = _EVERY | frozenset(
    """each any anyone anybody entire both full fully no not nothing throughout without 100 most
    across worldwide global universal universally unanimous unanimously wholly complete total since
    until ever first last everything neither nor nowhere""".split()
)
_ONLY = frozenset("only solely exclusively sole".split())
_ONLY_SAID = re.compile(r"\b(?:only|solely|exclusively|sole)\b", re.IGNORECASE)
_LIMITS = _ONLY | frozenset(
    "just alone but except merely single unique nothing limited nobody no none other purely".split()
)  # fmt: skip


def amount_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """Doubts where the claim says more of how many than the evidence: all for some, only."""
    mine = {word.plain for word in clause_words(claim)}
    theirs = {word.plain for word in clause_words(evidence.said)}
    for noun, amount, word in amounts(claim):
        others = [(a, w) for n, a, w in amounts(evidence.said) if n == noun]
        is_turned = bool(denials(claim)) != bool(denials(evidence.said))
        if others and not is_turned and all((amount, other) in _STRONGER for other, _ in others):
            yield Doubt(Verdict.PARTIAL, f"the quote says “{others[0][1]}”, the claim “{word}”")
    if (
        mine & _EVERY
        and not theirs & _EVERYTHING
        and (theirs & _ONLY or not quantities(evidence.said))
    ):
        word = min(mine & _EVERY)
        yield Doubt(Verdict.PARTIAL, f"the claim says “{word}”, and the quote does not")
    if mine & _ONLY and not _is_before_amount(claim) and not theirs & _LIMITS:
        yield Doubt(Verdict.PARTIAL, "the quote does not say that it is the only one")


def _is_before_amount(claim: str) -> bool:
    """Whether every "only" calls a number small, and shuts nobody out: "only about a quarter"."""
    ends = [found.end() for found in _ONLY_SAID.finditer(claim)]
    starts = [q.end - len(q.phrase) for q in quantities(claim) if not q.is_ordinal and q.phrase]
    return bool(ends) and all(any(0 <= start - end <= 1 for start in starts) for end in ends)


def amounts(text: str) -> Iterator[tuple[str, int, str]]:
    """The nouns of `text` that come with a word of amount: noun, amount, word."""
    words = clause_words(text)
    for place, word in enumerate(words):
        for amount, those in enumerate(AMOUNTS):
            following = words[place + 1 : place + 6]
            if word.plain == "few" and place and words[place - 1].plain == "a":
                continue  # "a few" is some
            if word.plain in those:
                nouns = [w.term for w in following if w.has_content and not w.plain[0].isdigit()]
                yield (nouns[0] if nouns else ""), amount, word.plain
