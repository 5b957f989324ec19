"""The story of a report: from a question to files that can be opened.

Each stage is a function of values and ports; this module alone knows their order. With a model
the middle of the story, from searching to writing, is told in rounds: see `pipeline_with_model`.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from research.domain.claim import Draft
from research.domain.model_call import Usage
from research.domain.progress import Stage, Step
from research.domain.question import Question
from research.domain.report import Report
from research.domain.request import ResearchRequest
from research.domain.scope import out_of_scope
from research.domain.source import Source
from research.pipeline.assemble import ResearchOutcome, assemble, cost_of, unanswered
from research.pipeline.research_with_model import research_in_rounds
from research.pipeline.run_context import Limits, Ports, Run
from research.ports import Progress, ReportStore, WebSearch
from research.stages.compare.compare import compare
from research.stages.index.index import index
from research.stages.plan.plan import plan
from research.stages.read.read import ReadOutcome, read
from research.stages.render.render import RenderedFile, render
from research.stages.render.show_media import kinds_wanted
from research.stages.search.recall import recalled
from research.stages.search.search import SearchOutcome, answered, merge, search
from research.stages.select.select import select
from research.stages.verify.check_citations import check_citations
from research.stages.write.write import write


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report, and where its page, its JSON and its Markdown are."""

    report: Report
    report_url: str
    json_url: str
    markdown_url: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What was found, and the questions that it brought."""

    found: SearchOutcome
    questions: tuple[Question, ...]


async def research(
    request: ResearchRequest,
    *,
    job_id: str,
    ports: Ports,
    limits: Limits,
    progress: Progress,
    warnings: Sequence[str] = (),
    usage_before: Mapping[str, Usage] | None = None,
) -> StoredReport:
    """Research `request`, and store its report and snapshots under `job_id`.

    `warnings` are printed in the report, with those of the run, each once; `usage_before` is what
    earlier runs of the same job have used of models, and part of its cost. Raises what the stages
    raise: `SourceUnusableError`, `AllSearchesFailedError`, `NothingFoundError`, `EmbedderError`,
    `StoreError`, `QuoteNotFoundError`, and `RunStoppedError` where the journal ends the run.
    """
    run = Run(request, job_id, ports, limits, progress, usage_before or {})
    started = ports.clock.elapsed_seconds()
    model = ports.model
    made = await (research_in_rounds(run, model) if model else _select_and_quote(run))
    report = assemble(
        made,
        query=request.query,
        job_id=job_id,
        created_at=ports.clock.now(),
        seconds=ports.clock.elapsed_seconds() - started,
        cost=cost_of(run.usage()) if model else None,
        kinds=kinds_wanted(request),
    )
    told = tuple(dict.fromkeys((*warnings, *report.warnings)))
    report = report.model_copy(update={"warnings": told})
    return await _store(report, render(report, made.sources), ports.reports, progress)


async def _select_and_quote(run: Run) -> ResearchOutcome:
    """The story without a model: every sentence of the report is a sentence of a source."""
    searched = await run.keep("search", Searched, lambda: _search(run))
    found, questions = searched.found, searched.questions
    outcome = await run.keep("read", ReadOutcome, lambda: _read(run, found))
    sources = outcome.sources
    draft = await run.keep("write", Draft, lambda: _write(run, questions, sources))
    draft = check_citations(draft, sources, progress=run.progress)
    return ResearchOutcome(
        draft,
        sources,
        failures=(*found.failures, *outcome.failures),
        sources_found=len(found.hits),
        warnings=(
            *recalled(found.rankings, sources),
            *out_of_scope(run.scope, sources),
            *unanswered(questions, draft, run.request.max_words),
        ),
    )


async def _search(run: Run) -> Searched:
    first = answered(await _search_for(run, [run.query], run.ports.news))
    questions = plan(run.query, first.hits)
    told = "; ".join(question.heading for question in questions)
    run.progress(Step(stage=Stage.PLAN, done=len(questions), total=len(questions), message=told))
    others = [one.search_query for one in questions if one.search_query != run.query]
    second = await _search_for(run, others)
    return Searched(merge([first, second], run.limits.search), questions)


async def _search_for(
    run: Run, queries: Sequence[str], news: Sequence[WebSearch] = ()
) -> SearchOutcome:
    return await search(
        queries,
        providers=run.ports.searches,
        limits=run.limits.search,
        progress=run.progress,
        scope=run.scope,
        news=news,
    )


async def _read(run: Run, found: SearchOutcome) -> ReadOutcome:
    return await read(
        found.hits,
        fetcher=run.ports.fetcher,
        extractor=run.ports.extractor,
        limits=run.limits.read,
        progress=run.progress,
    )


async def _write(run: Run, questions: Sequence[Question], sources: Sequence[Source]) -> Draft:
    """Passages cut and stored, the best of them selected, and their best sentences set down."""
    job_id, tell = run.job_id, run.progress
    embedder, vectors = run.ports.embedder, run.ports.vectors
    wanted = run.wanted(sources)
    passages = await index(wanted, job_id=job_id, embedder=embedder, vectors=vectors, progress=tell)
    selection = await select(
        run.query,
        questions,
        wanted,
        passages,
        job_id=job_id,
        embedder=embedder,
        vectors=vectors,
        progress=tell,
    )
    words = run.request.max_words
    draft = await write(
        run.query, selection, sources, max_words=words, embedder=embedder, progress=tell
    )
    relevant = [source for source in sources if source.id in selection.relevance]
    disagreements = await asyncio.to_thread(compare, relevant)
    return draft.model_copy(update={"disagreements": disagreements})


async def _store(
    report: Report, files: Sequence[RenderedFile], reports: ReportStore, progress: Progress
) -> StoredReport:
    """Store the snapshots first: a report that can be opened has what it cites."""
    urls = {}
    for done, file in enumerate(reversed(files), start=1):
        urls[file.name] = await reports.put(file.name, file.body, file.content_type)
        progress(Step(stage=Stage.RENDER, done=done, total=len(files), message=file.name))
    page, data, markdown = (urls[f"{report.job_id}.{ending}"] for ending in ("html", "json", "md"))
    return StoredReport(report, page, data, markdown)
