"""Whether two sentences say the same, but one denies it or says the opposite of a word of it."""

from collections.abc import Mapping
from itertools import product

from research.stages.compare.alike import UNNAMED_SURENESS
from research.stages.compare.denials import Words, contradict
from research.stages.compare.limits import own_phrases
from research.stages.compare.reading import Statement, share
from research.stages.compare.times import are_of_one_time
from research.stages.compare.values import are_comparable, may_be_one_date
from research.stages.compare.words import shared_terms
from research.text.terms import stem
from research.text.words.word_lists import read_words
from research.text.words.word_relations import has_opposite

MIN_SHARE = 0.7
"""Without figures to compare more must be the same, for a "not" is easily another matter's."""
MIN_SHARE_APART = 0.8
"""The same where each has a word of its own: prices of flats, prices of farmland."""
MIN_SHARE_UNNAMED = 0.9
"""The same where no name is."""
MIN_SHARED = 3
MIN_SHARED_PLAIN = 2
"""Of them so many must name nobody, or one where there are more."""
_SCOPES = read_words("small_words", "words of scope")
_PASSING = frozenset(map(stem, read_words("verbs", "followed by the opposite")))


def opposed(one: Statement, other: Statement, rarity: Mapping[str, float]) -> float:
    """How surely one clause of each says the same, but one denies it, 0 to 1; 0 for not."""
    if not _may_oppose(one, other) or not are_of_one_time(one.times, other.times):
        return 0.0
    if one.values and other.values and one.values.isdisjoint(other.values):
        return 0.0  # they are of other things, or the numbers tell it
    if _are_dated_apart(one, other):
        return 0.0
    return max(
        (
            _are_opposed(mine, theirs, one, other, rarity)
            for mine, theirs in product(one.clauses, other.clauses)
        ),
        default=0.0,
    )


def _are_dated_apart(one: Statement, other: Statement) -> bool:
    """Whether the two give dates that can be compared, and none of them is one."""
    dates = [[f.moment for f in said.figures if f.moment] for said in (one, other)]
    pairs = [(a, b) for a, b in product(*dates) if are_comparable(a, b)]
    said = one.citation.quote, other.citation.quote
    return bool(pairs) and not any(may_be_one_date(a, b, said) for a, b in pairs)


def _may_oppose(one: Statement, other: Statement) -> bool:
    """Whether one of them denies anything, or has the opposite of any word of the other."""
    return (
        one.denies
        or other.denies
        or not one.against.isdisjoint(other.stances)
        or not other.against.isdisjoint(one.stances)
    )


def _are_opposed(
    mine: Words, theirs: Words, one: Statement, other: Statement, rarity: Mapping[str, float]
) -> float:
    terms = _terms(mine, one), _terms(theirs, other)
    if not _share_enough(*terms, one.own_names):
        return 0.0
    alike = _unopposed(*terms), _unopposed(*reversed(terms))
    if not _share_enough(*alike, one.own_names):
        return 0.0
    is_named = one.names_in(mine) & other.named or other.names_in(theirs) & one.named
    found = share(*alike, rarity)
    if found < (MIN_SHARE if is_named else MIN_SHARE_UNNAMED):
        return 0.0
    if found < MIN_SHARE_APART and all(_plain_rest(*alike, one, other)):
        return 0.0
    if _differ_in_scope(mine, theirs, one, other):
        return 0.0
    plain = terms[0] - one.own_names, terms[1] - other.own_names
    if _follow_each_other(*plain) and not (one.times.is_told and other.times.is_told):
        return 0.0
    confidence = found if is_named else found * UNNAMED_SURENESS
    return confidence if contradict(mine, theirs, plain) else 0.0


def _terms(clause: Words, statement: Statement) -> frozenset[str]:
    return frozenset(word.term for word in clause if word.term in statement.terms)


def _plain_rest(
    mine: frozenset[str], theirs: frozenset[str], one: Statement, other: Statement
) -> tuple[frozenset[str], frozenset[str]]:
    """What each says beside what both say, names left out."""
    return (
        mine - shared_terms(mine, theirs) - one.own_names,
        theirs - shared_terms(theirs, mine) - other.own_names,
    )


def _share_enough(mine: frozenset[str], theirs: frozenset[str], named: frozenset[str]) -> bool:
    """Whether so many terms are in both that they may say the same; one like two counts once."""
    shared = shared_terms(mine, theirs)
    if len(shared) < MIN_SHARED or len(shared_terms(theirs, mine)) < MIN_SHARED:
        return False
    plain = len(shared - named)
    return plain >= MIN_SHARED_PLAIN or (plain > 0 and len(shared) > MIN_SHARED)


def _follow_each_other(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether all that is opposite in them may have been so one after the other."""
    opposite = mine - _unopposed(mine, theirs)
    return bool(opposite) and opposite <= _PASSING


def _unopposed(mine: frozenset[str], theirs: frozenset[str]) -> frozenset[str]:
    """Those of `mine` that `theirs` have no opposite of."""
    return frozenset(term for term in mine if not has_opposite(term, theirs))


def _differ_in_scope(mine: Words, theirs: Words, one: Statement, other: Statement) -> bool:
    """Whether they speak of others, of how much or of where in other words."""
    if one.names_in(mine) - other.named and other.names_in(theirs) - one.named:
        return True
    scopes = [{word.plain for word in clause} & _SCOPES for clause in (mine, theirs)]
    own = [
        {word for word, _ in own_phrases(clause, against.terms | against.named, said.places)}
        for clause, said, against in ((mine, one, other), (theirs, other, one))
    ]
    return scopes[0] != scopes[1] or bool(own[0] & own[1])
