"""Says which year a day without one is of, on a page of a known date; or that it can't be told.

Journalists leave out the year of what was this year or is next. The verb beside the day says
whether it lies behind or ahead; where that leaves a day most of a year away, or where there is no
verb, as in a list of concerts, a year would be a guess. English.
"""

import re
from collections.abc import Collection
from contextlib import suppress
from datetime import date
from math import inf

from research.text.days.dates import Moment
from research.text.days.tenses import tense_beside
from research.text.days.verbs import Tense

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AFTERWARDS_DAYS = 3
"""A page may carry a date some days before what it tells as past: it was changed since."""
_LATELY_DAYS = 120
"""So long after it, a day of last year still needs no year."""
_END_DAYS = 90
"""So long before it, a day until which something was so is the next of its name."""
_BESIDE_DAYS = 30
"""A day so near to the page's is the nearest of its name, where no verb says more."""
_OVER_DAYS = {Tense.PLANNED: 60, Tense.TIMETABLE: 7, Tense.NONE: _BESIDE_DAYS}
"""So long after it, the day is over that was planned, or that a programme goes on from."""
_SOON_DAYS = {Tense.PLANNED: 270, Tense.TIMETABLE: 270, Tense.NONE: _BESIDE_DAYS}
"""So long before it, a day needs no year."""


def likely_day(moment: Moment, text: str, published: date, around: str = "") -> date | None:
    """The day that `moment`, a month and a day of `text`, is on a page of the day `published`.

    None where it may be of two years, or does not exist. `around` is `text` with what stands beside
    it: the years named there tell of days without a verb, or make those long past unsure.
    """
    days = _each_year(moment, published)
    behind = [day for day in days if (day - published).days <= _AFTERWARDS_DAYS]
    ahead = [day for day in days if day >= published]
    years = frozenset(map(int, _YEAR.findall(f"{text} {around}")))
    before, after = max(behind, default=None), min(ahead, default=None)
    return _of_the_two(before, after, tense_beside(text, moment.start), published, years)


def _of_the_two(
    before: date | None,
    after: date | None,
    tense: Tense,
    published: date,
    years: Collection[int],
) -> date | None:
    """The day of that name before the page's or the one after it; `years` are named beside it.

    29 February has but one of them at most.
    """
    since = (published - before).days if before else inf
    until = (after - published).days if after else inf
    if tense is Tense.AHEAD or (
        tense is Tense.UNTIL and until <= _END_DAYS and since > _LATELY_DAYS
    ):
        return after
    if tense in (Tense.PAST, Tense.UNTIL):
        is_of_old = any(year < published.year for year in years)
        is_this_year = before is not None and before.year == published.year and not is_of_old
        return before if since <= _LATELY_DAYS or is_this_year else None
    if published.year + 1 in years and since > _BESIDE_DAYS:
        return after if after and after.year in years else None
    if since <= _OVER_DAYS[tense]:
        return before
    return after if until <= _SOON_DAYS[tense] else None


def _each_year(moment: Moment, published: date) -> list[date]:
    days = []
    for year in (published.year - 1, published.year, published.year + 1):
        with suppress(ValueError):  # 29 February
            days.append(date(year, moment.month, moment.day))
    return days
