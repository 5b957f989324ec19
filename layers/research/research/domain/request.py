"""A request: the query, and how it is to be researched."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from research.domain.value import DomainName, Language, Value, WebUrl

MAX_NAMED_SOURCES = 50
MAX_DOMAINS = 50
MAX_BUDGET_USD = 1_000


class Depth(StrEnum):
    """How far a model may go; without one all are the same."""

    QUICK = "quick"
    """One round, planned without the model."""
    STANDARD = "standard"
    """The model plans, and a second round follows its plan."""
    DEEP = "deep"
    """Further rounds ask what the report still lacks, while anything new is found."""


class ResearchRequest(Value):
    """What someone asks for."""

    query: str
    depth: Depth = Depth.STANDARD
    max_sources: int = Field(default=12, ge=1, le=100)
    max_words: int = Field(default=700, ge=50, le=10_000)
    budget_usd: float | None = Field(default=None, gt=0, le=MAX_BUDGET_USD, allow_inf_nan=False)
    """A ceiling for what models may cost; None: no ceiling."""
    language: Language = ""
    """Of the report and of what is searched for."""
    include_news: bool = True
    """Whether the news are searched beside the web."""
    include_images: bool = True
    """Whether the report links to images that cited sources show."""
    include_videos: bool = True
    """Whether it links to videos that they show."""
    sources: tuple[WebUrl, ...] = Field(default=(), max_length=MAX_NAMED_SOURCES)
    """Pages to read. Addresses alone, for a stranger may send them: never files of ours."""
    search_web: bool = True
    """Whether the web is searched too, where `sources` are named."""
    since: date | None = None
    until: date | None = None
    """What was published before `since` or after `until` is not wanted."""
    allow_domains: tuple[DomainName, ...] = Field(default=(), max_length=MAX_DOMAINS)
    """Where any are named, these and what lies under them are read, and no others."""
    deny_domains: tuple[DomainName, ...] = Field(default=(), max_length=MAX_DOMAINS)
    callback_url: WebUrl | None = None
    """Who is told when the job ends."""
