"""Says which day "today", "on Monday" or "last month" means on a page of a known date. English.

A report is read later than the page was written: after such words the day follows in brackets,
as an editor adds it. What a page says may lie ahead is taken to lie ahead: "will open on Monday".
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
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
_WORDS = re.compile(
    rf"""
    \b(?:(?P<day>{_DAY_WORDS})
    | (?P<which>last|this|next|on|by|until|since|late|early)\s(?P<weekday>{"|".join(_WEEKDAYS)})
    | (?P<turn>last|this|next)\s(?P<period>week|month|year)
    )\b(?!['’]s|[\w-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|won['’]t|is|are|be|to|shall|expected|scheduled|due|planned|set)\b", re.IGNORECASE
)
_BEHIND = re.compile(
    r"\b(?:was|were|had|did|said|told|announced|\w{3,}ed)\b|\b(?:has|have) \w+", re.IGNORECASE
)
# "will be told", "the expected losses": no verb of what is over.
_NOT_YET = re.compile(
    r"\b(?:will|shall|to|may|might|can|should|must) (?:\w+ly )?be (?:\w+ly )?\w+ed\b"
    r"|\b(?:is|are|be|the|an?|its|his|her|their) (?:expected|scheduled|planned|proposed)\b",
    re.IGNORECASE,
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
_SURELY_BEFORE = 2
"""So few days after a Tuesday of the same week "last Tuesday" is that of the week before: else one
says "on Tuesday". Later in the week it may be either."""
_MOST = 2
"""In brackets in one sentence: with more it can't be read."""


def dated(text: str, published: date | None) -> str:
    """`text` of a page that was `published` then, with days in brackets; unchanged without a date.

    What stands in a quotation is dated as well: the brackets show that the words are not the
    speaker's.
    """
    if published is None or published.year not in _YEARS:
        return text
    pieces, end, count = [], 0, 0
    for found in _WORDS.finditer(text):
        after = text[found.end() :]
        if _SAID_ASIDE.match(text, found.start() - 2) and after.startswith(","):
            continue
        is_part = found["period"] and _LATER.match(after)  # "last week of May"
        if count == _MOST or _DATED.match(after) or is_part or _is_open(found, published):
            continue
        pieces += [text[end : found.end()], f" [{_meaning(found, text, published)}]"]
        end, count = found.end(), count + 1
    return "".join([*pieces, text[end:]])


def relative_days(text: str, published: date) -> Iterator[tuple[int, int, date]]:
    """The places in `text` of words such as "today" and "last Tuesday", each with its day."""
    if published.year not in _YEARS:
        return
    for found in _WORDS.finditer(text):
        if found["period"] or _DATED.match(text, found.end()) or _is_open(found, published):
            continue
        if _SAID_ASIDE.match(text, found.start() - 2) and text[found.end() :].startswith(","):
            continue
        if found["day"]:
            day = published + timedelta(_DAYS[" ".join(found["day"].lower().split())])
        else:
            before = text[: found.start()]
            day = _weekday(found["weekday"], found["which"].lower(), before, published)
        yield found.start(), found.end(), day


def lacks_day(text: str, published: date | None) -> bool:
    """Whether `text` says "today" or the like, and nobody knows when its page was published."""
    return published is None and _WORDS.search(text) is not None


def _meaning(found: re.Match[str], text: str, published: date) -> str:
    if found["day"]:
        return _day(published + timedelta(_DAYS[" ".join(found["day"].lower().split())]))
    if found["weekday"]:
        which = found["which"].lower()
        return _day(_weekday(found["weekday"], which, text[: found.start()], published))
    return _PERIODS[found["period"].lower()](published, _STEPS[found["turn"].lower()])


def _weekday(name: str, which: str, before: str, published: date) -> date:
    """The day of that name nearest to the page's: before it, or after where the words say so."""
    back = _days_since(name, published)
    is_ahead = which in {"next", "this", "by", "until"} or (
        which == "on"
        and _AHEAD.search(before) is not None
        and _BEHIND.search(_NOT_YET.sub("", before)) is None
    )
    if is_ahead:
        return published + timedelta((-back) % 7 or (7 if which == "next" else 0))
    if which == "last" and back <= min(_SURELY_BEFORE, published.weekday()):
        back += 7
    return published - timedelta(back)


def _is_open(found: re.Match[str], published: date) -> bool:
    """Whether it is a "last Tuesday" that may be of this week or of the one before."""
    if not found["weekday"] or found["which"].lower() != "last":
        return False
    return _SURELY_BEFORE < _days_since(found["weekday"], published) <= published.weekday()


def _days_since(name: str, published: date) -> int:
    """How many days before `published` the last day of that name was; 0 if it was that day."""
    return (published.weekday() - _WEEKDAYS.index(name.lower())) % 7


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
