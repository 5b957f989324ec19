"""Whether a claim that keeps to its evidence's wording has a word of its own in it.

Who says something again in other words changes most of them. Where a claim goes along with the
quote, phrase by phrase, a word that the quote has nothing like is what was changed or added:
"in patients" for "in mice", "raised" for "left unchanged".
"""

from collections.abc import Iterator
from itertools import pairwise

from research.domain.claim import Verdict
from research.stages.verify.checks.evidence import Doubt, Evidence
from research.stages.verify.checks.support import WordIndex, content_words
from research.text.clauses import clause_words
from research.text.names import names

_EMPTY = frozenset(
    """one ones anyone anybody anything someone somebody something everything thing things people
    person persons total number numbers amount according time times course way go goes went gone
    come comes came take takes took taken put puts bring brings brought""".split()
)
"""Words that add nothing by themselves."""


def addition_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt for the first word of a closely worded claim that its evidence has nothing like."""
    mine, said = clause_words(claim), clause_words(evidence.said)
    around = clause_words(evidence.around)
    known, near = WordIndex(said, mine), WordIndex(around)
    calls = {(one.term, other.term) for one, other in pairwise(around)}
    following = dict(pairwise(mine))
    named = {word for name in names(claim) for word in name.words}
    for word in content_words(claim):
        if word in named or word.plain in _EMPTY or known.has(word):
            continue
        if word.text[0].isupper() and near.has(word):
            continue
        after = following.get(word)
        if after is not None and known.has(after) and (word.term, after.term) in calls:
            continue  # "the battery ferry" of a quote that says "the ferry"
        yield Doubt(Verdict.PARTIAL, f"the quote says nothing of “{word.text}”")
        return
