"""Whether a number of one sentence and one of another are of the same, and can't both be right."""

import re
from collections.abc import Mapping
from itertools import product

from research.stages.compare.alike import are_of_one_deed, fill_one_slot, likeness, own_of
from research.stages.compare.figures import Figure
from research.stages.compare.limits import are_of_one_row, are_of_one_sort
from research.stages.compare.reading import Side
from research.stages.compare.same import (
    are_of_one_size,
    count_the_same,
    may_be_one,
    values_in_one_unit,
)
from research.stages.compare.times import are_of_one_time
from research.stages.compare.values import may_be_one_number
from research.stages.compare.words import FALLING, RISING
from research.text.clauses import clause_words
from research.text.figures.counted import AGE
from research.text.figures.quantities import Quantity

MIN_LIKENESS_PARALLEL = 0.8
"""Where the sentences have another number in common they must say all the same around both."""
_SHARE = "unit percent"
_AT = re.compile(r"\b(?:with|at|for|under|over|above|below|from|after|within)\s$", re.IGNORECASE)


def numbers_apart(mine: Side, theirs: Side, rarity: Mapping[str, float]) -> float:
    """How surely two numbers contradict each other, 0 to 1; 0 for not."""
    if not count_the_same(mine.figure, theirs.figure) or may_be_one(mine.figure, theirs.figure):
        return 0.0
    if not are_of_one_size(mine.figure, theirs.figure):
        return 0.0
    times = mine.times, theirs.times
    if not are_of_one_time(*times) or times[0].which != times[1].which:
        return 0.0
    if mine.figure.kinds == AGE:
        return _ages_apart(mine, theirs)
    if not _are_of_one_thing(mine, theirs) or _hold_at_others(mine, theirs):
        return 0.0
    found = likeness(mine, theirs, rarity)
    return found if found >= _needed(mine, theirs) else 0.0


def _are_of_one_thing(mine: Side, theirs: Side) -> bool:
    """Whether nothing near the numbers keeps them apart."""
    turns = [(RISING in s.figure.near) - (FALLING in s.figure.near) for s in (mine, theirs)]
    return (
        turns[0] * turns[1] >= 0
        and are_of_one_sort(mine.marks, theirs.marks)
        and are_of_one_row(mine.figure.clause, theirs.figure.clause)
        and are_of_one_deed(mine, theirs)
        and _are_as_narrow(mine, theirs)
    )


def _are_as_narrow(mine: Side, theirs: Side) -> bool:
    """Whether neither is of a part of what the other is of, nor each of a part of its own."""
    my_own, their_own = own_of(mine, theirs.statement), own_of(theirs, mine.statement)
    if fill_one_slot(my_own, their_own):
        return False
    if my_own and their_own:
        is_after = [own[-1][1] > s.figure.start for own, s in ((my_own, mine), (their_own, theirs))]
        return not all(is_after) and _is_rejected(mine, theirs)
    if not (my_own or their_own) or _SHARE in mine.figure.kinds:
        return True
    if any(mark.startswith(("rate", "average")) for mark in mine.marks | theirs.marks):
        return False
    values = values_in_one_unit(mine.figure, theirs.figure)
    return values[0] > values[1] if my_own else values[1] > values[0]


def _is_rejected(mine: Side, theirs: Side) -> bool:
    """Whether one says of the other's number that it is not so."""
    return any(
        side.figure.number
        and any(_is_in_one_unit(side.figure.number, value) for value in against.statement.rejected)
        for side, against in ((mine, theirs), (theirs, mine))
    )


def _is_in_one_unit(one: Quantity, other: Quantity) -> bool:
    is_one = may_be_one_number(one, other, is_denied=(False, False))
    return is_one and one.readings[0].unit == other.readings[0].unit


def _hold_at_others(mine: Side, theirs: Side) -> bool:
    """Whether each has one more number, of other size, at which its number holds: "with 128 GB"."""
    pairs = product(mine.statement.figures, theirs.statement.figures)
    own = _is_term(mine), _is_term(theirs)
    return any(
        a is not mine.figure
        and b is not theirs.figure
        and count_the_same(a, b)
        and not may_be_one(a, b)
        and (
            all(own) or (_is_term(Side(mine.statement, a)) and _is_term(Side(theirs.statement, b)))
        )
        for a, b in pairs
        if a.number and b.number
    )


def _is_term(side: Side) -> bool:
    return bool(_AT.search(side.statement.citation.quote[: side.figure.start]))


def _ages_apart(mine: Side, theirs: Side) -> float:
    """1 where two ages of one name differ by more than a birthday."""
    names = [_name_before(side) for side in (mine, theirs)]
    values = values_in_one_unit(mine.figure, theirs.figure)
    return float(bool(names[0]) and names[0] == names[1] and abs(values[0] - values[1]) > 1)


def _name_before(side: Side) -> str:
    words = clause_words(side.statement.citation.quote)
    before = [word.term for word in words if word.end <= side.figure.start][-1:]
    return next((term for term in before if term in side.statement.own_names), "")


def _needed(mine: Side, theirs: Side) -> float:
    """How alike they must be: where the two have another number in common, as good as the same.

    "By 7 votes to 5" and "by 7 votes to 4" disagree; of other such pairs either number may be of
    what the other sentence does not speak of, and no likeness is enough. Nor is it where one number
    is so many times the other as either sentence counts: a wing's price, and three wings'.
    """
    ours, others = _of_kind(mine), _of_kind(theirs)
    values = values_in_one_unit(mine.figure, theirs.figure)
    if not any(may_be_one(a, b) for a, b in product(ours, others)):
        said = mine.statement.values | theirs.statement.values
        is_said = values[0] in theirs.statement.values or values[1] in mine.statement.values
        is_multiple = any(number > 1 and min(values) * number == max(values) for number in said)
        return 2.0 if is_said or is_multiple else 0.0
    is_parallel = len(ours) == len(others) and ours.index(mine.figure) == others.index(
        theirs.figure
    )
    is_alone = not any(may_be_one(mine.figure, b) for b in others) and not any(
        may_be_one(a, theirs.figure) for a in ours
    )
    return MIN_LIKENESS_PARALLEL if is_parallel and is_alone else 2.0


def _of_kind(side: Side) -> list[Figure]:
    """The numbers of a sentence that are of the same kind as its figure, this among them."""
    kinds = side.figure.kinds
    return [f for f in side.statement.figures if f.number and f.kinds & kinds]
