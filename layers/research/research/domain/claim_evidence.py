"""The text that a claim is held against."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ClaimEvidence:
    """The text that must carry a claim, and what stands around it."""

    said: str
    """The sentences that hold the quotes."""
    around: str
    """The quotes' contexts, those sentences among them: they may say who and when is meant."""
    heading: str = ""
    """The sources' titles, sites and dates, one a line."""
    before: str = ""
    """What the sources say ahead of the quotes: whom "he" means stands there."""
    after: str = ""
    """What they say after the quotes."""
    published: date | None = None
    """When the first of the sources was published: "last week" counts from it."""

    @property
    def everything(self) -> str:
        """All that is known of the sources, headings first."""
        return "\n".join((self.heading, self.before, self.around, self.after))
