"""Whether a date of one sentence and one of another are of one event, and can't both be right."""

from collections.abc import Mapping
from itertools import product

from research.stages.compare.alike import are_of_one_deed, fill_one_slot, likeness, own_of
from research.stages.compare.figures import Figure
from research.stages.compare.limits import AGAIN, are_of_one_row
from research.stages.compare.reading import Side
from research.stages.compare.same import count_the_same, may_be_one
from research.stages.compare.values import are_comparable, may_be_one_date
from research.stages.compare.words import is_like
from research.text.dates import Moment
from research.text.terms import stem
from research.text.words.word_lists import read_words

_ONCE = frozenset(map(stem, read_words("verbs", "happens once")))


def dates_apart(mine: Side, theirs: Side, rarity: Mapping[str, float]) -> float:
    """How surely two dates contradict each other, 0 to 1; 0 for not."""
    one, other = mine.figure.moment, theirs.figure.moment
    if not one or not other or not are_comparable(one, other) or _agree(mine, theirs):
        return 0.0
    if one.year and other.year and one.year != other.year and not _are_once(mine, theirs):
        return 0.0
    if AGAIN in mine.marks ^ theirs.marks or not are_of_one_deed(mine, theirs):
        return 0.0
    if not are_of_one_row(mine.figure.clause, theirs.figure.clause) or _qualify(mine, theirs):
        return 0.0
    if fill_one_slot(own_of(mine, theirs.statement), own_of(theirs, mine.statement)):
        return 0.0
    return likeness(mine, theirs, rarity)


def _agree(mine: Side, theirs: Side) -> bool:
    """Whether any date of one sentence may be one of the other's."""
    said = mine.statement.citation.quote, theirs.statement.citation.quote
    return any(
        are_comparable(a, b) and may_be_one_date(a, b, said)
        for a, b in product(_moments(mine), _moments(theirs))
    )


def _moments(side: Side) -> list[Moment]:
    return [figure.moment for figure in side.statement.figures if figure.moment]


def _are_once(mine: Side, theirs: Side) -> bool:
    """Whether both clauses tell of what happens once."""
    return all(any(is_like(t, _ONCE) for t in side.figure.near) for side in (mine, theirs))


def _qualify(mine: Side, theirs: Side) -> bool:
    """Whether the dates only say when numbers held: they are no dates of an event.

    Where both have the same number, the event is the same.
    """
    numbers = _numbers_with(mine), _numbers_with(theirs)
    if any(count_the_same(a, b) and may_be_one(a, b) for a, b in product(*numbers)):
        return False
    is_rough = any(s.figure.moment and not s.figure.moment.month for s in (mine, theirs))
    return any(numbers) if is_rough else all(numbers)


def _numbers_with(side: Side) -> list[Figure]:
    """The numbers in a date's clause, but for those of a deed that is told after it."""
    said, date = side.statement.citation.quote, side.figure
    return [
        figure
        for figure in side.statement.figures
        if figure.number
        and figure.clause == date.clause
        and " and " not in said[date.end : figure.start]
    ]
