"""The story of a report: from a question to files that can be opened.

Each stage is a function of values and ports; this module alone knows their order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from research.models import Question, Report, ResearchRequest, Stage, Step
from research.ports import (
    Clock,
    Embedder,
    Extractor,
    Fetcher,
    Progress,
    ReportStore,
    VectorStore,
    WebSearch,
)
from research.stages.assemble import assemble, unanswered
from research.stages.index import index
from research.stages.plan import plan
from research.stages.read import ReadLimits, read
from research.stages.render import RenderedFile, render
from research.stages.search import SearchLimits, answered, merge, search
from research.stages.select import select
from research.stages.verify import verify
from research.stages.write import write


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything outside that a run needs."""

    searches: tuple[WebSearch, ...]
    fetcher: Fetcher
    extractor: Extractor
    embedder: Embedder
    vectors: VectorStore
    reports: ReportStore
    clock: Clock


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a run may search and read."""

    search: SearchLimits
    read: ReadLimits


@dataclass(frozen=True, slots=True)
class Finished:
    """A report, and where its page, its JSON and its Markdown are."""

    report: Report
    report_url: str
    json_url: str
    markdown_url: str


async def research(
    request: ResearchRequest,
    *,
    job_id: str,
    ports: Ports,
    limits: Limits,
    progress: Progress,
    warnings: Sequence[str] = (),
) -> Finished:
    """Research `request`, and store its report and snapshots under `job_id`.

    `warnings` are printed in the report, with those of the run. Raises what the stages raise:
    `SourceUnusableError`, `AllSearchesFailedError`, `NothingFoundError`, `EmbedderError`,
    `StoreError`, `QuoteNotFoundError`.
    """
    query, started, tell = request.query, ports.clock.elapsed_seconds(), progress
    at, mind, memory = job_id, ports.embedder, ports.vectors

    first = answered(
        await search([query], providers=ports.searches, limits=limits.search, progress=tell)
    )
    questions = plan(query, first.hits)
    tell(
        Step(stage=Stage.PLAN, done=len(questions), total=len(questions), message=_told(questions))
    )
    planned = [question.search_query for question in questions if question.search_query != query]
    second = await search(planned, providers=ports.searches, limits=limits.search, progress=tell)
    found = merge([first, second], limits.search)
    outcome = await read(
        found.hits,
        fetcher=ports.fetcher,
        extractor=ports.extractor,
        limits=limits.read,
        progress=tell,
    )
    sources = outcome.sources
    passages = await index(sources, job_id=at, embedder=mind, vectors=memory, progress=tell)
    selection = await select(
        query,
        questions,
        sources,
        passages,
        job_id=at,
        embedder=mind,
        vectors=memory,
        progress=tell,
    )
    draft = await write(
        query, selection, sources, max_words=request.max_words, embedder=mind, progress=tell
    )
    draft = verify(draft, sources, progress=tell)
    report = assemble(
        draft,
        sources,
        (*found.failures, *outcome.failures),
        query=query,
        job_id=job_id,
        created_at=ports.clock.now(),
        sources_found=len(found.hits),
        seconds=ports.clock.elapsed_seconds() - started,
        warnings=(*warnings, *unanswered(questions, draft)),
    )
    return await _store(report, render(report, sources), ports.reports, tell)


async def _store(
    report: Report, files: Sequence[RenderedFile], reports: ReportStore, progress: Progress
) -> Finished:
    """Store the snapshots first: a report that can be opened has what it cites."""
    urls = {}
    for done, file in enumerate(reversed(files), start=1):
        urls[file.name] = await reports.put(file.name, file.body, file.content_type)
        progress(Step(stage=Stage.RENDER, done=done, total=len(files), message=file.name))
    page, data, markdown = (urls[f"{report.job_id}.{ending}"] for ending in ("html", "json", "md"))
    return Finished(report, page, data, markdown)


def _told(questions: Sequence[Question]) -> str:
    return "; ".join(question.heading for question in questions)
