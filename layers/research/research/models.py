"""The values that stages pass to each other. Frozen, validated, made of plain types.

The words are those of the field, and each means one thing everywhere:

=========  ==================================================================
question   what one section of the report answers
hit        a search result that was not read yet
page       the bytes that came back for an address
document   the text and the metadata found in a page
source     a page that was read: its document, numbered, under its SHA-256
passage    a span of a source, from a sentence's start to a sentence's end
citation   a span of a source whose words support a claim
claim      one sentence of the report, with its citations and a verdict
report     the claims that stand, in sections, with what they stand on
=========  ==================================================================

Positions (``start``, ``end``) count Unicode code points in a source's text, end exclusive.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
MAX_WEB_URL_CHARACTERS = 2_000
QUERY_PATTERN = r"[\p{L}\p{N}]"
WEB_URL_PATTERN = r"^[Hh][Tt][Tt][Pp][Ss]?://[^\u0000-\u0020/]"
DOMAIN_PATTERN = r"^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$"
LANGUAGE_PATTERN = r"^([a-z]{2,3}(-[A-Z]{2})?)?$"
WebUrl = Annotated[
    str, StringConstraints(pattern=WEB_URL_PATTERN, max_length=MAX_WEB_URL_CHARACTERS)
]
"""An address of the web by its form; whether it may be read is for `addresses` to say.

Without `\\s`, of which each language's regular expressions have their own idea."""
DomainName = Annotated[str, StringConstraints(pattern=DOMAIN_PATTERN, max_length=253)]
"""As it is looked up: lower case, ASCII, without a dot at either end."""
Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]
"""ISO 639 with, where it matters, a country; empty: that of the query."""

MAX_NAMED_SOURCES = 50
MAX_DOMAINS = 50
MAX_BUDGET_USD = 1_000


class Value(BaseModel):
    """A frozen model that refuses fields it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64"
    )


class Span(Value):
    """A place in a source's text, in code points, end exclusive."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    def of(self, text: str) -> str:
        """The words of `text` at this place."""
        return text[self.start : self.end]


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


class QuestionKind(StrEnum):
    """Where a question comes from, and so what belongs under it."""

    ASKED = "asked"
    """The asker's own, in these words: no answer to it is worth a warning."""
    SUBJECT = "subject"
    """Someone or something that several results name."""
    PLANNED = "planned"
    """A model's, grounded in the first results."""
    FIGURES = "figures"
    VOICES = "voices"


class Question(Value):
    """What one section answers, and the words to search for it."""

    text: str
    search_query: str
    more_queries: tuple[str, ...] = ()
    """Other words to search for the same."""
    heading: str
    """The question as a section's heading; the question itself unless it is a bare subject."""
    kind: QuestionKind = QuestionKind.ASKED


class SearchHit(Value):
    """One search result. `rank` counts from 1 within its provider's answer."""

    url: str
    title: str = ""
    snippet: str = ""
    published: date | None = None
    provider: str
    rank: int = Field(ge=1)
    is_news: bool = False
    """Whether a search of the news found it."""


class Page(Value):
    """What came back for an address, decompressed, not yet understood."""

    url: str
    """The address that was asked for."""
    final_url: str
    """The address that answered, after redirects."""
    content_type: str = ""
    """The media type with its parameters, as the server sent it; empty when it sent none."""
    body: bytes


class SourceKind(StrEnum):
    """What a source was before its text was extracted."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    MARKDOWN = "markdown"
    TEXT = "text"


class MediaKind(StrEnum):
    """What a page shows besides text."""

    IMAGE = "image"
    VIDEO = "video"


class MediaLink(Value):
    """An image or a video that a page shows. It is linked to, and never fetched."""

    kind: MediaKind
    url: WebUrl
    caption: str = ""
    """What the page says of it; empty: nothing."""


class Document(Value):
    """The text of a page and what the page says of itself. Empty string: it does not say."""

    kind: SourceKind
    text: str
    """Paragraphs and headings, separated by one newline each; no ``\\r``, no control characters."""
    title: str = ""
    author: str = ""
    site: str = ""
    published: date | None = None
    language: str = ""
    """ISO 639-1, or empty when unknown."""
    media: tuple[MediaLink, ...] = ()


class Source(Value):
    """A page that was read and numbered. `sha256`, of `text` in UTF-8, names the snapshot."""

    id: int = Field(ge=1)
    url: str
    title: str
    author: str = ""
    site: str = ""
    published: date | None = None
    language: str = ""
    kind: SourceKind
    sha256: Sha256
    raw_sha256: Sha256
    text: str
    raw: bytes
    media: tuple[MediaLink, ...] = ()


class Passage(Span):
    """A span of a source. `id` is derived from its content, so indexing twice adds nothing."""

    id: str
    source: int
    text: str


class StoredPassage(Value):
    """A passage that some job stored, and what is known of its source: a candidate for another."""

    id: str
    url: str
    title: str
    published: date | None
    kind: SourceKind
    raw_sha256: Sha256
    text: str
    similarity: float
    """To what was asked: a cosine."""


class Evidence(Value):
    """The passages that may answer a question, best first."""

    question: Question
    passages: tuple[Passage, ...]


class Selection(Value):
    """What the report is written from."""

    relevance: dict[int, float]
    """The sources that are about the query, by number: 1 for the closest, less for the others."""
    evidence: tuple[Evidence, ...]


class Citation(Span):
    """The words of a source that support a claim: ``quote == source.text[start:end]``."""

    source: int
    quote: str


class Verdict(StrEnum):
    """What the verifier found."""

    SUPPORTED = "supported"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"


class Claim(Value):
    """One sentence of the report."""

    text: str
    citations: tuple[Citation, ...] = Field(min_length=1)
    verdict: Verdict | None = None
    """None until verified; a report holds verified claims alone."""
    reason: str = ""
    """Why the verdict is not `supported`, or why a claim that is has no room; else empty."""
    is_repaired: bool = False
    """Whether its first words or its first quote did not hold, and others were found that do."""


class Disagreement(Value):
    """Two sources that state the same thing otherwise."""

    subject: str
    """What they speak of, in the words that both use."""
    citations: tuple[Citation, Citation]


class Section(Value):
    """The claims that answer one question."""

    question: str
    claims: tuple[Claim, ...]


class Draft(Value):
    """What a writer made, before it is verified."""

    title: str
    key_findings: tuple[Claim, ...]
    sections: tuple[Section, ...]
    disagreements: tuple[Disagreement, ...] = ()


class Failure(Value):
    """Something that went wrong without stopping the run."""

    subject: str
    """A URL or a provider's name."""
    code: str
    message: str


