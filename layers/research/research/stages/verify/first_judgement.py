"""Tells of a first judgement which sentences stand, which are mended, which lean on what fell."""

from collections.abc import Sequence

from research.stages.verify.judge_claims import JudgedSentence, Outcome
from research.stages.verify.strictness import Strictness, stands
from research.text.standing.context import points_back
from research.text.terms import terms


class FirstJudgement:
    """What becomes of judged sentences, by their places."""

    def __init__(
        self,
        sentences: Sequence[JudgedSentence],
        outcomes: Sequence[Outcome],
        strictness: Strictness,
    ) -> None:
        self._sentences = sentences
        self._standing = {
            place: one.judged.claim.text
            for place, one in enumerate(outcomes)
            if one.judged.claim.cell is None and stands(one.judged.claim, strictness)
        }
        self.mended = frozenset(
            place
            for place, one in enumerate(outcomes)
            if one.judged.mended is not None
            and one.judged.claim.cell is None
            and not stands(one.judged.claim, strictness)
        )
        """Of which something else is read, if that stands."""
        self.leaning = frozenset(filter(self._leans_on_fallen, self._standing))
        """Those that stand and speak of what the one before them said, which fell."""

    def beside(self, place: int, step: int) -> str:
        """What stands next in that direction, unless what is judged again, too, comes first."""
        heading = self._sentences[place].heading
        place += step
        while 0 <= place < len(self._sentences) and self._sentences[place].heading == heading:
            if place in self.mended or place in self.leaning:
                return ""
            if place in self._standing:
                return self._standing[place]
            place += step
        return ""

    def _leans_on_fallen(self, place: int) -> bool:
        """Whether it speaks of what the one before it in its paragraph said, which fell."""
        if place in (0, *self.mended) or place - 1 in self._standing:
            return False
        own, before = self._sentences[place], self._sentences[place - 1]
        claim, other = own.checked.claim, before.checked.claim
        is_next = own.heading == before.heading and claim.paragraph == other.paragraph
        return is_next and points_back(claim.text, frozenset(terms(own.question)))
