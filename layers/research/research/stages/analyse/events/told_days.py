"""Finds the days that a sentence tells, each resolved against the day its page was published."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from research.text.days.dates import Moment, moments
from research.text.days.relative_days import relative_days
from research.text.days.unsaid_years import likely_day
from research.text.quotations import without_quotations

_OF_SOMETHING_BEFORE = re.compile(
    r"(?:\b(?:an?|the|his|her|its|their|our|my|this|that|scheduled|planned|proposed)|['’]s) $"
)
_OF_SOMETHING_AFTER = re.compile(
    r"(?:st|nd|rd|th)? (?!(?:and|or|to|in|at|on|for|of|by|when|after|before|as|with|that|was|is"
    r"|were|are|will|has|had|have|would|because|but|from|until|while|where|which|who)\b)[a-z]"
)
"""Between the two, a day says which call or tariff is meant, not when the sentence's own event was:
"the transcript of his July 25 call"."""


@dataclass(frozen=True, slots=True)
class DayPlace:
    """A day that a sentence tells, and where in it; None where it may be of two years."""

    start: int
    end: int
    day: date | None


def told_days(text: str, published: date | None, around: str = "") -> list[date]:
    """The different days of `text` in order; those that need a page's date only with one.

    A month alone, or a year, is no day; and neither is one that does not exist. Where one may be of
    two years, by `text` and what stands `around` it, none is told: it may be what the sentence is
    about.
    """
    days = [place.day for place in day_places(text, published, around)]
    return [] if None in days else list(dict.fromkeys(filter(None, days)))


def day_places(text: str, published: date | None, around: str = "") -> list[DayPlace]:
    """The places of the days of `text`, in order; those that need a page's date only with one."""
    found = [*_relative(text, published), *_written(text, published, around)]
    return sorted(found, key=lambda place: place.start)


def _relative(text: str, published: date | None) -> Iterator[DayPlace]:
    if published is not None:
        for start, end, day in relative_days(text, published):
            yield DayPlace(start, end, day)


def _written(text: str, published: date | None, around: str) -> Iterator[DayPlace]:
    outside = without_quotations(text)
    for moment in moments(text):
        if not (moment.day and moment.month) or _is_of_something(text, moment):
            continue
        start, end = moment.start, moment.end
        if moment.year:
            with suppress(ValueError):  # 31 June
                yield DayPlace(start, end, date(moment.year, moment.month, moment.day))
        elif published is not None and outside[start] == text[start]:
            yield DayPlace(start, end, likely_day(moment, outside, published, around))


def _is_of_something(text: str, moment: Moment) -> bool:
    before = text[max(0, moment.start - 12) : moment.start]
    is_before = _OF_SOMETHING_BEFORE.search(before) is not None
    return is_before and _OF_SOMETHING_AFTER.match(text, moment.end) is not None
