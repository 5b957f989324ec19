"""Figures of the sources that can be compared: of one measure, in one unit."""

from pydantic import Field

from research.domain.claim import Citation
from research.domain.value import Value


class Figure(Value):
    """A figure that a source gives, and of what it is."""

    label: str = Field(min_length=1)
    """Of whom, what or when it is the figure, in the source's words."""
    value: float
    """In the chart's unit."""
    written: str = Field(min_length=1)
    """As the source writes it, with its unit."""
    citation: Citation


class FigureChart(Value):
    """Figures that a sentence or a table sets side by side, or sentences tell in the same words."""

    measure: str = Field(min_length=1)
    """What they are figures of, in the source's words."""
    unit: str
    """Such as ``percent`` or ``dollar``; empty where things are counted."""
    figures: tuple[Figure, ...] = Field(min_length=3)
    """In the source's order."""
