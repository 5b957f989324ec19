"""Reads the date that a page gives, in the ways that people and programs write one.

Forms: ISO 8601, seconds since 1970, figures in any order, the months of some 25 languages, years of
the Buddhist era (Thailand, 543 ahead), Japan's eras, the Republic of China's, and Iran's calendar.
"""

import re
import unicodedata
from datetime import UTC, date, datetime
from functools import cache

from research.text.words.word_lists import read_rows

MAX_CHARACTERS = 120
EARLIEST = date(1900, 1, 1)
_BUDDHIST_FROM, _BUDDHIST_AHEAD = 2443, 543
_IRANS_YEARS = range(1300, 1500)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)|(?<!\d)(\d{4})(\d\d)(\d\d)(?!\d)"
)
_YEAR_LAST = re.compile(r"(?<![\d.])(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_ERA = re.compile(
    r"(令和|平成|昭和|大正|明治|民國|民国)\s?(元|\d{1,3})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日"
)
_ERA_BEFORE = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867,
               "民國": 1911, "民国": 1911}  # fmt: skip
_VIETNAMESE = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2}),?\s+(?:năm\s+)?(\d{4})")
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|°|\.)?"
_YEAR = r"(?:(?:พ\.ศ\.|ค\.ศ\.|de|del|do|of)\s?)?(?P<year>\d{4})(?!\d)"
_LINK = r"(?:(?:de|of|di|den|d')\s?)?"
_TIME = r"(?:\d{1,2}:\d\d(?::\d\d)?\s)?"
_GAP = r"[\s,./-]{0,3}"


def read_date(text: str, *, day_first: bool, latest: date) -> date | None:
    """The date in `text`, or None if it has none from `EARLIEST` to `latest`.

    `day_first` decides what 05/03/2024 is, unless one of its figures is no month.
    """
    plain = _plain(text)
    if _EPOCH.fullmatch(plain):
        found = datetime.fromtimestamp(int(plain[:10]), UTC).date()
    else:
        parts = (
            _in_era(plain)
            or _year_first(plain)
            or _named(plain)
            or _year_last(plain, day_first=day_first)
        )
        if parts is None:
            return None
        year, month, day = parts
        try:
            found = _in_our_calendar(year, month, day)
        except ValueError:  # 31 February
            return None
    return found if EARLIEST <= found <= latest else None


def _in_our_calendar(year: int, month: int, day: int) -> date:
    """The day that another calendar names so, told by its year. Raises `ValueError` for none."""
    if year in _IRANS_YEARS:
        return date.fromordinal(_days_in_iran(year, month, day))
    return date(year - _BUDDHIST_AHEAD * (year >= _BUDDHIST_FROM), month, day)


def _days_in_iran(year: int, month: int, day: int) -> int:
    """The number of a day of Iran's solar calendar, as `date.toordinal` counts.

    Six months of 31 days, then months of 30; eight leap years in 33, as K. M. Borkowski ("The
    Persian calendar for 3000 years", 1996) finds it to be right for these years.
    """
    if not (1 <= month <= 12 and 1 <= day <= 31 - (month > 6)):
        raise ValueError("no day of Iran's calendar")
    cycles, rest = divmod(year + 1595, 33)
    before = 31 * (month - 1) if month < 7 else 30 * (month - 7) + 186
    return 365 * (year + 1595) + 8 * cycles + (rest + 3) // 4 + before + day - 356_033


def month_names() -> frozenset[str]:
    """The names of the months and their short forms, in small letters."""
    return frozenset(_months())


def tells_month_first(text: str) -> bool:
    """Whether `text` has a date in figures whose second one is no month: 03/25/2024."""
    found = _YEAR_LAST.search(_plain(text))
    return found is not None and int(found[1]) <= 12 < int(found[3]) <= 31


def _plain(text: str) -> str:
    """`text` cut, in small letters, with ASCII's digits and single spaces."""
    folded = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).lower()
    digits = (
        str(unicodedata.digit(c))
        if not c.isascii() and unicodedata.digit(c, None) is not None
        else c
        for c in folded
    )
    # NFKC spells Thai's "am" vowel as two characters, as it does in the list of months.
    return " ".join("".join(digits).split())


def _in_era(text: str) -> tuple[int, int, int] | None:
    found = _ERA.search(text)
    if found is None:
        return None
    year = 1 if found[2] == "元" else int(found[2])
    return _ERA_BEFORE[found[1]] + year, int(found[3]), int(found[4])


def _year_first(text: str) -> tuple[int, int, int] | None:
    found = _YEAR_FIRST.search(text)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    return year, month, day


def _year_last(text: str, *, day_first: bool) -> tuple[int, int, int] | None:
    found = _YEAR_LAST.search(text)
    if found is None:
        return None
    one, other, year = int(found[1]), int(found[3]), int(found[4])
    is_day_first = one > 12 or (other <= 12 and (day_first or found[2] == "."))
    return (year, other, one) if is_day_first else (year, one, other)


def _named(text: str) -> tuple[int, int, int] | None:
    if found := _VIETNAMESE.search(text):
        return int(found[3]), int(found[2]), int(found[1])
    for pattern in _patterns():
        if found := pattern.search(text):
            return int(found["year"]), _months()[found["month"]], int(found["day"])
    return None


@cache
def _months() -> dict[str, int]:
    return {
        unicodedata.normalize("NFKC", name).lower(): month
        for month in range(1, 13)
        for name in " ".join(read_rows("months", str(month))).split()
    }


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Day, month, year; month, day, year; year, month, day."""
    names = "|".join(re.escape(name) for name in sorted(_months(), key=len, reverse=True))
    month = rf"(?<![^\W\d_])(?P<month>{names})(?![^\W\d_])\.?"
    return (
        re.compile(rf"(?<!\d){_DAY}{_GAP}{_LINK}{month}{_GAP}{_YEAR}"),
        re.compile(rf"{month}{_GAP}{_DAY}{_GAP}{_TIME}{_YEAR}"),
        re.compile(rf"(?P<year>(?<!\d)\d{{4}}){_GAP}{month}{_GAP}{_DAY}(?!\d)"),
    )
