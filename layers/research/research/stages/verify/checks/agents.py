"""Whether a claim gives a deed to the one who does it in the evidence, and not to a bystander.

"The airline blamed a fault, but investigators found ..." does not say that investigators blamed it.
So for each verb that both have, who stands before it, or after its "by", must be the same.
"""

from collections.abc import Iterator, Sequence

from research.domain.claim import Verdict
from research.stages.verify.checks.evidence import Doubt, Evidence
from research.stages.verify.checks.semantic_roles import is_act
from research.text.clauses import SAYING, Word, clause_words
from research.text.figures.quantities import quantities
from research.text.sentences import sentence_spans
from research.text.words.lexicon import is_near, is_word, main_kind

_BE = frozenset("is are was were be been being get got gets".split())
_PRONOUNS = frozenset("he she it they who which that we i you".split())
_NO_DEED = frozenset("to a an the its his her their".split())
"""What comes after is to be done, or a thing: "corroded bolts"."""
_BE_WITHIN = 2
_BY_WITHIN = 2
_AGENT = 4


def doer_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt where all who do so in the evidence are others, though it has the doer too."""
    mine = clause_words(claim)
    sentences = [clause_words(s.of(evidence.said)) for s in sentence_spans(evidence.said)]
    known = {word.term for said in sentences for word in said}
    for place, word in enumerate(mine):
        if word.plain in SAYING or not word.has_content or main_kind(word.plain) == "n":
            continue
        if not is_act(mine, place):
            continue
        doers = _head([w for w in _doers(mine, place) if w.clause == word.clause])
        others = [
            _doers(said, at)
            for said in sentences
            for at, other in enumerate(said)
            if other.term == word.term and is_act(said, at)
        ]
        if not doers or not others or not all(others):
            continue
        is_there = any(doer.term in known for doer in doers)
        if is_there and not any(_are_same(doers, those) for those in others):
            yield Doubt(Verdict.PARTIAL, f"in the quote someone else “{word.text}”")
            return


def _doers(words: Sequence[Word], place: int) -> list[Word]:
    """Who does what the verb at `place` says, as far as words tell; none where they don't."""
    if place and (words[place - 1].plain in _NO_DEED or quantities(words[place - 1].text)):
        return []
    own = words[place].clause
    after = words[place + 1 : place + 1 + _BY_WITHIN]
    if by := next((w for w in after if w.plain == "by"), None):
        first = words.index(by) + 1
        if any(
            q.readings[0].unit
            for q in quantities(" ".join(w.text for w in words[first : first + 2]))
        ):
            return []  # "raised by two metres" has nobody in it
        return [w for w in words[first : first + _AGENT] if w.has_content and w.clause == own]
    before = [w for w in words[:place] if w.clause == own]
    if any(w.plain in _BE for w in before[-_BE_WITHIN:]) or any(
        w.plain in _PRONOUNS for w in before
    ):
        return []
    found = [w for w in before if w.has_content]
    # "Ines Prado, who chairs it, denied" has whom it speaks of in a clause before.
    return found or [w for w in words[:place] if w.has_content]


def _head(doers: Sequence[Word]) -> list[Word]:
    named = [w for w in doers if w.text[0].isupper() and (w.start or not is_word(w.plain))]
    return named or list(doers[-2:])


def _are_same(doers: Sequence[Word], others: Sequence[Word]) -> bool:
    return any(
        one.term == other.term or is_near(one.plain, other.plain)
        for one in doers
        for other in others
    )
