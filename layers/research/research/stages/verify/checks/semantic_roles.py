"""Whether the one who does something in a claim does it in the evidence too, and not the other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from research.domain.claim import Verdict
from research.stages.verify.checks.evidence import Doubt, Evidence
from research.text.clauses import SAYING, Word, clause_words
from research.text.dates import moments
from research.text.sentences import sentence_spans
from research.text.terms import stem
from research.text.words.irregular_verbs import BASE_FORMS

# Who meets whom is met by them: the order of these tells nothing.
_MUTUAL = frozenset(
    map(
        stem,
        """meet met marry married merge merged agree agreed compete competed play played differ
        equal resemble border partner partnered talk talked speak spoke join joined between versus
        share shared connect connected link linked include included cooperate collaborate discuss
        fight fought tie tied""".split(),
    )
)
_BE = frozenset("is are was were be been being get got gets".split())
_PARTICIPLE = re.compile(r"(?:ed|en|wn|ght|ld|lt|nt|pt|ne|ung|unk|un|id|ut|it|ost|et|ade|om)$")
_AUXILIARY = frozenset(
    "to will would must should can could may might shall did does do cannot".split()
)
_SAME_PAST = frozenset("beat cut hit put set let hurt shut cost spread read bet".split())
_DETERMINERS = frozenset("the a an its his her their our this that these those of".split())
_WHEN_AND_WHERE = frozenset(
    "in on at until since during after before when while because if as".split()
)
_BE_WITHIN = 2
_BY_WITHIN = 3
_REACH = 6
"""Words on each side of a verb among which its subject and object are looked for."""


@dataclass(frozen=True, slots=True)
class Side:
    """What stands on one side of a verb: the terms next to it, and all of its clause's."""

    near: frozenset[str]
    all: frozenset[str]
    is_named: bool


@dataclass(frozen=True, slots=True)
class Act:
    """A verb or a comparison, with who does it and to whom."""

    doer: Side
    done_to: Side


def role_doubts(claim: str, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt where claim and evidence have the same act with its two sides changed over."""
    mine = clause_words(claim)
    for span in sentence_spans(evidence.said):
        said = clause_words(span.of(evidence.said))
        shared = {w.term for w in mine if counts(w)} & {w.term for w in said if counts(w)}
        for place, word in enumerate(mine):
            if word.term not in shared or word.term in _MUTUAL or not is_act(mine, place):
                continue
            for other_place, other in enumerate(said):
                if other.term != word.term or not is_act(said, other_place):
                    continue
                one, two = act_at(mine, place, shared), act_at(said, other_place, shared)
                if _is_swapped(one, two):
                    yield Doubt(
                        Verdict.UNSUPPORTED,
                        f"the quote has who and whom of “{other.text}” the other way round",
                    )
                    return
                if _is_another(one, two):
                    yield Doubt(Verdict.PARTIAL, f"in the quote someone else “{other.text}”")
                    return


def counts(word: Word) -> bool:
    """Whether a word says something, or is somebody's saying it."""
    return word.has_content or word.plain in SAYING


def is_act(words: Sequence[Word], place: int) -> bool:
    """Whether the word at `place` looks like a verb, or like a comparison."""
    word = words[place]
    before = words[place - 1] if place else None
    after = words[place + 1] if place + 1 < len(words) else None
    if (
        word.plain in BASE_FORMS
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


def act_at(words: Sequence[Word], place: int, shared: set[str]) -> Act:
    """Who does the verb at `place`, and to whom, of the terms that both sides have."""
    own = words[place]
    before = [w for w in reversed(words[max(0, place - _REACH) : place]) if w.clause == own.clause]
    after = [w for w in words[place + 1 : place + 1 + _REACH] if w.clause == own.clause]
    has_by = any(word.plain == "by" for word in after[:_BY_WITHIN])
    is_passive = bool(_PARTICIPLE.search(own.plain)) and (
        has_by or any(word.plain in _BE for word in before[:_BE_WITHIN])
    )
    those = shared - {own.term}
    left, right = _side(before, those), _side([] if is_passive and not has_by else after, those)
    return Act(right, left) if is_passive else Act(left, right)


def _side(words: Sequence[Word], shared: set[str]) -> Side:
    """One side, its words nearest first; where it has names, they alone count."""
    named = [w for w in words if w.term in shared and w.text[0].isupper() and not _is_date(w)]
    if named:
        near = _one_name(words, named)
        return Side(near, frozenset(w.term for w in named), is_named=True)
    close = takewhile(lambda word: word.plain not in _WHEN_AND_WHERE, words)
    terms = [w.term for w in close if w.term in shared]
    return Side(frozenset(terms[:1]), frozenset(terms), is_named=False)


def _one_name(words: Sequence[Word], named: Sequence[Word]) -> frozenset[str]:
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


def _is_swapped(one: Act, other: Act) -> bool:
    """Whether the doer of one is whom the other does it to, and not its doer too."""
    if not one.doer.near or not other.doer.near or _have_common_doer(one, other):
        return False
    return bool(other.doer.near & one.done_to.all or one.doer.near & other.done_to.all)


def _is_another(one: Act, other: Act) -> bool:
    """Whether two who are named do the same to the same."""
    return (
        one.doer.is_named
        and other.doer.is_named
        and not _have_common_doer(one, other)
        and bool(one.done_to.near & other.done_to.near)
    )


def _have_common_doer(one: Act, other: Act) -> bool:
    return bool(one.doer.near & other.doer.all or other.doer.near & one.doer.all)
