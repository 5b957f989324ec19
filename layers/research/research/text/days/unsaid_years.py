"""Says which year a day without one is of, on a page of a known date; or that it can't be told.

Journalists leave out the year of what was this year or is next. The verb beside the day says
whether it lies behind or ahead; where that leaves a day most of a year away, or where there is no
verb, as in a list of concerts, a year would be a guess. English.
"""

import re
from collections.abc import Collection
from contextlib import suppress
from datetime import date
from enum import Enum

from research.text.days.dates import Moment
from research.text.words.lexicon import is_irregular_form


class _Tense(Enum):
    AHEAD = "will open"
    PLANNED = "planned for"
    """What was planned may be over."""
    TIMETABLE = "opens"
    """The present tense of programmes, and of headlines on what was yesterday."""
    PAST = "opened"
    NONE = ""


_VERBS = re.compile(
    r"""
    \b(?:
      (?P<AHEAD>(?:(?:will|shall|won['’]t|\w+['’]ll)(?:\s(?:not|also|then|have|be|\w+ly))*
        |(?:is|are)\sto(?:\sbe)?)\s\w+
        |upcoming|next\s(?:year|spring|summer|fall|autumn|winter|season))
    | (?P<PLANNED>(?:expected|scheduled|due|planned|plans?|planning|set|slated|to\sbe)
        (?:\s(?:to|for|on))?(?:\sbe)?(?:\s[a-z]+)?)
    | (?P<TIMETABLE>(?:start|begin|open|stop|launche|continue|resume|return|arrive|conclude|end
        |close|air|premiere|run|kick|pick|wrap|come|hit|play)s
        |takes?\splace|goe?s?\son\ssale|(?:is|are)\s\w+ing)
    | (?P<word>[a-z]+)
    )\b
    """,
    re.VERBOSE,
)
_PAST = frozenset("was were had did said left put hit".split())
_NO_PAST = frozenset("hundred indeed exceed proceed succeed speed breed sacred naked".split())
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AFTERWARDS_DAYS = 3
"""A page may carry a date some days before what it tells as past: it was changed since."""
_LATELY_DAYS = 120
"""So long after it, a day of last year still needs no year."""
_BESIDE_DAYS = 30
"""A day so near to the page's is the nearest of its name, where no verb says more."""
_OVER_DAYS = {_Tense.PLANNED: 60, _Tense.TIMETABLE: 7, _Tense.NONE: _BESIDE_DAYS}
"""So long after it, the day is over that was planned, or that a programme goes on from."""
_SOON_DAYS = {_Tense.PLANNED: 270, _Tense.TIMETABLE: 270, _Tense.NONE: _BESIDE_DAYS}
"""So long before it, a day needs no year."""


def likely_day(moment: Moment, text: str, published: date, around: str = "") -> date | None:
    """The day that `moment`, a month and a day of `text`, is on a page of the day `published`.

    None where it may be of two years, or does not exist. `around` is `text` with what stands beside
    it: the years named there tell of days without a verb, or make those long past unsure.
    """
    days = _each_year(moment, published)
    behind = [day for day in days if (day - published).days <= _AFTERWARDS_DAYS]
    ahead = [day for day in days if day >= published]
    if not (behind and ahead):
        return None
    years = frozenset(map(int, _YEAR.findall(f"{text} {around}")))
    return _of_the_two(max(behind), min(ahead), _tense(text, moment), published, years)


def _of_the_two(
    before: date, after: date, tense: _Tense, published: date, years: Collection[int]
) -> date | None:
    """The day of that name before the page's or the one after it; `years` are named beside it."""
    since, until = (published - before).days, (after - published).days
    if tense is _Tense.PAST:
        is_of_old = any(year < published.year for year in years)
        is_this_year = before.year == published.year and not is_of_old
        return before if since <= _LATELY_DAYS or is_this_year else None
    if tense is _Tense.AHEAD:
        return after
    if published.year + 1 in years and since > _BESIDE_DAYS:
        return after if after.year in years else None
    if since <= _OVER_DAYS[tense]:
        return before
    return after if until <= _SOON_DAYS[tense] else None


def _each_year(moment: Moment, published: date) -> list[date]:
    days = []
    for year in (published.year - 1, published.year, published.year + 1):
        with suppress(ValueError):  # 29 February
            days.append(date(year, moment.month, moment.day))
    return days


def _tense(text: str, moment: Moment) -> _Tense:
    """That of the last verb before the day, or else of the first after it."""
    tense = _Tense.NONE
    for found in _VERBS.finditer(text):
        if found.start() >= moment.start and tense is not _Tense.NONE:
            break
        read = _tense_of(found)
        tense = tense if read is _Tense.NONE else read
    return tense


def _tense_of(found: re.Match[str]) -> _Tense:
    word = found["word"]
    if word is None:
        return _Tense[found.lastgroup or ""]
    is_past = word in _PAST or (len(word) > 4 and word.endswith("ed") and word not in _NO_PAST)
    is_bent = is_irregular_form(word) and not word.endswith("ing")
    return _Tense.PAST if is_past or is_bent else _Tense.NONE
