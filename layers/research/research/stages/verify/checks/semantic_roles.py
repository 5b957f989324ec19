"""Checks that who does something to whom in a claim does it to them in the evidence too.

The field calls this semantic role labelling: a predicate has an agent, who does it, and a patient,
to whom it is done. Here both are read off the order of words, for English alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from research.domain.claim_evidence import ClaimEvidence
from research.stages.verify.checks.evidence import Doubt, partial, said_sentences, unsupported
from research.text.clauses import SAYING, Word, clause_words
from research.text.days.dates import moments
from research.text.terms import stem
from research.text.words.lexicon import is_irregular_form
from research.text.words.word_lists import read_words
from research.text.words.word_relations import is_converse

# Who meets whom is met by them: the order of these tells nothing.
_MUTUAL = frozenset(
    map(
        stem,
        read_words("claim_words", "mutual actions"),
    )
)
FORMS_OF_BE = frozenset("is are was were be been being get got gets".split())
"""What makes a participle passive."""
BE_REACH = 2
"""Words before a participle among which its form of "be" stands."""
PARTICIPLE = re.compile(r"(?:ed|en|wn|ght|ld|lt|nt|pt|ne|ung|unk|un|id|ut|it|ost|et|ade|om)$")
_AUXILIARY = frozenset(
    "to will would must should can could may might shall did does do cannot".split()
)
_SAME_PAST = frozenset("beat cut hit put set let hurt shut cost spread read bet".split())
_DETERMINERS = frozenset("the a an its his her their our this that these those of".split())
_WHEN_AND_WHERE = frozenset(
    "in on at until since during after before when while because if as".split()
)
_PREPOSITIONS = frozenset("to from with for against of after before over than in at".split())
_BY_REACH = 3
_REACH = 6
"""Words on each side of a predicate among which its agent and patient are looked for."""
_MAX_PREDICATES = 8
"""So many verbs of a sentence are looked at: one that never ends may have any number."""


@dataclass(frozen=True, slots=True)
class Side:
    """What stands on one side of a predicate: the terms next to it, and all of its clause's."""

    near: frozenset[str]
    all: frozenset[str]
    is_named: bool


@dataclass(frozen=True, slots=True)
class Roles:
    """The agent and the patient of a predicate, which is a verb or a comparison."""

    agent: Side
    patient: Side


def role_doubts(claim: str, evidence: ClaimEvidence) -> Iterator[Doubt]:
    """A doubt where claim and evidence have the same predicate with its two sides changed over."""
    mine = clause_words(claim)
    for said in map(clause_words, said_sentences(evidence)):
        shared = _shared_terms(mine, said)
        for place, word in enumerate(mine):
            if word.term not in shared or word.term in _MUTUAL or not is_predicate(mine, place):
                continue
            for other_place, other in enumerate(said):
                if other.term != word.term or not is_predicate(said, other_place):
                    continue
                one, two = _roles(mine, place, shared), _roles(said, other_place, shared)
                if _are_swapped(one, two):
                    yield unsupported(
                        f"the quote has who and whom of “{other.text}” the other way round"
                    )
                    return
                if _is_another_agent(one, two):
                    yield partial(f"in the quote someone else “{other.text}”")
                    return


def exchanged_role_doubts(claim: str, evidence: ClaimEvidence) -> Iterator[Doubt]:
    """A doubt where two predicates differ and their named agent and patient have changed places.

    "A sued B" is not what "B fined A" says; "A bought it from B", of "B sold it to A", is: there a
    preposition stands before the other party, and such pairs are passed over.
    """
    mine = clause_words(claim)
    for said in map(clause_words, said_sentences(evidence)):
        shared = _shared_terms(mine, said)
        theirs = _unshared_predicates(said, shared)
        for word, one in _unshared_predicates(mine, shared):
            for other, two in theirs:
                if one.agent.near & two.patient.near and one.patient.near & two.agent.near:
                    yield partial(
                        f"the quote says “{other.text}” where the claim says “{word.text}”, "
                        "and of the other one",
                    )
                    return


