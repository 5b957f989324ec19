"""The report: verified claims in sections, their sources, and what the run did."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from research.domain.analysis.analysis import Analysis
from research.domain.claim import Claim, Disagreement, PartAnswer, Section, claims_as_read
from research.domain.follow_up.changes import ReportChanges
from research.domain.model_call import Cost
from research.domain.source import CitedMedia, Failure, FoundMedia, SourceRecord
from research.domain.value import Value


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

    schema_version: Literal[
        "research-report/2", "research-report/3", "research-report/4", "research-report/5"
    ] = Field(default="research-report/5", alias="schema")
    """The last is what is written. The others are still read: the third has no `cell` of claims,
    the second no `preview` of media and no `figures` in its analysis, the first no `changes`
    either."""
    job_id: str
    query: str
    title: str
    created_at: datetime
    answer: tuple[PartAnswer, ...] = ()
    """What the sources say to each part of the query, in the order asked: read first. Empty where
    the model that wrote the report did not conclude, and where the sources are not in English and
    no model wrote."""
    key_findings: tuple[Claim, ...]
    """What else matters most."""
    sections: tuple[Section, ...]
    sources: tuple[SourceRecord, ...]
    stats: ReportStats
    analysis: Analysis | None = None
    """What else the sources that are about the query have in them; None in reports from before."""
    changes: ReportChanges | None = None
    """How it differs from the report that it follows; None where it follows none."""
    media: tuple[CitedMedia, ...] = ()
    """Images and then videos that cited sources show: links, whose files nobody looked at."""
    found_media: tuple[FoundMedia, ...] = ()
    """Images and then videos that a search for the query found, on pages that were not read."""
    disagreements: tuple[Disagreement, ...] = ()
    """Where sources seem to say different things of the same; found by rule, so look at both."""
    open_questions: tuple[str, ...] = ()
    dropped_claims: tuple[Claim, ...] = ()
    """What was written and left out, with the reasons."""
    cost: Cost | None = None
    """None for a report written without a model."""
    failures: tuple[Failure, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def claims(self) -> Iterator[Claim]:
        """All claims in the order in which they are read."""
        return claims_as_read(self.answer, self.key_findings, self.sections)
