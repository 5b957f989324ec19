"""Assembles the report of a verified draft, and stores it with the snapshots that it cites."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from research.domain.analysis.analysis import Analysis
from research.domain.claim import Claim, Draft
from research.domain.follow_up.changes import ReportChanges
from research.domain.progress import Stage, Step
from research.domain.report import Report, ReportStats
from research.domain.report_format import ReportFormat, file_name
from research.domain.request import ResearchRequest
from research.domain.scope import out_of_scope
from research.domain.source import CitedMedia, MediaKind, MediaLink, Source, SourceRecord
from research.pipeline.report_warnings import found_by_memory, read_in_part
from research.pipeline.run_context import Run
from research.stages.media.media import NO_MEDIA, MediaOutcome, media_beside
from research.stages.read.read import ReadOutcome
from research.stages.render.render import RenderedFile
from research.stages.search.search import SearchOutcome
from research.text.page_furniture import is_furniture
from research.text.terms import terms, word_count

MAX_OF_EACH = 8
"""Images, and videos, in a report: more would be a gallery."""


@dataclass(frozen=True, slots=True)
class ResearchOutcome:
    """A verified draft, what was found and read for it, and what the report must say beside it."""

    draft: Draft
    found: SearchOutcome
    read: ReadOutcome
    warnings: tuple[str, ...] = ()
    dropped: tuple[Claim, ...] = ()
    open_questions: tuple[str, ...] = ()
    media: MediaOutcome = NO_MEDIA
    """What was found beside what the sources show."""


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
    warnings: Sequence[str] = (),
) -> Report:
    """The report of `outcome`, with `analysis` and `changes`. It names all sources that were read,
    cited or not.

    `started` is the clock's elapsed seconds at the start of the run. `warnings` come before those
    of the outcome; of equal ones there is one.
    """
    draft, found, read = outcome.draft, outcome.found, outcome.read
    claims = tuple(draft.claims)
    cited = {citation.source for claim in claims for citation in claim.citations}
    cited |= {citation.source for one in draft.disagreements for citation in one.citations}
    failures = (*found.failures, *outcome.media.failures, *read.failures)
    kinds = kinds_wanted(run.request)
    media = media_shown(draft, read.sources, kinds)
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
            words=sum(word_count(claim.text) for claim in claims),
            claims=len(claims),
            sources_found=len(found.hits),
            sources_read=len(read.sources),
            sources_cited=len(cited),
            sources_failed=len(failures),
            seconds=round(run.ports.clock.elapsed_seconds() - started, 2),
            claims_repaired=sum(claim.is_repaired for claim in claims),
            claims_dropped=len(outcome.dropped),
        ),
        media=media,
        found_media=media_beside(
            outcome.media.found, [one.url for one in media], kinds, MAX_OF_EACH
        ),
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


def kinds_wanted(request: ResearchRequest) -> frozenset[MediaKind]:
    """The kinds of media that `request` wants links to."""
    wanted = {MediaKind.IMAGE: request.include_images, MediaKind.VIDEO: request.include_videos}
    return frozenset(kind for kind, is_wanted in wanted.items() if is_wanted)


def media_shown(
    draft: Draft, sources: Sequence[Source], kinds: Collection[MediaKind]
) -> tuple[CitedMedia, ...]:
    """Images and then videos, as far as they are of `kinds`, from the sources that `draft` cites.

    The first of each source comes before the second of any; sources come as they are first cited.
    No address comes twice, and of each kind there are at most `MAX_OF_EACH`. An image of which its
    page says nothing is left out, as nobody could tell from the link what it shows; so is one whose
    caption has no word of the draft or of its page's title: it is of something else, or an ad.
    """
    told = frozenset(terms(f"{draft.title} {' '.join(claim.text for claim in draft.claims)}"))
    by_number = {source.id: source for source in sources}
    cited = [by_number[number] for number in _cited_sources(draft) if number in by_number]
    listed = [_listed(source, told) for source in cited]
    shown: list[CitedMedia] = []
    for kind in (kind for kind in MediaKind if kind in kinds):
        of_each = [[one for one in media if one.kind is kind] for media in listed]
        in_turn = (one for turn in zip_longest(*of_each) for one in turn if one is not None)
        distinct: dict[str, CitedMedia] = {}
        for one in in_turn:
            distinct.setdefault(one.url, one)
        shown += [*distinct.values()][:MAX_OF_EACH]
    return tuple(shown)


def _listed(source: Source, told: frozenset[str]) -> list[CitedMedia]:
    known = told.union(terms(source.title))
    return [
        CitedMedia(**one.model_dump(), source=source.id)
        for one in source.media
        if _can_be_listed(one, known)
    ]


def _can_be_listed(one: MediaLink, told: Collection[str]) -> bool:
    if one.kind is not MediaKind.IMAGE:
        return True
    return not is_furniture(one.caption) and any(term in told for term in terms(one.caption))


def _cited_sources(draft: Draft) -> list[int]:
    """The numbers of the sources that claims cite, in the order in which they are read."""
    return list(dict.fromkeys(c.source for claim in draft.claims for c in claim.citations))
