"""Draws charts as inline SVG that asks for nothing: no script, no font, no colour of its own.

Everything is drawn in `currentColor`, so that it is right on light, dark and printed paper; a
browser colours it further by the page's style. What a chart shows stands in a table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin

from markupsafe import Markup

from research.stages.render import svg
from research.stages.render.svg import WIDTH

ROW = 36
DOT = 5
MARGIN = 14
LABEL_CHARACTERS = 46
NODE_CHARACTERS = 16
RADIUS = 92
_NEAREST = 16
"""Units between two dots of a line, at least; those that would be nearer are stacked."""
_STACKED = 24
"""Units from one dot of a stack to the next: a dot and its label."""


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
            svg.text(0, top + 14, svg.cut(row.label, LABEL_CHARACTERS)),
            svg.text(WIDTH, top + 14, row.shown, anchor="end", css="value"),
            svg.rect("track", 0, top + 20, WIDTH, opacity=0.1),
            svg.rect("bar", left, top + 20, max(length, 1)),
        ]
        if is_signed:
            parts.append(svg.line(zero, top + 17, zero, top + 31))
    return svg.drawing(title, len(rows) * ROW, parts)


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
    base = len(rows) * _STACKED
    parts = [svg.line(0, base, WIDTH, base)]
    for x, row, label in placed:
        y = base - row * _STACKED
        parts += [
            svg.dot(x, y, DOT),
            svg.text(x, y - DOT - 2, label, anchor="middle", css="value", size=9),
        ]
    ends = (date.fromordinal(first), date.fromordinal(last))
    parts += [
        svg.text(0, base + 20, f"{ends[0].day} {ends[0]:%b %Y}", css="value"),
        svg.text(WIDTH, base + 20, f"{ends[1].day} {ends[1]:%b %Y}", anchor="end", css="value"),
    ]
    return svg.drawing(title, base + 26, parts)


def graph(title: str, nodes: Sequence[tuple[str, float]], edges: Sequence[Edge]) -> Markup:
    """Nodes, each a label and a size from 0 to 1, around a circle, and lines between them.

    A node and the lines that end at it have its number as a class, `n0` and `to0`: by these the
    page's style shows whose lines are whose. That works for `MAX_NODES`.
    """
    height = 2 * RADIUS + 70
    places = []
    for number in range(len(nodes)):
        turn = 2 * pi * number / len(nodes) - pi / 2
        places.append((WIDTH / 2 + RADIUS * cos(turn), height / 2 + RADIUS * sin(turn)))
    parts = [
        svg.line(
            *places[edge.first],
            *places[edge.second],
            css=f"edge to{edge.first} to{edge.second}",
            is_dashed=edge.is_dashed,
        )
        for edge in edges
    ]
    for number, ((x, y), (label, size)) in enumerate(zip(places, nodes, strict=True)):
        side = (x > WIDTH / 2 + 1) - (x < WIDTH / 2 - 1)
        down = 4 if side else (-14 if y < height / 2 else 22)
        anchor = {1: "start", -1: "end", 0: "middle"}[side]
        words = svg.text(x + side * 14, y + down, svg.cut(label, NODE_CHARACTERS), anchor=anchor)
        parts.append(svg.group(f"node n{number}", label, [svg.dot(x, y, 4 + 6 * size), words]))
    return svg.drawing(title, height, parts)
