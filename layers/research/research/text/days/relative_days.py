"""Says which day "today", "on Monday" or "last month" means on a page of a known date. English.

A report is read later than the page was written: after such words the day follows in brackets,
as an editor adds it. What a page says may lie ahead is taken to lie ahead: "will open on Monday".
Nothing in a quotation is dated: somebody's "yesterday" is of the day on which he said so.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice

from research.text.days.weekdays import WEEKDAYS, is_open, is_plainly_past, last_of, weekday
from research.text.quotations import without_quotations

_NAMES = "|".join(WEEKDAYS)
_DAYS = {
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
}
_DAY_WORDS = "|".join(_DAYS).replace(" ", r"\s")
_TIME = r"(?:\s(?:morning|afternoon|evening|night))?"
_WORDS = re.compile(
    rf"""
    \b(?:(?P<day>{_DAY_WORDS})
    | (?P<which>last|this|next|on|by|until|since|late|early)
        \s(?P<weekday>{_NAMES}){_TIME}
    | (?P<turn>last|this|next)\s(?P<period>week|month|year)
    )\b(?!['’]s|[\w-])
    | (?<!\S)(?P<bare>{_NAMES})(?:(?P<owner>['’]s)(?=\s\w)|{_TIME}\b)(?![\w-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
# "on Monday, November 18": the date stands there already.
_DATED = re.compile(
    r"[,\s(]*(?:the\s)?(?:\d{1,2}\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)"
)
_SAID_ASIDE = re.compile(r",\s")
"""Between commas, "tomorrow" is a manner of speaking: "would do as much, tomorrow, for nothing"."""
_LATER = re.compile(r"\s(?:in|of|next|after|before)\b")
_STEPS = {"last": -1, "this": 0, "next": 1}
_YEARS = range(1000, 9000)
"""Of pages: what a page claims besides is no date to count from."""
_MOST_READ = 100
"""Of one sentence: its verb is looked for beside each."""
_MOST = 2
"""In brackets in one sentence: with more it can't be read."""


def dated(text: str, published: date | None) -> str:
    """`text` of a page `published` on that day, with days in brackets; as it is without one."""
    if published is None:
        return text
    pieces, end, outside = [], 0, without_quotations(text)
    for found in islice(_told(outside, published), _MOST):
        pieces += [text[end : found.end()], f" [{_meaning(found, outside, published)}]"]
        end = found.end()
    return "".join([*pieces, text[end:]])


def relative_days(text: str, published: date) -> Iterator[tuple[int, int, date]]:
    """The places in `text` of words such as "today" and "last Tuesday", each with its day."""
    outside = without_quotations(text)
    for found in _told(outside, published):
        if not found["period"]:
            yield found.start(), found.end(), _day_of(found, outside, published)


def _told(text: str, published: date) -> Iterator[re.Match[str]]:
    """The words in `text`, which has no quotations, whose day or period is known."""
    if published.year not in _YEARS:
        return
    for found in _words(text):
        start, end = found.span()
        is_aside = _SAID_ASIDE.match(text, start - 2) and text.startswith(",", end)
        is_part = found["period"] and _LATER.match(text, end)  # "last week of May"
        if is_aside or is_part or _DATED.match(text, end):
            continue
        name = found["weekday"] or found["bare"]
        if name and is_open(found["which"] or "", name, text, found.span(), published):
            continue
        if _means_day(found, text):
            yield found


def _words(text: str) -> Iterator[re.Match[str]]:
    return islice(_WORDS.finditer(text), _MOST_READ)


def lacks_day(text: str, published: date | None) -> bool:
    """Whether `text` says "today" or the like, and nobody knows when its page was published."""
    if published is not None:
        return False
    outside = without_quotations(text)
    return any(_means_day(found, outside) for found in _words(outside))


def _means_day(found: re.Match[str], text: str) -> bool:
    """Whether it is no weekday that may be any, such as that of "Sunday roast"."""
    return not found["bare"] or is_plainly_past(text, found.span(), owns=bool(found["owner"]))


def _meaning(found: re.Match[str], text: str, published: date) -> str:
    if found["period"]:
        return _PERIODS[found["period"].lower()](published, _STEPS[found["turn"].lower()])
    return _day(_day_of(found, text, published))


def _day_of(found: re.Match[str], text: str, published: date) -> date:
    if found["day"]:
        return published + timedelta(_DAYS[" ".join(found["day"].lower().split())])
    if found["bare"]:
        return last_of(found["bare"], published)
    return weekday(found["which"], found["weekday"], text, found.span(), published)


def _week(published: date, steps: int) -> str:
    monday = published - timedelta(published.weekday()) + timedelta(weeks=steps)
    return f"week of {_day(monday)}"


def _month(published: date, steps: int) -> str:
    months = published.year * 12 + published.month - 1 + steps
    return f"{date(months // 12, months % 12 + 1, 1):%B %Y}"


def _year(published: date, steps: int) -> str:
    return str(published.year + steps)


_PERIODS: dict[str, Callable[[date, int], str]] = {"week": _week, "month": _month, "year": _year}


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
