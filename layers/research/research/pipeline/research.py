"""Researches a question: from a request to the stored files of a report.

::

    without a model   search → plan → search → read → index → select
                      → answer → write → compare → analyse → render
    with a model      search → (plan → search → read → index → select → write → verify) × rounds
                      → compare → analyse → render
                        deep runs: conclude → verify first

Each stage is a function in `research.stages`, given values and ports; this module calls them in
order. Without a model, the sentences of the report are sentences of its sources. With a model, the
model writes the report in rounds (`rounds`) and what it begins with (`report_opening`), and what it
fails to write is replaced by sentences of the sources. Every quote is looked up once more before
anything is rendered.
"""

import asyncio
from collections.abc import Mapping, Sequence

from research.domain.analysis.analysis import Analysis
from research.domain.claim import Disagreement, Draft
from research.domain.model_call import Usage
from research.domain.progress import Stage
from research.domain.question import ASPECTS, JobPlan, Question
from research.domain.request import ResearchRequest
from research.domain.source import Source
from research.pipeline.follow_up import follow_up
from research.pipeline.model_draft import (
    MAX_FINDINGS,
    compose,
    distinct_sections,
    retitle,
    unsaid_sections,
    write_stand_in,
)
from research.pipeline.report_assembly import (
    ResearchOutcome,
    StoredReport,
    assemble,
    store_report,
)
from research.pipeline.report_media import shown_media
from research.pipeline.report_opening import begin_report
from research.pipeline.report_warnings import (
    clarification_unasked,
    open_questions,
    style_unused,
    unanswered,
    unwritten,
)
from research.pipeline.rounds import alongside, research_in_rounds
from research.pipeline.run_context import Limits, Ports, Run
from research.pipeline.steps import (
    analyse_sources,
    answer_briefly,
    answer_parts,
    compare_sources,
    index_sources,
    judge_comparison,
    quote_sources,
    read_analysis,
    read_pages,
    relevance_of,
    search_and_plan,
    search_for_media,
    select_passages,
    tell_answer,
)
from research.ports import LanguageModel, Progress
from research.stages.compare.compare import untold
from research.stages.plan.plan import Plan
from research.stages.read.read import ReadOutcome
from research.stages.render.render import render
from research.stages.search.search import SearchOutcome
from research.stages.verify.verify import check_citations
from research.stages.write.write import fit_words
from research.text.cleaning import title_of

__all__ = ["StoredReport", "research"]


async def research(
    request: ResearchRequest,
    *,
    job_id: str,
    ports: Ports,
    limits: Limits,
    progress: Progress,
    warnings: Sequence[str] = (),
    usage_before: Mapping[str, Usage] | None = None,
    plan: JobPlan | None = None,
) -> StoredReport:
    """Research `request`, and store its report and snapshots under `job_id`.

    `warnings` are printed in the report, with those of the run, each once; `usage_before` is what
    earlier runs of the same job have used of models, and part of its cost; `plan` is the one that
    was approved (`proposal`), without which the run makes its own. Raises what the stages
    raise: `SourceUnusableError`, `AllSearchesFailedError`, `NothingFoundError`, `EmbedderError`,
    `StoreError`, `QuoteNotFoundError`, and `RunStoppedError` where the journal ends the run.
    """
    run = Run(request, job_id, ports, limits, progress, usage_before or {}, plan)
    started = ports.clock.elapsed_seconds()
    model = ports.model
    outcome = await (_write_with_model(run, model) if model else _write_without_model(run))
    sources = outcome.read.sources
    async with alongside(search_for_media(run)) as searching:
        by_rules = await run.keep("analyse", Analysis, lambda: analyse_sources(run, sources))
        analysis, unread = await read_analysis(run, by_rules, sources)
        since = await follow_up(run, outcome.draft, sources)
        shown = await shown_media(run, outcome.draft, sources, searching)
    report = assemble(
        run, outcome, analysis, since.changes, started=started,
        shown=shown, warnings=(*warnings, *since.warnings, *shown.warnings, *unread),
    )  # fmt: skip
    files = await asyncio.to_thread(
        render, report, sources, request.report_formats, ports.report_writers
    )
    return await store_report(run, report, files)


async def _write_without_model(run: Run) -> ResearchOutcome:
    """The outcome where every sentence of the report is a sentence of a source.

    Each step that `run.keep` names is in the journal: a run that is begun again goes on after it.
    """
    found, plan = await run.keep("search", tuple[SearchOutcome, Plan], lambda: search_and_plan(run))
    read = await run.keep("read", ReadOutcome, lambda: read_pages(run, found))
    draft = await run.keep("write", Draft, lambda: _quote(run, plan.questions, read.sources))
    draft = check_citations(draft, read.sources, progress=run.progress)
    warnings = (
        *unanswered(plan.questions, draft, run.max_words),
        *style_unused(run.request.style),
        *clarification_unasked(run.request),
        *plan.warnings,
    )
    return ResearchOutcome(draft, found, read, warnings=warnings)


async def _quote(run: Run, questions: Sequence[Question], sources: Sequence[Source]) -> Draft:
    """The draft that answers the query, then tells what else `sources` say, in their sentences.

    Where no part of the query is answered or may be, it says that, and what is near, and nothing
    else. Where aspects were approved, it goes on with them whatever was asked.
    """
    passages = await index_sources(run, sources)
    relevance = await relevance_of(run, sources)
    judged = await answer_parts(run, sources, relevance)
    max_words = run.max_words
    answer = judged.for_report(run.query, sources, max_words) if judged else ()
    if judged:
        tell_answer(run, answer, Stage.SELECT)
        relevance = judged.about_query(relevance)
    wants_aspects = any(one.kind in ASPECTS for one in run.approved_questions)
    if judged and (judged.is_denied or not (judged.wants_overview or wants_aspects)):
        draft = answer_briefly(run, judged, answer)
    else:
        selection = await select_passages(run, questions, sources, passages, relevance)
        findings = judged.further(max_words, MAX_FINDINGS) if judged else ()
        answering = judged.answering if judged else None
        draft = await quote_sources(run, selection, sources, max_words, answer, findings, answering)
    disagreements = await compare_sources(run, sources, relevance)
    return draft.model_copy(update={"disagreements": disagreements})


async def _write_with_model(run: Run, model: LanguageModel) -> ResearchOutcome:
    """The outcome where `model` writes: rounds, from plan to verify, and a beginning."""
    rounds = await research_in_rounds(run, model)
    sources = rounds.read.sources
    sections, repeated = distinct_sections(rounds.answers)
    opening = await begin_report(run, model, rounds, sections)
    sections, answered = unsaid_sections(sections, opening)
    stand_in = await write_stand_in(run, rounds)
    relevance = await relevance_of(run, sources)
    found = untold(await compare_sources(run, sources, relevance), opening.uncertain)
    disagreements = await run.keep(
        "compare",
        tuple[Disagreement, ...],
        lambda: judge_comparison(run, model, found, sources),
    )
    draft = compose(
        opening.title or title_of(run.query), opening, sections, stand_in, disagreements
    )
    draft = check_citations(draft, sources, progress=run.progress)
    fitted = fit_words(draft, run.max_words)
    return ResearchOutcome(
        retitle(fitted.draft, draft, run.query, opening.title_citations),
        rounds.found,
        rounds.read,
        warnings=(*rounds.warnings, *unwritten(rounds.answers, fitted.draft), *opening.warnings),
        dropped=(*rounds.dropped, *opening.dropped, *repeated, *answered, *fitted.left_out),
        open_questions=open_questions(opening.open_questions, rounds.answers, fitted.draft),
    )
