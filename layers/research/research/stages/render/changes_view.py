"""What the page shows of how a report differs from the one it follows, ready for a template."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SideView:
    """A statement of one of the reports, and the source that it cites first."""

    text: str
    source: str
    href: str | None


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What changed since when, with both sides, what is new, and what is gone."""

    since: datetime
    changed: tuple[tuple[SideView, SideView], ...]
    """Each as it was, and as it is."""
    new: tuple[SideView, ...]
    gone: tuple[SideView, ...]
    same: int
