"""The time between dates of a claim's evidence, the day of its publication among them."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from research.stages.verify.checks.arithmetic.nearness import is_close
from research.text.days.dates import moments, without_dates
from research.text.figures.counted import is_year
from research.text.figures.number_words import Bound
from research.text.figures.quantities import Quantity, Reading, quantities

_MONTHS = 12
_DAY = 86_400.0
_LEAP_YEAR = 2000
_MOST = 24
"""So many dates are looked at: their pairs grow fast."""


@dataclass(frozen=True, slots=True)
class Point:
    """A date; 0 for what is not given."""

    year: int
    month: int = 0
    day: int = 0


@lru_cache(maxsize=32)
def points_of(text: str) -> tuple[Point, ...]:
    """The dates of `text`, and its years that stand alone, each once."""
    named = [Point(m.year, m.month, m.day) for m in moments(text) if m.is_sure and m.month]
    years = [
        Point(int(one.readings[0].value)) for one in quantities(without_dates(text)) if is_year(one)
    ]
    return tuple(dict.fromkeys(named + years))[:_MOST]


def is_span(
    wanted: Quantity, said: Sequence[Point], others: Sequence[Point], published: date | None
) -> bool:
    """Whether `wanted` is as long as from one of `said` to one of `others` or to `published`."""
    reading = wanted.readings[0]
    ends = [*said, *others]
    if published:
        ends.append(Point(published.year, published.month, published.day))
    home = published.year if published else 0
    measure = {"month": _months, "second": _seconds}.get(reading.unit)
    return measure is not None and any(
        is_close(wanted, reading, length)
        for start in said
        for end in ends
        if start != end
        for length in measure(wanted, start, end, home)
    )


def _months(wanted: Quantity, start: Point, end: Point, home: int) -> Iterator[float]:
    """The months between; of a date without a year, as of the nearest one. Years begun count."""
    first, last = start.year or home, end.year or home
    if not (first and last):
        return
    apart = abs(first - last) * _MONTHS
    if start.month and end.month and wanted.times[1] < _MONTHS:
        apart = abs((first - last) * _MONTHS + start.month - end.month)
        yield from _or_nearly(wanted, apart)
        if apart < _MONTHS and not (start.year and end.year):
            yield from _or_nearly(wanted, _MONTHS - apart)
        return
    yield apart
    if start.month or end.month:
        yield apart - _MONTHS


def _or_nearly(wanted: Quantity, apart: int) -> Iterator[float]:
    yield apart
    if wanted.bound is not Bound.EXACT:
        yield apart - 1
        yield apart + 1


def _seconds(wanted: Quantity, start: Point, end: Point, home: int) -> Iterator[float]:
    del wanted
    if start.day and end.day:
        with suppress(ValueError):
            first = date(start.year or home or _LEAP_YEAR, start.month, start.day)
            last = date(end.year or first.year, end.month, end.day)
            yield abs((last - first).days) * _DAY


def is_year_from(
    wanted: Quantity, spans: Sequence[Reading], points: Sequence[Point], published: date | None
) -> bool:
    """Whether `wanted`, a year, is one of `spans` before or after a year of `points`."""
    years = {point.year for point in points if point.year}
    if published:
        years.add(published.year)
    value = wanted.readings[0].value
    lengths = [span.value / _MONTHS for span in spans if span.unit == "month"]
    return any(value in (year - length, year + length) for year in years for length in lengths)
