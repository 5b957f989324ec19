"""Whether two sentences say the same, but one denies it or has the opposite of one of its words."""

import re
from collections.abc import Mapping, Sequence
from itertools import product

from research.stages.compare.clause_terms import is_similar, shared_terms
from research.stages.compare.date_conflicts import are_comparable, may_be_same_date
from research.stages.compare.figures import may_be_same_time
from research.stages.compare.qualifiers import own_phrases
from research.stages.compare.same_subject import UNNAMED_CONFIDENCE
from research.stages.compare.statement import Statement, shared_rarity
from research.text.clauses import Word
from research.text.contradiction import find_opposite
from research.text.polarity import denials
from research.text.terms import stem
from research.text.words.word_lists import read_words
from research.text.words.word_relations import has_opposite

MIN_SHARE = 0.7
"""More of the words than around figures, for a "not" is more easily about another matter."""
MIN_SHARE_APART = 0.8
"""The same where each has words of its own: prices of flats, prices of farmland."""
MIN_SHARE_UNNAMED = 0.9
"""The same where the clauses share no name."""
MIN_SHARED = 3
MIN_SHARED_PLAIN = 2
"""So many of the shared terms must be of no name; one, where more than `MIN_SHARED` are shared."""
_SCOPES = read_words("small_words", "words of scope")
_PASSING = frozenset(map(stem, read_words("verbs", "followed by the opposite")))
_WITHOUT = re.compile(r"\b(?:without|nothing|none|hardly|barely|scarcely)\b")
"""What these deny can be put in many other ways: without power, after losing power."""
_PLACED = frozenset("with without for against to into from".split())
"""Prepositions that are opposites only after the same word."""

Words = tuple[Word, ...]


def wording_conflict(one: Statement, other: Statement, rarity: Mapping[str, float]) -> float:
    """How surely a clause of one contradicts a clause of the other, 0 (not) to 1."""
    if not _may_conflict(one, other) or not may_be_same_time(one.times, other.times):
        return 0.0
    if one.values and other.values and one.values.isdisjoint(other.values):
        return 0.0  # about other things, or the numbers show the conflict
    if _have_other_dates(one, other):
        return 0.0
    return max(
        (
            _clause_conflict(mine, theirs, one, other, rarity)
            for mine, theirs in product(one.clauses, other.clauses)
        ),
        default=0.0,
    )


def _have_other_dates(one: Statement, other: Statement) -> bool:
    """Whether both give dates that can be compared, and no date of one may be one of the other."""
    dates = [[f.moment for f in said.figures if f.moment] for said in (one, other)]
    pairs = [(a, b) for a, b in product(*dates) if are_comparable(a, b)]
    said = one.citation.quote, other.citation.quote
    return bool(pairs) and not any(may_be_same_date(a, b, said) for a, b in pairs)


def _may_conflict(one: Statement, other: Statement) -> bool:
    """Whether one denies anything, or has the opposite of a word of the other."""
    return (
        one.denies
        or other.denies
        or not one.against.isdisjoint(other.stances)
        or not other.against.isdisjoint(one.stances)
    )


def _clause_conflict(
    mine: Words, theirs: Words, one: Statement, other: Statement, rarity: Mapping[str, float]
) -> float:
    terms = _terms(mine, one), _terms(theirs, other)
    if not _share_enough(*terms, one.own_names):
        return 0.0
    alike = _unopposed(*terms), _unopposed(*reversed(terms))
    if not _share_enough(*alike, one.own_names):
        return 0.0
    is_named = one.names_in(mine) & other.named or other.names_in(theirs) & one.named
    found = shared_rarity(*alike, rarity)
    if found < (MIN_SHARE if is_named else MIN_SHARE_UNNAMED):
        return 0.0
    if found < MIN_SHARE_APART and all(_plain_rest(*alike, one, other)):
        return 0.0
    if _differ_in_scope(mine, theirs, one, other):
        return 0.0
    plain = terms[0] - one.own_names, terms[1] - other.own_names
    if _follow_each_other(*plain) and not (one.times.is_named and other.times.is_named):
        return 0.0
    confidence = found if is_named else found * UNNAMED_CONFIDENCE
    return confidence if _contradict(mine, theirs, plain) else 0.0


