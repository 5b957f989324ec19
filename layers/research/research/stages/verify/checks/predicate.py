"""Whether the evidence has anything of what a claim says of its subject.

"Sailing cargo ships save fuel" on a sentence about sailing cargo ships shares most of its words
with it, and none of those that matter.
"""

from collections.abc import Iterator

from research.domain.claim import Verdict
from research.stages.verify.checks.evidence import Doubt, Evidence
from research.stages.verify.checks.support import WordIndex, content_words, figures
from research.text.clauses import clause_words
from research.text.statements import predicate_place

_LEAST = 2
"""One word that is missing may be said in another way."""


def predicate_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt where no word of the claim from its verb on is in the evidence."""
    mine = clause_words(claim)
    place = predicate_place(mine)
    if place is None or any(start > mine[place].start for start, _ in figures(claim)):
        return
    told = [word for word in content_words(claim) if word.start >= mine[place].start]
    around = WordIndex(clause_words(evidence.around), mine)
    if len(told) >= _LEAST and not any(around.has(word) for word in told):
        words = " ".join(word.text for word in told[:3])
        yield Doubt(Verdict.PARTIAL, f"the quote says nothing of “{words}”")
