"""The choices, bounds and defaults of a request that a command line shows, too.

Without pydantic, which would make ``--help`` take half a second.
"""

from enum import StrEnum

WEB_SOURCES = 12
NAMED_SOURCES = 50
"""Pages to read by default. What someone named is wanted whole; what a search found gets worse
down the list.
"""
DEFAULT_WORDS = 700
"""Of a report of the sources' own sentences."""
MAX_BUDGET_USD = 1_000


class Depth(StrEnum):
    """How far a model may go; without one all are the same."""

    QUICK = "quick"
    """One round, planned without the model."""
    STANDARD = "standard"
    """The model plans, and a second round follows its plan."""
    DEEP = "deep"
    """Further rounds ask what the report still lacks, while anything new is found."""


DEFAULT_DEPTH = Depth.STANDARD
WRITTEN_WORDS = {Depth.QUICK: 450, Depth.STANDARD: 1_400, Depth.DEEP: 3_000}
"""Of a report that a model writes, by depth."""


class Style(StrEnum):
    """How a model writes a report; without one it is in the sources' own words."""

    ANALYST = "analyst"
    """Connected, comparing prose for a demanding reader."""
    PLAIN = "plain"
    """Short sentences and everyday words, for who is new to the subject."""
    ACADEMIC = "academic"
    """As a review article: impersonal, with methods, samples and limits."""
    NEWS = "news"
    """The newest and most important first, and who said it."""
    TABLE = "table"
    """As `analyst`, with tables wherever things can be compared."""


DEFAULT_STYLE = Style.ANALYST


class SearchPlace(StrEnum):
    """A provider of searches, or a group of them."""

    WEB = "web"
    """What is configured of `WEB_PROVIDERS`, or DuckDuckGo and others where nothing is."""
    SCHOLAR = "scholar"
    """`SCHOLARLY_PROVIDERS`."""
    DDGS = "ddgs"
    SEARXNG = "searxng"
    GOOGLE = "google"
    TAVILY = "tavily"
    BRAVE = "brave"
    EXA = "exa"
    SERPER = "serper"
    OPENALEX = "openalex"
    ARXIV = "arxiv"
    EUROPE_PMC = "europepmc"
    SEMANTIC_SCHOLAR = "semanticscholar"
    WIKIPEDIA = "wikipedia"
    MCP = "mcp"
    """The servers in ``MCP_SEARCH_SERVERS``."""


WEB_PROVIDERS = (
    SearchPlace.SEARXNG,
    SearchPlace.GOOGLE,
    SearchPlace.TAVILY,
    SearchPlace.BRAVE,
    SearchPlace.EXA,
    SearchPlace.SERPER,
    SearchPlace.MCP,
)
"""Those of the whole web that have to be configured."""
SCHOLARLY_PROVIDERS = (
    SearchPlace.OPENALEX,
    SearchPlace.ARXIV,
    SearchPlace.EUROPE_PMC,
    SearchPlace.SEMANTIC_SCHOLAR,
)
USUAL_PLACES = (SearchPlace.WEB,)


class Every(StrEnum):
    """How often a watch is due."""

    DAILY = "daily"
    WEEKLY = "weekly"


class Weekday(StrEnum):
    """A day of the week, in `datetime.weekday`'s order."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