def _terms(clause: Words, statement: Statement) -> frozenset[str]:
    return frozenset(word.term for word in clause if word.term in statement.terms)


def _plain_rest(
    mine: frozenset[str], theirs: frozenset[str], one: Statement, other: Statement
) -> tuple[frozenset[str], frozenset[str]]:
    """The terms that only one of the two has, without names."""
    return (
        mine - shared_terms(mine, theirs) - one.own_names,
        theirs - shared_terms(theirs, mine) - other.own_names,
    )


def _share_enough(mine: frozenset[str], theirs: frozenset[str], named: frozenset[str]) -> bool:
    """Whether both share enough terms to be about the same; one that is like two counts once."""
    shared = shared_terms(mine, theirs)
    if len(shared) < MIN_SHARED or len(shared_terms(theirs, mine)) < MIN_SHARED:
        return False
    plain = len(shared - named)
    return plain >= MIN_SHARED_PLAIN or (plain > 0 and len(shared) > MIN_SHARED)


def _follow_each_other(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether all opposites in them are of what happens one after the other."""
    opposite = mine - _unopposed(mine, theirs)
    return bool(opposite) and opposite <= _PASSING


def _unopposed(mine: frozenset[str], theirs: frozenset[str]) -> frozenset[str]:
    """Those of `mine` whose opposite is not in `theirs`."""
    return frozenset(term for term in mine if not has_opposite(term, theirs))


def _differ_in_scope(mine: Words, theirs: Words, one: Statement, other: Statement) -> bool:
    """Whether they are about others, or about more, or about another place."""
    if one.names_in(mine) - other.named and other.names_in(theirs) - one.named:
        return True
    scopes = [{word.plain for word in clause} & _SCOPES for clause in (mine, theirs)]
    own = [
        {word for word, _ in own_phrases(clause, against.terms | against.named, said.places)}
        for clause, said, against in ((mine, one, other), (theirs, other, one))
    ]
    return scopes[0] != scopes[1] or bool(own[0] & own[1])


def _contradict(mine: Words, theirs: Words, terms: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether one clause denies what the other states, or has the opposite of one of its words.

    `terms`: those of each that are of no name and no figure.
    """
    if any(_WITHOUT.search(_text(clause)) for clause in (mine, theirs)):
        return False
    if _denies(mine, theirs, terms) or _denies(theirs, mine, terms[::-1]):
        return True
    plain = [
        _text([word for word in clause if word.plain not in _PLACED]) for clause in (mine, theirs)
    ]
    return any(find_opposite(stated, said) is not None for stated, said in (plain, reversed(plain)))


def _denies(clause: Words, other: Words, terms: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether `clause` denies an action that `other` states."""
    denied = frozenset(term for denial in denials(_text(other)) for term in denial.scope)
    return any(
        denial.is_of_action
        and not denial.turned_by
        and denial.head in terms[0]
        and is_similar(denial.head, terms[1])
        and not is_similar(denial.head, denied)
        and _have_one_object(clause, other, denial.head)
        for denial in denials(_text(clause))
    )


def _have_one_object(clause: Words, other: Words, action: str) -> bool:
    """Whether what follows the action is the same in both, or nothing in one of them."""
    mine, theirs = _next(clause, action), _next(other, action)
    return not mine or not theirs or is_similar(mine, frozenset({theirs}))


def _next(clause: Words, action: str) -> str:
    """The first content term after one like `action`; empty where there is none."""
    content = [word.term for word in clause if word.has_content]
    place = next(
        (n for n, term in enumerate(content) if is_similar(term, frozenset({action}))), None
    )
    return "" if place is None else "".join(content[place + 1 : place + 2])


def _text(clause: Sequence[Word]) -> str:
    return " ".join(word.text for word in clause)
