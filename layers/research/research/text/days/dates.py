"""Finds the dates in a text, whole or in part: "Nov. 18", "18 November 2019", "Tuesday"."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("january jan", "february feb", "march mar", "april apr", "may", "june jun"),
            *("july jul", "august aug", "september sept sep", "october oct", "november nov"),
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,]\d{1,3}\b(?!\d)|:\d)"
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d|[.,]\d|%)"
_DATE = re.compile(
    rf"""
    \b(?P<iso>(?:1[5-9]|20)\d\d-[01]\d-[0-3]\d)\b
    | (?<![\d.])(?P<slashes>\d\d?[./]\d\d?[./](?:1[5-9]|20)\d\d)(?!\d)
    | \b(?P<month_first>{_MONTH})\s(?:the\s)?(?P<day1>{_DAY})
        (?:\s?(?:[-–—,]|and|to|or)\s?(?P<until1>{_DAY})(?!\s?{_MONTH}|\s[a-z]+s\b))?
        (?:,?\s(?P<year1>{_YEAR}))?
    | \b(?P<day2>{_DAY})(?:\s?(?:[-–—]|and|to|or)\s?(?P<until2>{_DAY}))?
        \s(?:of\s)?(?P<month_second>{_MONTH})
        (?:,?\s(?P<year2>{_YEAR}))?
    | \b(?P<month_only>{_MONTH})(?:,?\s(?:of\s)?(?P<year3>{_YEAR}))?
    | \b(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?\b
    """,
    re.VERBOSE,
)  # fmt: skip
_IN_MONTH = re.compile(
    r"(?:\b(?:in|since|until|till|by|of|for|last|next|this|late|early|mid|from|between|to|through"
    r"|during|before|after|and|or|on|every|each|around)[\s-])$",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"(?<![.!?:“\"])\s(?![A-Z])\S*[a-z,]\s$")
"""After a word in small letters a capital does not begin a sentence."""
_ALSO_WORDS = frozenset({"may", "march", "mar", "sun", "dec", "sep", "jan", "august"})


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as a text gives it; 0 for what is not given. `weekday` is 1 to 7."""

    year: int
    month: int
    day: int
    weekday: int
    start: int
    end: int
    is_sure: bool = True
    """False where the word may mean something else, such as "May"."""

    def agrees(self, other: "Moment") -> bool:
        """Whether `other` says all that this says, its year apart, and nothing against it."""
        if self.year and other.year and self.year != other.year:
            return False
        if self.weekday and not self.month:
            return other.weekday_number() == self.weekday
        return self.month == other.month and self.day in (0, other.day)

    def weekday_number(self) -> int:
        """The day of the week, said or worked out; 0 where neither can be."""
        if self.weekday or not (self.year and self.month and self.day):
            return self.weekday
        with suppress(ValueError):
            return date(self.year, self.month, self.day).isoweekday()
        return 0


def moments(text: str) -> list[Moment]:
    """The dates of `text` in order; one written as 3/4/2019 is there in both readings."""
    found: list[Moment] = []
    for match in _DATE.finditer(text):
        found.extend(_read(text, match))
    return found


def without_dates(text: str) -> str:
    """`text` with blanks in the place of its dates, so that their days are no numbers."""
    pieces = list(text)
    for moment in moments(text):
        if moment.day or moment.year:
            pieces[moment.start : moment.end] = " " * (moment.end - moment.start)
    return "".join(pieces)


def _read(text: str, match: re.Match[str]) -> Iterator[Moment]:
    place = match.span()
    if iso := match["iso"]:
        year, month, day = map(int, iso.split("-"))
        yield Moment(year, month, day, 0, *place)
    elif slashes := match["slashes"]:
        one, other, year = map(int, re.split(r"[./]", slashes))
        for day, month in {(one, other), (other, one)}:
            if month <= 12:
                yield Moment(year, month, day, 0, *place)
    elif weekday := match["weekday"]:
        yield Moment(0, 0, 0, _WEEKDAYS.index(weekday.lower()) + 1, *place)
    else:
        yield from _named(text, match)


def _named(text: str, match: re.Match[str]) -> Iterator[Moment]:
    name = match["month_first"] or match["month_second"] or match["month_only"]
    month = _MONTHS[name.lower().rstrip(".")]
    year = int(match["year1"] or match["year2"] or match["year3"] or 0)
    days = [match[key] for key in ("day1", "until1", "day2", "until2") if match[key]]
    is_sure = bool(
        days
        or year
        or name.lower().rstrip(".") not in _ALSO_WORDS
        or _IN_MONTH.search(text[: match.start()])
        or _WITHIN.search(text[: match.start()])
    )
    for day in days or ["0"]:
        yield Moment(year, month, int(re.sub(r"\D", "", day)), 0, *match.span(), is_sure=is_sure)
