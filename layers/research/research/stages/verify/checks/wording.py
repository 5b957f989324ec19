"""How near a claim keeps to its evidence's wording, which says how much a difference means.

Who says something again in other words changes most of them, and a "not" or a "may" may have gone
into another word. Where the words are the source's own, a difference is one of meaning.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from research.text.clauses import Word, clause_words

_MIN_RUN = 2


@dataclass(frozen=True, slots=True)
class Wording:
    """Shares, 0 to 1, of a claim's words.

    `in_order`: those in runs of two or more as in the evidence; `shared`: those that say something
    and are in the evidence, in any form.
    """

    in_order: float
    shared: float

    def keeps(self, in_order: float, shared: float) -> bool:
        """Whether at least that much is kept, in the one way or in the other."""
        return self.in_order >= in_order or self.shared >= shared


def wording_of(claim: str, said: str) -> Wording:
    """How much of `claim` stands so in `said`."""
    mine, theirs = clause_words(claim), clause_words(said)
    known = {word.term for word in theirs}
    telling = [word for word in mine if word.has_content]
    return Wording(
        in_order=_in_runs(mine, theirs) / (len(mine) or 1),
        shared=sum(word.term in known for word in telling) / (len(telling) or 1),
    )


def _in_runs(mine: Sequence[Word], said: Sequence[Word]) -> int:
    matcher = SequenceMatcher(None, [w.term for w in mine], [w.term for w in said], autojunk=False)
    return sum(b.size for b in matcher.get_matching_blocks() if b.size >= _MIN_RUN)
