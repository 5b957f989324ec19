"""The parts that charts are drawn of, in `currentColor`.

A chart is `WIDTH` units wide, which a phone shows nearly one to one.
"""

from collections.abc import Sequence

from markupsafe import Markup, escape

WIDTH = 420
BAR = 8


def drawing(title: str, height: float, parts: Sequence[Markup]) -> Markup:
    """A whole chart, which a screen reader calls by its `title`."""
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'font-family="sans-serif" font-size="12.5">{}</svg>'
    ).format(WIDTH, n(height), title, Markup("").join(parts))


def text(
    x: float, y: float, words: str, *, anchor: str = "start", css: str = "label", size: float = 0
) -> Markup:
    """A line of `words` on the base line `y`; without a `size` it has the chart's."""
    sized = Markup(' font-size="{}"').format(n(size)) if size else ""
    return Markup(
        '<text class="{}" x="{}" y="{}" text-anchor="{}" fill="currentColor"{}>{}</text>'
    ).format(css, n(x), n(y), anchor, sized, escape(words))


def rect(css: str, x: float, y: float, width: float, opacity: float = 1) -> Markup:
    """A bar from `x` to the right."""
    return Markup(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2" fill="currentColor"'
        ' opacity="{}"/>'
    ).format(css, n(x), n(y), n(width), BAR, n(opacity))


def line(
    x1: float, y1: float, x2: float, y2: float, css: str = "axis", *, is_dashed: bool = False
) -> Markup:
    """A line, which may be of dashes."""
    dashes = Markup(' stroke-dasharray="2 4"') if is_dashed else ""
    return Markup(
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}" stroke="currentColor" opacity=".45"{}/>'
    ).format(css, n(x1), n(y1), n(x2), n(y2), dashes)


def dot(x: float, y: float, radius: float) -> Markup:
    """A filled circle."""
    return Markup('<circle class="bar" cx="{}" cy="{}" r="{}" fill="currentColor"/>').format(
        n(x), n(y), n(radius)
    )


def group(css: str, title: str, parts: Sequence[Markup]) -> Markup:
    """Parts that belong together; a pointer that rests on them is told their `title`."""
    inner = Markup("").join(parts)
    return Markup('<g class="{}"><title>{}</title>{}</g>').format(css, title, inner)


def cut(words: str, limit: int) -> str:
    """`words`, with a mark in the place of those that are too many."""
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def n(number: float) -> str:
    """A coordinate as it is written."""
    return f"{number:.1f}".rstrip("0").rstrip(".")
