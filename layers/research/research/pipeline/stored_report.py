"""Reads a report that is stored, and its sources as their snapshots have them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from pydantic import ValidationError

from research.domain.errors import NotStoredError, ReportUnreadableError
from research.domain.report import Report
from research.domain.report_format import ReportFormat, file_name
from research.domain.source import Source, SourceRecord
from research.ports import ReportStore

READS_AT_ONCE = 8
MAX_SOURCE_CHARACTERS = 250_000
"""About 40,000 words: past that a source is a book."""
MAX_CHARACTERS = 2_000_000
"""Of all sources together: what is looked through while somebody waits."""


@dataclass(frozen=True, slots=True)
class StoredSources:
    """The sources of a report as far as they were read back, and what was not."""

    sources: tuple[Source, ...]
    warnings: tuple[str, ...] = ()


async def read_report(job_id: str, reports: ReportStore) -> Report:
    """The report of a job. Raises `NotStoredError`, `ReportUnreadableError` and `StoreError`."""
    try:
        stored = await reports.get(file_name(job_id, ReportFormat.JSON))
    except NotStoredError:
        raise NotStoredError(f"there is no report of job {job_id}") from None
    try:
        return await asyncio.to_thread(Report.model_validate_json, stored.body)
    except ValidationError as error:
        raise ReportUnreadableError(
            f"the report of job {job_id} has another form than this release reads"
        ) from error


async def read_sources(report: Report, reports: ReportStore) -> StoredSources:
    """The sources of `report`, those that it cites first where there is not room for all.

    Their texts are what quotes point into; one that is long is cut at its end, so quotes of what
    is left stay where they are. Their bytes and links are not read. Raises `NotStoredError` where
    no snapshot is there any longer, and `StoreError`.
    """
    cited = _cited(report)
    wanted = sorted(report.sources, key=lambda record: record.id not in cited)
    room, found, missing, cut = MAX_CHARACTERS, [], [], []
    for start in range(0, len(wanted), READS_AT_ONCE):
        records = wanted[start : start + READS_AT_ONCE]
        texts = await asyncio.gather(*(_text(record, reports) for record in records))
        for record, text in zip(records, texts, strict=True):
            limit = min(room, MAX_SOURCE_CHARACTERS)
            if not text:
                missing.append(record.id)
                continue
            if len(text) > limit:
                cut.append(record.id)
            room -= len(text[:limit])
            if limit:
                found.append(_source(record, text[:limit]))
    if not found:
        raise NotStoredError(f"the snapshots of the report {report.job_id} are not stored any more")
    ordered = tuple(sorted(found, key=lambda source: source.id))
    return StoredSources(ordered, (*_missing(missing), *_cut(cut)))


async def _text(record: SourceRecord, reports: ReportStore) -> str:
    """The text of a source; empty where its snapshot is gone, or is not the one that was stored."""
    try:
        body = (await reports.get(f"snapshots/{record.sha256}.txt")).body
    except NotStoredError:
        return ""
    if sha256(body).hexdigest() != record.sha256:
        return ""
    return body.decode()


def _source(record: SourceRecord, text: str) -> Source:
    return Source(**record.model_dump(exclude={"origin"}), text=text, raw=b"")


def _cited(report: Report) -> set[int]:
    claims = [*report.key_findings, *(c for one in report.sections for c in one.claims)]
    claims += [c for part in report.answer for c in (*part.claims, *part.nearby)]
    return {citation.source for claim in claims for citation in claim.citations}


def _missing(numbers: Sequence[int]) -> tuple[str, ...]:
    if not numbers:
        return ()
    return (f"Not looked through, for their snapshots are not there: sources {_listed(numbers)}.",)


def _cut(numbers: Sequence[int]) -> tuple[str, ...]:
    if not numbers:
        return ()
    return (f"Looked through in part alone, for there is so much: sources {_listed(numbers)}.",)


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))
