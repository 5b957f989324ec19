"""Draws charts as inline SVG that asks for nothing: no script, no font, no colour of its own.

Everything is drawn in `currentColor`, so that it is right on light, dark and printed paper; a
browser colours it further by the page's style. What a chart shows stands in a table beside it. A
chart is `WIDTH` units wide, which a phone shows nearly one to one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin

from markupsafe import Markup, escape

WIDTH = 420
ROW = 36
BAR = 8
DOT = 5
MARGIN = 14
LABEL_CHARACTERS = 46
NODE_CHARACTERS = 16
RADIUS = 92
_NEAREST = 16
"""Units between two dots of a line, at least; those that would be nearer are stacked."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart."""

    label: str
    value: float
    shown: str
    """The value in words."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A day on a line of time."""

    day: date
    label: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of a graph between the nodes of two places."""

    first: int
    second: int
    is_dashed: bool


def bars(title: str, rows: Sequence[Bar]) -> Markup:
    """Bars from the left, as long as their values; those below 0 lead left from the middle."""
    most = max((abs(row.value) for row in rows), default=0) or 1
    is_signed = any(row.value < 0 for row in rows)
    zero = WIDTH / 2 if is_signed else 0.0
    unit = (WIDTH / 2 if is_signed else WIDTH) / most
    parts = []
    for number, row in enumerate(rows):
        top = number * ROW
        length = abs(row.value) * unit
        left = zero - length if row.value < 0 else zero
        parts += [
            _text(0, top + 14, _cut(row.label, LABEL_CHARACTERS)),
            _text(WIDTH, top + 14, row.shown, anchor="end", css="value"),
            _rect("track", 0, top + 20, WIDTH, opacity=0.1),
            _rect("bar", left, top + 20, max(length, 1)),
        ]
        if is_signed:
            parts.append(_line(zero, top + 17, zero, top + 31))
    return _svg(title, len(rows) * ROW, parts)


def time_line(title: str, dots: Sequence[Dot]) -> Markup:
    """A line from the first day to the last, with a dot for each; near ones stand above others."""
    days = [dot.day.toordinal() for dot in dots]
    first, last = min(days), max(days)
    span = max(1, last - first)
    rows: list[float] = []
    placed = []
    for dot in sorted(dots, key=lambda one: one.day):
        x = MARGIN + (dot.day.toordinal() - first) / span * (WIDTH - 2 * MARGIN)
        row = next((n for n, end in enumerate(rows) if x - end >= _NEAREST), len(rows))
        rows[row : row + 1] = [x]
        placed.append((x, row, dot.label))
    base = 12 + len(rows) * _NEAREST
    parts = [_line(0, base, WIDTH, base)]
    for x, row, label in placed:
        y = base - row * _NEAREST
        parts += [
            Markup('<circle class="bar" cx="{}" cy="{}" r="{}" fill="currentColor"/>').format(
                _n(x), y, DOT
            ),
            _text(x, y - DOT - 2, label, anchor="middle", css="value", size=9)
            if row == len(rows) - 1 or len(rows) == 1
            else Markup(""),
        ]
    ends = (date.fromordinal(first), date.fromordinal(last))
    parts += [
        _text(0, base + 20, f"{ends[0].day} {ends[0]:%b %Y}", css="value"),
        _text(WIDTH, base + 20, f"{ends[1].day} {ends[1]:%b %Y}", anchor="end", css="value"),
    ]
    return _svg(title, base + 26, parts)


def graph(title: str, nodes: Sequence[tuple[str, float]], edges: Sequence[Edge]) -> Markup:
    """Nodes, each a label and a size from 0 to 1, around a circle, and lines between them."""
    height = 2 * RADIUS + 70
    places = []
    for number in range(len(nodes)):
        turn = 2 * pi * number / len(nodes) - pi / 2
        places.append((WIDTH / 2 + RADIUS * cos(turn), height / 2 + RADIUS * sin(turn)))
    parts = [
        _line(*places[edge.first], *places[edge.second], css="dashed" if edge.is_dashed else "edge")
        for edge in edges
    ]
    for (x, y), (label, size) in zip(places, nodes, strict=True):
        parts.append(
            Markup('<circle class="bar" cx="{}" cy="{}" r="{}" fill="currentColor"/>').format(
                _n(x), _n(y), _n(4 + 6 * size)
            )
        )
        side = (x > WIDTH / 2 + 1) - (x < WIDTH / 2 - 1)
        down = 4 if side else (-14 if y < height / 2 else 22)
        anchor = {1: "start", -1: "end", 0: "middle"}[side]
        parts.append(_text(x + side * 14, y + down, _cut(label, NODE_CHARACTERS), anchor=anchor))
    return _svg(title, height, parts)


def _svg(title: str, height: float, parts: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'font-family="sans-serif" font-size="12.5">{}</svg>'
    ).format(WIDTH, _n(height), title, Markup("").join(parts))


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", css: str = "label", size: float = 0
) -> Markup:
    sized = Markup(' font-size="{}"').format(_n(size)) if size else ""
    return Markup(
        '<text class="{}" x="{}" y="{}" text-anchor="{}" fill="currentColor"{}>{}</text>'
    ).format(css, _n(x), _n(y), anchor, sized, escape(text))


def _rect(css: str, x: float, y: float, width: float, opacity: float = 1) -> Markup:
    return Markup(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2" fill="currentColor"'
        ' opacity="{}"/>'
    ).format(css, _n(x), _n(y), _n(width), BAR, _n(opacity))


def _line(x1: float, y1: float, x2: float, y2: float, css: str = "axis") -> Markup:
    dashes = Markup(' stroke-dasharray="2 4"') if css == "dashed" else ""
    return Markup(
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}" stroke="currentColor" opacity=".45"{}/>'
    ).format(css, _n(x1), _n(y1), _n(x2), _n(y2), dashes)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