def is_predicate(words: Sequence[Word], place: int) -> bool:
    """Whether the word at `place` looks like a verb, or like a comparison."""
    word = words[place]
    before = words[place - 1] if place else None
    after = words[place + 1] if place + 1 < len(words) else None
    if (
        is_irregular_form(word.plain)
        or word.plain in _SAME_PAST
        or word.plain in SAYING
        or (before and before.plain in _AUXILIARY)
    ):
        return True
    if word.plain.endswith("er") and after and after.plain == "than":
        return True
    if before and before.plain in _DETERMINERS:
        return False
    if word.plain.endswith("s") and after:
        return after.plain in _DETERMINERS or after.text[0].isupper()
    return word.plain.endswith("ed")


def _shared_terms(mine: Sequence[Word], said: Sequence[Word]) -> set[str]:
    """The terms that both sides have and that say something, or are a verb of saying."""
    one, other = (
        {word.term for word in words if word.has_content or word.plain in SAYING}
        for words in (mine, said)
    )
    return one & other


def _unshared_predicates(words: Sequence[Word], shared: set[str]) -> list[tuple[Word, Roles]]:
    """The verbs that only one side has, whose agent and patient both sides name."""
    places = [
        place
        for place, word in enumerate(words)
        if word.term not in shared
        and not is_converse(word.term)
        and word.plain not in SAYING
        and word.has_content
        and is_predicate(words, place)
        and not any(after.plain in _PREPOSITIONS for after in words[place + 1 : place + 2])
    ]
    found = [(words[place], _roles(words, place, shared)) for place in places[:_MAX_PREDICATES]]
    return [
        (word, roles) for word, roles in found if roles.agent.is_named and roles.patient.is_named
    ]


def _roles(words: Sequence[Word], place: int, shared: set[str]) -> Roles:
    """Who does the verb at `place`, and to whom, of the terms that both sides have."""
    own = words[place]
    before = [w for w in reversed(words[max(0, place - _REACH) : place]) if w.clause == own.clause]
    after = [w for w in words[place + 1 : place + 1 + _REACH] if w.clause == own.clause]
    has_by = any(word.plain == "by" for word in after[:_BY_REACH])
    is_passive = bool(PARTICIPLE.search(own.plain)) and (
        has_by or any(word.plain in FORMS_OF_BE for word in before[:BE_REACH])
    )
    those = shared - {own.term}
    left, right = _side(before, those), _side([] if is_passive and not has_by else after, those)
    return Roles(right, left) if is_passive else Roles(left, right)


def _side(words: Sequence[Word], shared: set[str]) -> Side:
    """One side, its words nearest first; where it has names, they alone count."""
    named = [w for w in words if w.term in shared and w.text[0].isupper() and not _is_date(w)]
    if named:
        near = _nearest_name(words, named)
        return Side(near, frozenset(w.term for w in named), is_named=True)
    close = takewhile(lambda word: word.plain not in _WHEN_AND_WHERE, words)
    terms = [w.term for w in close if w.term in shared]
    return Side(frozenset(terms[:1]), frozenset(terms), is_named=False)


def _nearest_name(words: Sequence[Word], named: Sequence[Word]) -> frozenset[str]:
    """The terms of the name that stands nearest; "Braun's Big Machine" is Big Machine."""
    place = words.index(named[0])
    found = [named[0].term]
    for word in words[place + 1 :]:
        if word not in named or word.text.endswith(("'s", "’s")):
            break
        found.append(word.term)
    return frozenset(found)


def _is_date(word: Word) -> bool:
    return bool(moments(f"on {word.text}"))


def _are_swapped(one: Roles, other: Roles) -> bool:
    """Whether the agent of one is the other's patient, and not its agent too."""
    if not one.agent.near or not other.agent.near or _have_common_agent(one, other):
        return False
    return bool(other.agent.near & one.patient.all or one.agent.near & other.patient.all)


def _is_another_agent(one: Roles, other: Roles) -> bool:
    """Whether two who are named do the same to the same."""
    return (
        one.agent.is_named
        and other.agent.is_named
        and not _have_common_agent(one, other)
        and bool(one.patient.near & other.patient.near)
    )


def _have_common_agent(one: Roles, other: Roles) -> bool:
    return bool(one.agent.near & other.agent.all or other.agent.near & one.agent.all)
