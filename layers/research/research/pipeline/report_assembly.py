"""Assembles the report of a verified draft, and stores it with the snapshots that it cites."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from research.domain.analysis.analysis import Analysis
from research.domain.claim import Claim, Draft
from research.domain.follow_up.changes import ReportChanges
from research.domain.progress import Stage, Step
from research.domain.report import Report, ReportStats
from research.domain.report_format import ReportFormat, file_name
from research.domain.scope import out_of_scope
from research.domain.source import Source, SourceRecord
from research.pipeline.report_media import ShownMedia
from research.pipeline.report_warnings import found_by_memory, read_in_part
from research.pipeline.run_context import Run
from research.stages.read.read import ReadOutcome
from research.stages.render.render import RenderedFile
from research.stages.search.search import SearchOutcome
from research.text.terms import word_count

NO_MEDIA = ShownMedia()


@dataclass(frozen=True, slots=True)
class ResearchOutcome:
    """A verified draft, what was found and read for it, and what the report must say beside it."""

    draft: Draft
    found: SearchOutcome
    read: ReadOutcome
    warnings: tuple[str, ...] = ()
    dropped: tuple[Claim, ...] = ()
    open_questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report, and the address of each form in which it is stored."""

    report: Report
    files: Mapping[ReportFormat, str]

    @property
    def report_url(self) -> str:
        """The address of its page."""
        return self.files[ReportFormat.HTML]


def assemble(
    run: Run,
    outcome: ResearchOutcome,
    analysis: Analysis | None = None,
    changes: ReportChanges | None = None,
    *,
    started: float,
    shown: ShownMedia = NO_MEDIA,
    warnings: Sequence[str] = (),
) -> Report:
    """The report of `outcome`, with `analysis`, `changes` and the media that are `shown`. It names
    all sources that were read, cited or not.

    `started` is the clock's elapsed seconds at the start of the run. `warnings` come before those
    of the outcome; of equal ones there is one.
    """
    draft, found, read = outcome.draft, outcome.found, outcome.read
    claims = tuple(draft.claims)
    cited = {citation.source for claim in claims for citation in claim.citations}
    cited |= {citation.source for one in draft.disagreements for citation in one.citations}
    failures = (*found.failures, *shown.failures, *read.failures)
    all_warnings = (
        *warnings,
        *found_by_memory(found.rankings, read.sources),
        *out_of_scope(run.scope, read.sources),
        *read_in_part(read.sources),
        *outcome.warnings,
    )
    return Report(
        job_id=run.job_id,
        query=run.query,
        title=draft.title,
        created_at=run.ports.clock.now(),
        answer=draft.answer,
        key_findings=draft.key_findings,
        sections=draft.sections,
        sources=tuple(_record(source) for source in read.sources),
        stats=ReportStats(
            words=sum(word_count(claim.printed) for claim in claims),
            claims=len(claims),
            sources_found=len(found.hits),
            sources_read=len(read.sources),
            sources_cited=len(cited),
            sources_failed=len(failures),
            seconds=round(run.ports.clock.elapsed_seconds() - started, 2),
            claims_repaired=sum(claim.is_repaired for claim in claims),
            claims_dropped=len(outcome.dropped),
        ),
        media=shown.media,
        found_media=shown.found,
        disagreements=draft.disagreements,
        analysis=analysis,
        changes=changes,
        open_questions=outcome.open_questions,
        dropped_claims=outcome.dropped,
        cost=run.cost(),
        failures=failures,
        warnings=tuple(dict.fromkeys(all_warnings)),
    )


async def store_report(run: Run, report: Report, files: Sequence[RenderedFile]) -> StoredReport:
    """Store `files`, the last first: a page that can be opened has the snapshots that it cites.

    The last, which lists the snapshots, is stored once more at the end, whatever that is: if the
    job was deleted meanwhile, it names what was stored since. Empty files are marks, of no
    interest to who follows the run. Raises `StoreError`.
    """
    urls: dict[str, str] = {}

    async def store(file: RenderedFile) -> None:
        urls[file.name] = await run.ports.reports.put(file.name, file.body, file.content_type)

    told = [file for file in reversed(files[:-1]) if file.body]
    try:
        await store(files[-1])
        await asyncio.gather(*(store(file) for file in files if not file.body))
        for done, file in enumerate(told, start=1):
            await store(file)
            run.progress(Step(stage=Stage.RENDER, done=done, total=len(told), message=file.name))
    finally:
        await store(files[-1])
    names = {form: file_name(report.job_id, form) for form in ReportFormat}
    return StoredReport(report, {form: urls[name] for form, name in names.items() if name in urls})


def _record(source: Source) -> SourceRecord:
    return SourceRecord.model_validate(
        source.model_dump(exclude={"text", "raw", "media", "left_out"})
    )
