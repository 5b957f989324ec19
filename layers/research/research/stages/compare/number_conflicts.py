"""Whether a number of one sentence contradicts a number of another."""

import re
from collections.abc import Mapping
from itertools import product

from research.stages.compare.clause_terms import FALLING, RISING
from research.stages.compare.figures import Figure, may_be_same_time
from research.stages.compare.number_ranges import (
    count_same_kind,
    have_similar_size,
    may_be_equal,
    may_be_same_number,
    values_in_one_unit,
)
from research.stages.compare.qualifiers import may_share_ordinal, may_share_qualifiers
from research.stages.compare.same_subject import (
    may_share_action,
    own_phrases_of,
    share_preposition,
    similarity,
)
from research.stages.compare.statement import Side
from research.text.clauses import clause_words
from research.text.figures.counted import AGE
from research.text.figures.quantities import Quantity

MIN_SIMILARITY_PARALLEL = 0.8
"""The similarity that is needed where the sentences have another number in common."""
_UNREACHED = 2.0
_SHARE = "unit percent"
_AT = re.compile(r"\b(?:with|at|for|under|over|above|below|from|after|within)\s$", re.IGNORECASE)


def number_conflict(mine: Side, theirs: Side, rarity: Mapping[str, float]) -> float:
    """How surely two numbers contradict each other, 0 (not) to 1."""
    if not count_same_kind(mine.figure, theirs.figure):
        return 0.0
    if not have_similar_size(mine.figure, theirs.figure):
        return 0.0
    times = mine.times, theirs.times
    if not may_be_same_time(*times) or times[0].which != times[1].which:
        return 0.0
    if may_be_equal(mine.figure, theirs.figure):
        return 0.0
    if mine.figure.kinds == AGE:
        return _age_conflict(mine, theirs)
    if not _are_of_one_thing(mine, theirs) or _hold_on_other_terms(mine, theirs):
        return 0.0
    found = similarity(mine, theirs, rarity)
    return found if found >= _needed_similarity(mine, theirs) else 0.0


def _are_of_one_thing(mine: Side, theirs: Side) -> bool:
    """Whether nothing near the numbers shows that they are about two things."""
    changes = [(RISING in s.figure.near) - (FALLING in s.figure.near) for s in (mine, theirs)]
    return (
        changes[0] * changes[1] >= 0
        and may_share_qualifiers(mine.qualifiers, theirs.qualifiers)
        and may_share_ordinal(mine.figure.clause, theirs.figure.clause)
        and may_share_action(mine, theirs)
        and _are_as_narrow(mine, theirs)
    )


def _are_as_narrow(mine: Side, theirs: Side) -> bool:
    """Whether neither number is about a part of what the other is about, nor each about its own."""
    my_own, their_own = own_phrases_of(mine, theirs)
    if share_preposition(my_own, their_own):
        return False
    if my_own and their_own:
        is_after = [own[-1][1] > s.figure.start for own, s in ((my_own, mine), (their_own, theirs))]
        return not all(is_after) and _is_rejected(mine, theirs)
    if not (my_own or their_own) or _SHARE in mine.figure.kinds:
        return True
    if any(name.startswith(("rate", "average")) for name in mine.qualifiers | theirs.qualifiers):
        return False
    values = values_in_one_unit(mine.figure, theirs.figure)
    return values[0] > values[1] if my_own else values[1] > values[0]


def _is_rejected(mine: Side, theirs: Side) -> bool:
    """Whether one sentence says that the other's number is not so."""
    return any(
        side.figure.number
        and any(
            _is_same_in_one_unit(side.figure.number, value) for value in against.statement.rejected
        )
        for side, against in ((mine, theirs), (theirs, mine))
    )


def _is_same_in_one_unit(one: Quantity, other: Quantity) -> bool:
    is_one = may_be_same_number(one, other, is_denied=(False, False))
    return is_one and one.readings[0].unit == other.readings[0].unit


def _hold_on_other_terms(mine: Side, theirs: Side) -> bool:
    """Whether each depends on a second number, and these differ too: "with 128 GB"."""
    pairs = product(mine.statement.figures, theirs.statement.figures)
    own = _is_term(mine), _is_term(theirs)
    return any(
        a is not mine.figure
        and b is not theirs.figure
        and count_same_kind(a, b)
        and not may_be_equal(a, b)
        and (
            all(own) or (_is_term(Side(mine.statement, a)) and _is_term(Side(theirs.statement, b)))
        )
        for a, b in pairs
        if a.number and b.number
    )


def _is_term(side: Side) -> bool:
    return bool(_AT.search(side.statement.citation.quote[: side.figure.start]))


def _age_conflict(mine: Side, theirs: Side) -> float:
    """1 where two ages of one name differ by more than a year; else 0."""
    names = [_name_before(side) for side in (mine, theirs)]
    values = values_in_one_unit(mine.figure, theirs.figure)
    return float(bool(names[0]) and names[0] == names[1] and abs(values[0] - values[1]) > 1)


def _name_before(side: Side) -> str:
    words = clause_words(side.statement.citation.quote)
    before = [word.term for word in words if word.end <= side.figure.start][-1:]
    return next((term for term in before if term in side.statement.own_names), "")


def _needed_similarity(mine: Side, theirs: Side) -> float:
    """How similar the words around two numbers must be; 2, which nothing reaches, for no conflict.

    "By 7 votes to 5" and "by 7 votes to 4" conflict. Of other sentences that have another number in
    common, either number may be about what the other sentence leaves out. Nor is there a conflict
    where one number is so many times the other as either sentence counts: the price of a wing, and
    of three.
    """
    ours, others = _of_kind(mine), _of_kind(theirs)
    values = values_in_one_unit(mine.figure, theirs.figure)
    if not any(may_be_equal(a, b) for a, b in product(ours, others)):
        said = mine.statement.values | theirs.statement.values
        is_said = values[0] in theirs.statement.values or values[1] in mine.statement.values
        is_multiple = any(number > 1 and min(values) * number == max(values) for number in said)
        return _UNREACHED if is_said or is_multiple else 0.0
    is_parallel = len(ours) == len(others) and ours.index(mine.figure) == others.index(
        theirs.figure
    )
    is_alone = not any(may_be_equal(mine.figure, b) for b in others) and not any(
        may_be_equal(a, theirs.figure) for a in ours
    )
    return MIN_SIMILARITY_PARALLEL if is_parallel and is_alone else _UNREACHED


def _of_kind(side: Side) -> list[Figure]:
    """The numbers of a sentence that are of the same kind as its figure, with this one."""
    kinds = side.figure.kinds
    return [f for f in side.statement.figures if f.number and f.kinds & kinds]
