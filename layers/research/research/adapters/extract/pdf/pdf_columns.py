"""Reads a PDF page's columns one after the other, by where the text stands, not by drawing order.

The page is cut at gutters, as in the recursive X-Y cut of Nagy and Seth (1984), but only between
columns of prose: a table's rows stay whole. Positions are in points, from the page's lower left.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

MIN_LINES = 3
"""Lines that a column has at least; fewer can stand beside each other by chance."""
MAX_SPANS = 5_000
_MAX_DEPTH = 6
_MAX_GUTTERS = 40
_WIDE_LEADING = 3.0
"""Font sizes between baselines that part a footer or a table from columns, which it may part too:
columns above and below such a gap are read as one where nothing stands between."""
_WIDE_GAP = 0.7
"""Font sizes between spans of a line; a word space has a quarter, twice that where justified."""
_MIN_WORDS = 3
_MIN_FILL = 0.55
"""What the median line of prose fills of its column's width at least; cells are ragged."""
_CELL_WORDS = 4
"""Words that a label or a cell may have without being part of a sentence."""
_RUNNING_ON = 0.4
"""The part of prose's lines that start in lower case: six or seven in ten in English text."""
_NOT_RUNNING_ON = 0.2
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(r"[^\W_]{2}[\"'”’»)]?[.!?][\"'”’»)]?(?:\s|$)")
_ENOUGH_LINES = 5
"""So many lines of prose have the end of a sentence among them."""


_Judged = tuple[list[list["Span"]], float]
"""Rows, and how surely they are of columns."""


class UnclearOrderError(Exception):
    """Text stands beside text, and nothing tells whether it is read down or across."""


