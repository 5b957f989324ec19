"""Finds the days that a sentence tells, each resolved against the day its page was published."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from research.text.days.dates import Moment, moments
from research.text.days.relative_days import relative_days

_AHEAD = re.compile(
    r"\b(?:will|shall|won['’]t|expected|scheduled|due|planned|plans?|set|to be|upcoming)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(?:was|were|had|did|said|told|has|have|began|came|went|took|fell|rose|won|lost|left|made"
    r"|found|met|sold|shot|died|\w{3,}ed)\b",
    re.IGNORECASE,
)
_OF_SOMETHING_BEFORE = re.compile(
    r"(?:\b(?:an?|the|his|her|its|their|our|my|this|that|scheduled|planned|proposed)|['’]s) $"
)
_OF_SOMETHING_AFTER = re.compile(
    r"(?:st|nd|rd|th)? (?!(?:and|or|to|in|at|on|for|of|by|when|after|before|as|with|that|was|is"
    r"|were|are|will|has|had|have|would|because|but|from|until|while|where|which|who)\b)[a-z]"
)
"""Between the two, a day says which call or tariff is meant, not when the sentence's own event was:
"the transcript of his July 25 call"."""
_AFTERWARDS_DAYS = 3
"""A page may carry a date some days before what it tells as past: it was changed since."""


def told_days(text: str, published: date | None) -> list[date]:
    """The different days of `text` in order; those that need a page's date only with one.

    A month alone, or a year, is no day; and neither is one that does not exist.
    """
    places = sorted((*_relative(text, published), *_written(text, published)))
    return list(dict.fromkeys(day for _, day in places))


def _relative(text: str, published: date | None) -> Iterator[tuple[int, date]]:
    if published is not None:
        for start, _, day in relative_days(text, published):
            yield start, day


def _written(text: str, published: date | None) -> Iterator[tuple[int, date]]:
    for moment in moments(text):
        if not (moment.day and moment.month) or _is_of_something(text, moment):
            continue
        with suppress(ValueError):  # 31 June
            if moment.year:
                yield moment.start, date(moment.year, moment.month, moment.day)
            elif published is not None:
                yield moment.start, _nearest(moment, text, published)


def _is_of_something(text: str, moment: Moment) -> bool:
    before = text[max(0, moment.start - 12) : moment.start]
    is_before = _OF_SOMETHING_BEFORE.search(before) is not None
    return is_before and _OF_SOMETHING_AFTER.match(text, moment.end) is not None


def _nearest(moment: Moment, text: str, published: date) -> date:
    """The day in the year that the sentence's tense speaks for, or else the nearest."""
    days = [
        date(published.year + step, moment.month, moment.day)
        for step in (-1, 0, 1)
        if moment.day < 29 or _exists(published.year + step, moment)
    ]
    ahead = [day for day in days if day >= published]
    behind = [day for day in days if (day - published).days <= _AFTERWARDS_DAYS]
    if _AHEAD.search(text) and not _BEHIND.search(_AHEAD.split(text)[0]) and ahead:
        return min(ahead)
    if _BEHIND.search(text) and not _AHEAD.search(text) and behind:
        return max(behind)
    return min(days, key=lambda day: abs((day - published).days))


def _exists(year: int, moment: Moment) -> bool:
    with suppress(ValueError):
        date(year, moment.month, moment.day)
        return True
    return False