class SourceRecord(Value):
    """A source as the report names it: everything but its text, bytes and media."""

    id: int
    url: str
    title: str
    author: str
    site: str
    published: date | None
    language: str
    kind: SourceKind
    sha256: Sha256
    raw_sha256: Sha256


class CitedMedia(MediaLink):
    """An image or a video that a cited source shows."""

    source: int
    """The source's number."""


class StoredFile(Value):
    """What a store holds under a name, and the tag that says whether it was replaced since."""

    body: bytes
    tag: str


class Allowance(Value):
    """What a rate limiter says to one more call."""

    is_allowed: bool
    limit: int
    """Calls a minute."""
    remaining: int
    """Calls that would be allowed now."""
    reset_seconds: float
    """Until `limit` calls would be."""
    retry_after_seconds: float = 0.0
    """Until one would be; 0 where this one is."""


class CacheUsage(Value):
    """What a cache holds now, and where."""

    kind: str
    """`memory` or `redis`."""
    entries: int
    bytes: int | None = None
    """Values alone; None where counting them would cost too much."""
    errors: int = 0
    """Calls that failed, and so found or kept nothing in this store."""


class CacheStats(CacheUsage):
    """What came of a cache, in this process and since it was made."""

    hits: int
    misses: int
    shared: int
    """Callers who waited for a computation that another had begun."""
    damaged: int
    """Stored bytes that were no value of ours, each a miss too."""
    refused: int
    """Values that were too large to keep."""


class Usage(Value):
    """What one or several calls took."""

    calls: int = Field(default=0, ge=0)
    cached_calls: int = Field(default=0, ge=0)
    prompt_tokens: int = Field(default=0, ge=0)
    answer_tokens: int = Field(default=0, ge=0)
    usd: float | None = 0.0
    """None when the price of a model is not known."""

    def __add__(self, other: "Usage") -> "Usage":
        """Both together; a price that is not known makes the sum unknown."""
        known = self.usd is not None and other.usd is not None
        return Usage(
            calls=self.calls + other.calls,
            cached_calls=self.cached_calls + other.cached_calls,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            answer_tokens=self.answer_tokens + other.answer_tokens,
            usd=(self.usd or 0.0) + (other.usd or 0.0) if known else None,
        )


class Cost(Value):
    """What a report cost in model calls."""

    total: Usage
    by_purpose: dict[str, Usage]


class ReportStats(Value):
    """What the run did."""

    words: int
    claims: int
    sources_found: int
    sources_read: int
    sources_cited: int
    sources_failed: int
    seconds: float
    claims_repaired: int = 0
    """Claims that stand only after their words or their quote were mended."""
    claims_dropped: int = 0
    """Claims that were written and left out: they don't stand, or there was no room for them."""


class Report(Value):
    """A finished report. Its JSON is the contract others build on: see docs/report.schema.json."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, serialize_by_alias=True
    )

    schema_version: Literal["research-report/1"] = Field(
        default="research-report/1", alias="schema"
    )
    job_id: str
    query: str
    title: str
    created_at: datetime
    key_findings: tuple[Claim, ...]
    sections: tuple[Section, ...]
    sources: tuple[SourceRecord, ...]
    stats: ReportStats
    media: tuple[CitedMedia, ...] = ()
    """Images and then videos that cited sources show: links, whose files nobody looked at."""
    disagreements: tuple[Disagreement, ...] = ()
    """Where sources seem to say different things of the same; found by rule, so look at both."""
    open_questions: tuple[str, ...] = ()
    dropped_claims: tuple[Claim, ...] = ()
    """What was written and left out, with the reasons."""
    cost: Cost | None = None
    """None for a report written without a model."""
    failures: tuple[Failure, ...] = ()
    warnings: tuple[str, ...] = ()


class Stage(StrEnum):
    """The stages of a run, in running order."""

    SEARCH = "search"
    PLAN = "plan"
    READ = "read"
    INDEX = "index"
    SELECT = "select"
    WRITE = "write"
    VERIFY = "verify"
    RENDER = "render"


class Step(Value):
    """One step of progress: `done` of `total` in `stage`, and what just happened."""

    stage: Stage
    done: int = 0
    total: int = 0
    message: str = ""
