"""What the report's page and its Markdown show, ready for a template.

A *note* is one quote of one source, however many claims cite it; a *mark* is one place that cites.
"""

from dataclasses import dataclass
from datetime import date, datetime

from research.domain.report import ReportStats
from research.domain.source import ImagePreview
from research.stages.render.analysis_view import AnalysisView

ABOVE = "The answer above says this, too."
"""Stands where a sentence answers a part of the query that answered one before."""
EMPTY = "–"
"""Stands in a cell of which nothing is said."""
NEARBY = "What they do say about it:"
"""Stands before what is near, where no answer was found."""


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


@dataclass(frozen=True, slots=True)
class Note:
    """One quote, with what stands around it and where it can be read."""

    number: int
    source: int
    letter: str
    """Tells the quotes of one source apart; empty where it has but one."""
    name: str
    """That of its source's site, or its title where nobody knows that."""
    before: str
    quote: str
    after: str
    start: int
    end: int
    live_href: str | None
    live_label: str
    snapshot_href: str
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One place in the text that cites a note; `lettered` where the number alone is ambiguous."""

    number: int
    note: Note
    lettered: bool


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim; `caveat` is empty where the verdict is what a reader expects."""

    text: str
    verdict: str
    caveat: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class TableRowView:
    """What a table says of one thing; None where it says nothing."""

    name: str
    cells: tuple[ClaimView | None, ...]
    """One for each column."""


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of claims. Its rows have a name each, in a column before the `columns`."""

    columns: tuple[str, ...]
    rows: tuple[TableRowView, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A heading and its claims, in paragraphs and tables."""

    number: int
    heading: str
    paragraphs: tuple[tuple[ClaimView, ...], ...]
    tables: tuple[TableView, ...] = ()


@dataclass(frozen=True, slots=True)
class PartAnswerView:
    """What the sources say to one part of the query."""

    heading: str
    """The part; empty where it is the whole query."""
    message: str
    """That nothing was found, or that the answer stands above; else empty."""
    claims: tuple[ClaimView, ...]
    nearby: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source and the quotes taken from it."""

    id: int
    title: str
    site: str
    author: str
    published: date | None
    kind: str
    origin: str
    """Whether it is the user's own file; empty where no source is."""
    language: str
    url: str
    href: str | None
    snapshot_href: str
    raw_href: str
    """Empty where the bytes are not beside the report, as those of an upload."""
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class MediaView:
    """A link to an image or a video that a cited source shows."""

    kind: str
    caption: str
    """Empty where the source says nothing of it."""
    language: str
    site: str
    href: str
    source: int
    preview: ImagePreview | None
    """A small copy, where one was asked for and could be made."""


@dataclass(frozen=True, slots=True)
class FoundMediaView:
    """A link to an image or a video that a search found."""

    kind: str
    caption: str
    site: str
    href: str
    page: str
    """The site of the page that shows it; empty where that is not known."""
    page_href: str
    provider: str
    preview: ImagePreview | None
    """As that of an image of a source."""


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that has the report in another form, beside its page."""

    name: str
    href: str
    """Its name as it is written in a link."""


@dataclass(frozen=True, slots=True)
class FailureView:
    """What failed, and why."""

    subject: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class DisagreementView:
    """What two sources say of the same."""

    subject: str
    sides: tuple[ClaimView, ClaimView]
    explanation: str = ""
    """On what they differ and why they may: read first, for quotes don't say which words count."""


@dataclass(frozen=True, slots=True)
class DroppedClaimView:
    """A claim that was written and does not stand, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything the templates show."""

    job_id: str
    files: tuple[FileView, ...]
    """The report in other forms."""
    language: str
    direction: str
    title: str
    is_long_title: bool
    question: str
    """Empty where the title says the same."""
    created_at: datetime
    basis: str
    """What it rests on, in its language: the only source, or the days of all; empty: neither."""
    changes: ChangesView | None
    """None for a report that follows none."""
    answer: tuple[PartAnswerView, ...]
    key_findings: tuple[ClaimView, ...]
    sections: tuple[SectionView, ...]
    cited: tuple[SourceView, ...]
    uncited: tuple[SourceView, ...]
    analysis: AnalysisView | None
    """None where the sources were not analysed, or are in another language than English."""
    media: tuple[MediaView, ...]
    found_media: tuple[FoundMediaView, ...]
    stats: ReportStats
    disagreements: tuple[DisagreementView, ...]
    open_questions: tuple[str, ...]
    dropped: tuple[DroppedClaimView, ...]
    cost: str
    """What models took, in words; empty for a report written without one."""
    failures: tuple[FailureView, ...]
    warnings: tuple[str, ...]
