"""Checks that a claim names as the agent of a verb the one who does it in the evidence.

"The airline blamed a fault, but investigators found ..." does not say that investigators blamed it.
So for each verb that both have, who stands before it, or after its "by", must be the same.
"""

from collections.abc import Iterator, Sequence

from research.domain.claim_evidence import ClaimEvidence
from research.stages.verify.checks.evidence import Doubt, partial, said_sentences
from research.stages.verify.checks.semantic_roles import BE_REACH, FORMS_OF_BE, is_predicate
from research.text.clauses import SAYING, Word, clause_words
from research.text.figures.quantities import quantities
from research.text.words.lexicon import is_near, is_word, main_kind

_PRONOUNS = frozenset("he she it they who which that we i you".split())
_BEFORE_NO_VERB = frozenset("to a an the its his her their".split())
"""What comes after is to be done, or a thing: "corroded bolts"."""
_BY_REACH = 2
_AGENT_WORDS = 4


def agent_doubts(claim: str, evidence: ClaimEvidence) -> Iterator[Doubt]:
    """A doubt where the evidence has the claim's agent, and always gives the verb another."""
    mine = clause_words(claim)
    sentences = [clause_words(sentence) for sentence in said_sentences(evidence)]
    known = {word.term for said in sentences for word in said}
    for place, word in enumerate(mine):
        if word.plain in SAYING or not word.has_content or main_kind(word.plain) == "n":
            continue
        if not is_predicate(mine, place):
            continue
        agents = _head([w for w in _agents(mine, place) if w.clause == word.clause])
        others = [
            _agents(said, at)
            for said in sentences
            for at, other in enumerate(said)
            if other.term == word.term and is_predicate(said, at)
        ]
        if not agents or not others or not all(others):
            continue
        is_there = any(agent.term in known for agent in agents)
        if is_there and not any(_are_same(agents, those) for those in others):
            yield partial(f"in the quote someone else “{word.text}”")
            return


def _agents(words: Sequence[Word], place: int) -> list[Word]:
    """Who does what the verb at `place` says, as far as words tell; none where they don't."""
    if place and (words[place - 1].plain in _BEFORE_NO_VERB or quantities(words[place - 1].text)):
        return []
    own = words[place].clause
    after = words[place + 1 : place + 1 + _BY_REACH]
    if by := next((w for w in after if w.plain == "by"), None):
        first = words.index(by) + 1
        if any(
            q.readings[0].unit
            for q in quantities(" ".join(w.text for w in words[first : first + 2]))
        ):
            return []  # "raised by two metres" has nobody in it
        return [w for w in words[first : first + _AGENT_WORDS] if w.has_content and w.clause == own]
    before = [w for w in words[:place] if w.clause == own]
    if any(w.plain in FORMS_OF_BE for w in before[-BE_REACH:]) or any(
        w.plain in _PRONOUNS for w in before
    ):
        return []
    found = [w for w in before if w.has_content]
    # "Ines Prado, who chairs it, denied" has whom it speaks of in a clause before.
    return found or [w for w in words[:place] if w.has_content]


def _head(agents: Sequence[Word]) -> list[Word]:
    named = [w for w in agents if w.text[0].isupper() and (w.start or not is_word(w.plain))]
    return named or list(agents[-2:])


def _are_same(agents: Sequence[Word], others: Sequence[Word]) -> bool:
    return any(
        one.term == other.term or is_near(one.plain, other.plain)
        for one in agents
        for other in others
    )