@dataclass(frozen=True, slots=True)
class Span:
    """Text on one line without a wide gap. `order` is its place in the drawing order."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    order: int


def lines_by_column(spans: Sequence[Span]) -> list[str] | None:
    """The lines of a page of columns in reading order, or None for a page without columns.

    Raises `UnclearOrderError` where what was drawn line by line across can't be told from a table.
    """
    if not MIN_LINES * 2 <= len(spans) <= MAX_SPANS:
        return None
    rows = _rows(spans)
    found = _read(rows, 0)
    if found is None and _is_prose_beside_prose(rows):
        raise UnclearOrderError
    return found


def _rows(spans: Sequence[Span]) -> list[list[Span]]:
    """Spans on one baseline, from the top; those with no wide gap between them are made one."""
    rows: list[list[Span]] = []
    for span in sorted(spans, key=lambda one: -one.baseline):
        if rows and rows[-1][0].baseline - span.baseline < 0.4 * min(rows[-1][0].size, span.size):
            rows[-1].append(span)
        else:
            rows.append([span])
    return [_joined(sorted(row, key=lambda one: one.left)) for row in rows]


def _joined(row: list[Span]) -> list[Span]:
    joined = row[:1]
    for span in row[1:]:
        last = joined[-1]
        gap = span.left - last.right
        if gap >= _WIDE_GAP * max(last.size, span.size) or gap < -2 * last.size:
            joined.append(span)
            continue
        blank = " " if gap > 0.15 * span.size else ""
        joined[-1] = Span(f"{last.text}{blank}{span.text}", last.left, max(last.right, span.right),
                          last.baseline, max(last.size, span.size), last.order)  # fmt: skip
    return joined


def _read(rows: list[list[Span]], depth: int) -> list[str] | None:
    """The lines of `rows` column by column; None where no gutter parts them."""
    is_unclear = False
    for start in _starts(rows) if depth < _MAX_DEPTH else ():
        bands = [
            (band, 0.0 if is_crossed else _columns(band, start))
            for band, is_crossed in _bands(rows, start)
        ]
        if not any(verdict == 1 for _, verdict in bands):
            is_unclear |= any(verdict and _is_drawn_across(band) for band, verdict in bands)
            continue
        lines: list[str] = []
        for number, (band, verdict) in enumerate(_merged(bands)):
            if number:
                lines.append("")  # no sentence runs from a heading across into a column below it
            for part in _sides(band, start) if verdict == 1 else (band,):
                lines += _read(part, depth + 1) or _lines(part)
        return lines
    if is_unclear:
        raise UnclearOrderError
    return None


def _merged(bands: list[_Judged]) -> list[_Judged]:
    """`bands` with columns that follow on columns made one."""
    merged = bands[:1]
    for band, verdict in bands[1:]:
        if verdict == 1 and merged[-1][1] == 1:
            merged[-1] = merged[-1][0] + band, verdict
        else:
            merged.append((band, verdict))
    return merged


def _lines(rows: list[list[Span]]) -> list[str]:
    return [" ".join(span.text for span in row) for row in rows]


def _starts(rows: list[list[Span]]) -> list[float]:
    """Where right-hand columns may start, from the left: lines start there, with a gap before."""
    starts: dict[int, list[float]] = {}
    for row in rows:
        for span in row:
            starts.setdefault(round(span.left / 3), []).append(span.left)
    often = sorted((found for found in starts.values() if len(found) >= MIN_LINES), key=min)
    return [min(found) for found in often[1 : _MAX_GUTTERS + 1]]


def _bands(rows: list[list[Span]], start: float) -> list[tuple[list[list[Span]], bool]]:
    """`rows` parted where lines cross the gutter before `start`, and whether they do."""
    bands: list[tuple[list[list[Span]], bool]] = []
    for row in rows:
        crosses = any(one.left < start - 1 and one.right > start - 0.5 * one.size for one in row)
        if not bands or crosses is not bands[-1][1]:
            bands.append(([], crosses))
        bands[-1][0].append(row)
    return [(part, crosses) for band, crosses in bands for part in _without_gaps(band)]


def _without_gaps(band: list[list[Span]]) -> list[list[list[Span]]]:
    """`band` parted where nothing stands for some lines: before a footer, a table, a picture."""
    parts = [band[:1]]
    for row, after in pairwise(band):
        if row[0].baseline - after[0].baseline > _WIDE_LEADING * min(row[0].size, after[0].size):
            parts.append([])
        parts[-1].append(after)
    return parts


def _sides(band: list[list[Span]], start: float) -> tuple[list[list[Span]], list[list[Span]]]:
    left = [[one for one in row if one.left < start - 1] for row in band]
    right = [[one for one in row if one.left >= start - 1] for row in band]
    return [row for row in left if row], [row for row in right if row]


def _columns(band: list[list[Span]], start: float) -> float:
    """How surely columns of prose stand on both sides of `start`: 1 yes, 0 no, a half unclear."""
    return min(_prose(side) for side in _sides(band, start))


def _prose(side: list[list[Span]]) -> float:
    """How surely the lines are prose that runs on downwards: 1 yes, 0 no, a half unclear."""
    spans = [span for row in side for span in row]
    words = [[word for word in span.text.split() if _LETTER.search(word)] for span in spans]
    text = " ".join(span.text for span in spans)
    cased = [span.text for span in spans[1:] if span.text[:1].lower() != span.text[:1].upper()]
    if len(side) < MIN_LINES or median(map(len, words)) < _MIN_WORDS or not cased:
        return 0.0
    figures = sum(any(map(str.isdigit, word)) for word in text.split())
    running_on = sum(line[0].islower() for line in cased) / (len(spans) - 1)
    if figures > 0.3 * len(text.split()) or running_on < _NOT_RUNNING_ON:
        return 0.0
    widths = [span.right - span.left for span in spans]
    is_full = median(widths) >= _MIN_FILL * max(widths)
    if not _SENTENCE_END.search(text):
        is_short = len(side) < _ENOUGH_LINES and median(map(len, words)) > _CELL_WORDS
        return 0.5 if is_full and is_short else 0.0
    return 1.0 if is_full and running_on >= _RUNNING_ON else 0.5


def _is_drawn_across(rows: list[list[Span]]) -> bool:
    """Whether lines that stand side by side were drawn one right after the other."""
    beside = [row for row in rows if len(row) > 1]
    ranks = {order: rank for rank, order in enumerate(sorted(s.order for r in rows for s in r))}
    across = [row for row in beside if ranks[row[1].order] - ranks[row[0].order] == 1]
    return len(across) >= MIN_LINES and 2 * len(across) > len(rows)


def _is_prose_beside_prose(rows: list[list[Span]]) -> bool:
    """Whether `rows` are prose beside prose, drawn across, without a gutter straight down."""
    beside = [row for row in rows if len(row) > 1]
    sides = [[row[0]] for row in beside], [[row[-1]] for row in beside]
    return _is_drawn_across(rows) and all(_prose(side) for side in sides)
