"""Whether a date of one sentence contradicts a date of another.

A date stands for the days of its month or year, as far as the words before it leave them open:
two dates contradict each other where no day is left that both may mean.
"""

import re
from collections.abc import Mapping
from datetime import date
from itertools import product

from research.stages.compare.clause_terms import is_similar
from research.stages.compare.figures import Figure
from research.stages.compare.number_ranges import count_same_kind, may_be_equal
from research.stages.compare.qualifiers import AGAIN, may_share_ordinal
from research.stages.compare.same_subject import (
    may_share_action,
    own_phrases_of,
    share_preposition,
    similarity,
)
from research.stages.compare.statement import Side
from research.text.days.dates import Moment
from research.text.terms import stem
from research.text.words.word_lists import read_words

_ONCE = frozenset(map(stem, read_words("verbs", "happens once")))
_ALL_DAYS = (date.min, date.max)
_FROM = re.compile(
    r"\b(?:no(?:t)? (?:earlier|sooner) than|as (?:early|soon) as|at the earliest|later than|after"
    r"|from|starting)\s(?:the )?$",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:by|before|until|till|no(?:t)? later than|as late as|ahead of|prior to)\s"
    r"(?:the end of |the )?$",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(r"\b(?:no|not|never|n['’]t|cannot|unlikely)\b.*\bbefore\s$", re.IGNORECASE)
_LOOK_BACK = 30
_NOT_BACK = 150


def date_conflict(mine: Side, theirs: Side, rarity: Mapping[str, float]) -> float:
    """How surely two dates contradict each other, 0 (not) to 1."""
    one, other = mine.figure.moment, theirs.figure.moment
    if not one or not other or not are_comparable(one, other) or _agree(mine, theirs):
        return 0.0
    if one.year and other.year and one.year != other.year and not _are_once(mine, theirs):
        return 0.0
    if AGAIN in mine.qualifiers ^ theirs.qualifiers or not may_share_action(mine, theirs):
        return 0.0
    if not may_share_ordinal(mine.figure.clause, theirs.figure.clause) or _qualify(mine, theirs):
        return 0.0
    if share_preposition(*own_phrases_of(mine, theirs)):
        return 0.0
    return similarity(mine, theirs, rarity)


def _agree(mine: Side, theirs: Side) -> bool:
    """Whether a date of one sentence may be the same as one of the other."""
    said = mine.statement.citation.quote, theirs.statement.citation.quote
    return any(
        are_comparable(a, b) and may_be_same_date(a, b, said)
        for a, b in product(_moments(mine), _moments(theirs))
    )


def _moments(side: Side) -> list[Moment]:
    return [figure.moment for figure in side.statement.figures if figure.moment]


def _are_once(mine: Side, theirs: Side) -> bool:
    """Whether both clauses are about something that happens once."""
    return all(any(is_similar(t, _ONCE) for t in side.figure.near) for side in (mine, theirs))


def _qualify(mine: Side, theirs: Side) -> bool:
    """Whether the dates are not those of an event, but say when numbers were so.

    Where both have the same number, they are about one event.
    """
    numbers = _numbers_with(mine), _numbers_with(theirs)
    if any(count_same_kind(a, b) and may_be_equal(a, b) for a, b in product(*numbers)):
        return False
    is_rough = any(s.figure.moment and not s.figure.moment.month for s in (mine, theirs))
    return any(numbers) if is_rough else all(numbers)


def _numbers_with(side: Side) -> list[Figure]:
    """The numbers in a date's clause, but for those of a second action, after an "and"."""
    said, date = side.statement.citation.quote, side.figure
    return [
        figure
        for figure in side.statement.figures
        if figure.number
        and figure.clause == date.clause
        and " and " not in said[date.end : figure.start]
    ]


def are_comparable(one: Moment, other: Moment) -> bool:
    """Whether two dates can be compared: both have a year, or both a month."""
    return bool((one.year and other.year) or (one.month and other.month))


def may_be_same_date(one: Moment, other: Moment, said: tuple[str, str]) -> bool:
    """Whether two dates, each of its sentence in `said`, may both be right."""
    if one.year and other.year:
        mine, theirs = (
            _days(moment, text) for moment, text in zip((one, other), said, strict=True)
        )
        return mine[0] <= theirs[1] and theirs[0] <= mine[1]
    return one.month == other.month and (one.day == other.day or not (one.day and other.day))


def _days(moment: Moment, said: str) -> tuple[date, date]:
    """The first and the last day that `moment` leaves open, by the words before it."""
    try:
        first = date(moment.year, moment.month or 1, moment.day or 1)
        last = first if moment.day else _last_day(moment)
    except ValueError:
        return _ALL_DAYS
    before = said[max(0, moment.start - _LOOK_BACK) : moment.start]
    if _NOT_BEFORE.search(said[max(0, moment.start - _NOT_BACK) : moment.start]) or _FROM.search(
        before
    ):
        return first, date.max
    if _UNTIL.search(before):
        return date.min, last
    return first, last


def _last_day(moment: Moment) -> date:
    following = moment.month % 12 + 1 if moment.month else 1
    year = moment.year + (moment.month in (0, 12))
    return date.fromordinal(date(year, following, 1).toordinal() - 1)
