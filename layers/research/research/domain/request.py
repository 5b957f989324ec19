"""The research request: the one declaration of its fields, their types, defaults and bounds.

The body of ``POST /research`` has this form, and so does the request in a job's record; the client
and the command line fill it. Null stands for what is usual: the properties `max_sources` and
`searches_web` say what that is.
"""

import re
from datetime import date
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from research.domain.report_format import ReportFormat, made_formats
from research.domain.request_bounds import (
    DEFAULT_DEPTH,
    DEFAULT_STYLE,
    DEFAULT_WORDS,
    MAX_BUDGET_USD,
    NAMED_SOURCES,
    USUAL_PLACES,
    WEB_SOURCES,
    WRITTEN_WORDS,
    Depth,
    SearchPlace,
    Style,
)
from research.domain.uploads.upload import MAX_UPLOADS, upload_id_in
from research.domain.value import (
    QUERY_PATTERN,
    DomainName,
    JobId,
    Language,
    SourceName,
    Value,
    WebUrl,
)

MAX_SOURCES = 100
_MAX_NAMES = 50
"""Of sources, and of domains."""
_DAY_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _whole(number: object) -> object:
    """JSON has no integers: 12.0 is one, as JSON Schema has it."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _day(written: object) -> object:
    """A day as RFC 3339 writes it. Pydantic alone would read seconds since 1970 as well."""
    if written is None or isinstance(written, date):
        return written
    if not isinstance(written, str) or not _DAY_WRITTEN.fullmatch(written):
        raise ValueError("a day is written YYYY-MM-DD")
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ValueError("there is no such day; a day is written YYYY-MM-DD") from None


_Day = Annotated[date, BeforeValidator(_day)]
Whole = BeforeValidator(_whole)
"""For a number that JSON may write with a point."""


class Domains(Value):
    """Where to read, and where not; a name stands for what lies under it too."""

    allow: tuple[DomainName, ...] = Field(
        default=(), max_length=_MAX_NAMES, description="If any: these and no others."
    )
    deny: tuple[DomainName, ...] = Field(
        default=(), max_length=_MAX_NAMES, description="Never these."
    )


_BY_DEPTH = ", ".join(f"{words:,} ({depth})" for depth, words in WRITTEN_WORDS.items())


def usual_sources(named: int, *, searches_web: bool) -> int:
    """How many pages are read, at most, where nobody says: of `named` ones, of the web, of both."""
    if not searches_web:
        return NAMED_SOURCES
    return min(MAX_SOURCES, WEB_SOURCES + named)


class ResearchRequest(Value):
    """A question, and how to research it. Fields that are not named here are refused."""

    query: Annotated[str, StringConstraints(pattern=QUERY_PATTERN)] = Field(
        # No maxLength: that would count the blanks that are trimmed, too (`jobs.new.clean_query`).
        description="The question: 1 to 2,000 characters once it is trimmed, at least one a "
        "letter or a digit.",
        json_schema_extra={"minLength": 1},
    )
    depth: Depth = Field(default=DEFAULT_DEPTH, description="How far to go.")
    include_news: bool = Field(
        default=True,
        description="Whether to search the news, too, beside the web; never where the web is not.",
    )
    include_images: bool = Field(
        default=True,
        description="Whether the report links to images that cited pages show; none is fetched "
        "unless `embed_images` asks for it.",
    )
    include_videos: bool = Field(
        default=True,
        description="Whether the report links to videos that cited pages show; none is fetched.",
    )
    embed_images: bool = Field(
        default=False,
        description="Whether to fetch the images that the report links to, of sources and of "
        "searches, and put a small copy of each into it; the report's `warnings` name those that "
        "could not be had.",
    )
    formats: tuple[ReportFormat, ...] | None = Field(
        default=None,
        max_length=_MAX_NAMES,
        description="Files to make beside the page (`html`), `json` and `md`; null: `docx`, `bib`, "
        "`ris` and `csl.json`. `pdf` where the service can: the job's `warnings` say if not.",
    )
    max_results: Annotated[int, Field(ge=1, le=MAX_SOURCES), Whole] | None = Field(
        default=None,
        description=f"Pages to read, at most; null: {WEB_SOURCES} of the web, {NAMED_SOURCES} of "
        f"`sources`; where both are read, these and {WEB_SOURCES} more.",
    )
    max_words: Annotated[int, Field(ge=50, le=10_000), Whole] | None = Field(
        default=None,
        description=f"Words of the report, at most; null: {DEFAULT_WORDS} of the sources' own "
        f"sentences; where a model writes {_BY_DEPTH}.",
    )
    language: Language = Field(
        default="",
        description="Such as `en` or `pt-BR`: searches ask for pages in it, found pages in another "
        "are not used, and a model writes in it; `sources` alone are read whatever their language. "
        "Empty: as the query is and the pages are.",
    )
    style: Style = Field(
        default=DEFAULT_STYLE,
        description="How a model writes: `analyst`, in connected, comparing prose; `plain`, for "
        "readers new to the subject; `academic`, as a review article; `news`, the newest first; "
        "`table`, with tables wherever things can be compared. "
        "Without a model the report is in the sources' own words, and its `warnings` say so.",
    )
    # No format: `uri` would forbid the letters of all languages, which people's addresses have.
    # Addresses and uploads alone, for a stranger may send them: never files of the service.
    sources: tuple[SourceName, ...] = Field(
        default=(),
        max_length=_MAX_NAMES,
        description="Addresses of pages to read, and files of yours as `POST /uploads` named "
        f"them, such as `upload:20261125-081500-1e2403f9c0de1a2b4c5d6`; {MAX_UPLOADS} files at "
        "most. The job keeps them, and they are deleted with it.",
    )
    search_web: bool | None = Field(
        default=None,
        description="Whether to search the web; null: only when no `sources` are named.",
    )
    search: tuple[SearchPlace, ...] | None = Field(
        default=None,
        min_length=1,
        max_length=len(SearchPlace),
        description="Where to search: `web` (what the service is set up with), `scholar` "
        "(OpenAlex, arXiv, Europe PMC and Semantic Scholar), `wikipedia`, or providers by name; "
        "their results are fused. Null: `web`. Named, it searches beside `sources`, too.",
    )
    since: _Day | None = Field(default=None, description="Nothing published before this day.")
    until: _Day | None = Field(default=None, description="Nothing published after this day.")
    domains: Domains = Domains()
    follow_up_of: JobId | None = Field(
        default=None,
        description="A job of yours that has a report: the new report also tells what is new, gone "
        "or changed since, statement by statement. What is not said here is as it was there, but "
        "`callback_url`, `confirm_plan` and `clarify`; a plan that was approved there is followed "
        "again.",
    )
    confirm_plan: bool = Field(
        default=False,
        description="Whether the job waits, as `awaiting_plan`, until its questions are approved "
        "with `PUT /research/{job_id}/plan`; given up after a day.",
    )
    clarify: bool = Field(
        default=False,
        description="Whether a model may ask one question back where the query is too vague. The "
        "job then waits for its plan, and the answer comes with the approval.",
    )
    budget_usd: float | None = Field(
        default=None,
        gt=0,
        le=MAX_BUDGET_USD,
        allow_inf_nan=False,
        description="What models may cost, at most.",
    )
    callback_url: WebUrl | None = Field(
        default=None,
        description="Gets a signed POST (Standard Webhooks) when the job is completed or has "
        "failed; a service without `CALLBACK_SECRET` sends none, and the job's `warnings` say so.",
    )

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError("`since` comes after `until`")
        if self.search and self.search_web is False:
            raise ValueError("`search` says where to search, and `search_web` not to")
        if len(self.uploads) > MAX_UPLOADS:
            raise ValueError(f"a job reads {MAX_UPLOADS} uploads at most")
        return self

    @property
    def may_await_plan(self) -> bool:
        """Whether its questions may have to be approved before they are researched."""
        return self.confirm_plan or self.clarify

    @property
    def report_formats(self) -> tuple[ReportFormat, ...]:
        """The forms in which the report is stored."""
        return made_formats(self.formats)

    @property
    def max_sources(self) -> int:
        """How many pages to read, at most."""
        return self.max_results or usual_sources(len(self.sources), searches_web=self.searches_web)

    @property
    def uploads(self) -> tuple[str, ...]:
        """The ids of the uploads among `sources`, each once."""
        ids = filter(None, map(upload_id_in, self.sources))
        return tuple(dict.fromkeys(ids))

    def words(self, *, has_model: bool) -> int:
        """How many words the report has, at most."""
        written = WRITTEN_WORDS[self.depth] if has_model else DEFAULT_WORDS
        return self.max_words or written

    @property
    def searches_web(self) -> bool:
        """Whether the web is searched."""
        if self.search_web is None:
            return bool(self.search) or not self.sources
        return self.search_web

    @property
    def search_places(self) -> tuple[SearchPlace, ...]:
        """Where the web is searched, if it is."""
        return self.search or USUAL_PLACES
