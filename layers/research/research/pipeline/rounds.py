"""Research with a model, in rounds. Each searches, reads, indexes, selects, writes and verifies.

::

    round 1   the query's own pages are read               ║ meanwhile the model plans
    round 2   the plan's questions, from these pages and more: a section each, or one for several
              where too little was read (`join_questions`); all those of a plan that was
              approved, which is made before anything is read (`proposal`), a section each
    round 3…  deep runs alone: what the claims still leave open, while anything new is found

A quick run has one round, for questions that need no model. What is searched, read, planned and
written are steps in the journal, and never done again.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from research.domain.claim import Claim
from research.domain.errors import OutOfTimeError
from research.domain.passage import Passage
from research.domain.question import ASPECTS, Question
from research.domain.request_bounds import Depth
from research.pipeline.answer import Answer, RoundAnswers, answer
from research.pipeline.opening_answers import VerifiedOpening
from research.pipeline.run_context import Run
from research.pipeline.steps import (
    index_sources,
    plan_questions,
    read_pages,
    search_first,
    search_for,
    select_passages,
)
from research.ports import LanguageModel
from research.stages.answer.answer import asked_parts
from research.stages.plan.plan import MIN_QUESTIONS, Plan, plan, plan_gaps
from research.stages.read.read import NOTHING_READ, ReadOutcome
from research.stages.render.render import own_headings
from research.stages.search.search import SearchOutcome, merge
from research.stages.select.select import join_questions, pack_evidence
from research.text.prompts.evidence import Brief
from research.text.terms import word_count

FIRST_PAGES = 0.5
"""The share of the pages wanted that is read before the model's plan is there."""
ANSWER_SHARE = 0.22
"""The share of the words that are for no section: the answer, what is uncertain, the assessment."""
_SPARE_SHARE = 0.05
"""Asked of nobody: a model can't count, and what has no room at the end is lost, true as it is."""
WORDS_PER_SECTION = 200
"""A plan has no more questions than can be answered at this length."""
MAX_QUICK_QUESTIONS = 3
PACK_TOKENS = {Depth.QUICK: 1_000, Depth.STANDARD: 1_900, Depth.DEEP: 2_000}
"""Of the evidence for one section, by depth."""
RELEVANCE_WEIGHT = 0.3
"""Of how far a source is about the query. A plan asks for more than the query's own words do, and a
source that alone answers one question of it may be the least near to the query."""

_KeptAnswers = RoundAnswers | tuple[Answer, ...]
"""Answers alone are what versions before 0.2 kept."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RoundResults:
    """What all rounds so far have found, read and written."""

    found: SearchOutcome
    read: ReadOutcome = NOTHING_READ
    passages: tuple[Passage, ...] = ()
    answers: tuple[Answer, ...] = ()
    opening: VerifiedOpening | None = None
    """What the report begins with, where the call that wrote all its sections wrote it."""
    warnings: tuple[str, ...] = ()

    @property
    def claims(self) -> list[Claim]:
        """The claims of all answers that stand."""
        return [claim for one in self.answers for claim in one.claims]

    @property
    def dropped(self) -> list[Claim]:
        """The claims of all answers that don't."""
        return [claim for one in self.answers for claim in one.dropped]


async def research_in_rounds(run: Run, model: LanguageModel) -> RoundResults:
    """The results of all rounds: one in a quick run, two in a standard one, more in a deep one.

    Raises `AllSearchesFailedError`, `NothingFoundError`, `EmbedderError`, `StoreError`. Where the
    model fails, the answers and the warnings say so.
    """
    began = run.ports.clock.elapsed_seconds()
    results = RoundResults(await search_first(run))
    if run.request.depth is Depth.QUICK:
        return await _only_round(run, model, results)
    results = await _first_two_rounds(run, model, results)
    rounds = 2 if run.request.depth is Depth.STANDARD else run.limits.max_rounds
    for number in range(3, rounds + 1):
        if run.ports.clock.elapsed_seconds() - began > run.limits.deadline_seconds:
            break
        questions = await _open_questions(run, model, results, number)
        claims_before = len(results.claims)
        results = await _further_round(run, model, results, questions, number)
        if len(results.claims) == claims_before:
            break
    return results


async def _only_round(run: Run, model: LanguageModel, results: RoundResults) -> RoundResults:
    questions = run.approved_questions or await quick_questions(run)
    results = await _read(run, results, 1, run.request.max_sources)
    written = await _answer(run, model, results, questions, _section_words(run), 1)
    return replace(results, answers=written.answers, opening=written.opening)


async def quick_questions(run: Run) -> tuple[Question, ...]:
    """What a quick run answers, for which no model plans: some of what the query itself asks."""
    planned = (await plan(run.query, ())).questions
    return tuple(one for one in planned if one.kind not in ASPECTS)[:MAX_QUICK_QUESTIONS]


async def _first_two_rounds(run: Run, model: LanguageModel, results: RoundResults) -> RoundResults:
    """The plan's questions answered: the model plans while the query's first pages are read."""
    async with alongside(plan_round(run, results.found, model)) as plan_task:
        pages = max(1, round(FIRST_PAGES * run.request.max_sources))
        results = await _read(run, results, 1, pages)
        planned = await plan_task
    words = _section_words(run)
    count = len(planned.questions) if run.plan else questions_with_room(run)
    results = replace(results, warnings=(*planned.warnings, *_no_room(planned.questions[count:])))
    return await _further_round(run, model, results, planned.questions[:count], 2, words=words)


async def plan_round(run: Run, found: SearchOutcome, model: LanguageModel) -> Plan:
    """The plan for the second round: the approved one, or the model's, which is asked for once."""
    if run.plan:
        return await plan_questions(run, found.hits)
    return await run.keep(
        "plan", Plan, lambda: plan_questions(run, found.hits, model, own_headings())
    )


def questions_with_room(run: Run) -> int:
    """How many questions of a plan the report has room for."""
    return max(MIN_QUESTIONS, _section_words(run) // WORDS_PER_SECTION)


def _no_room(questions: Sequence[Question]) -> tuple[str, ...]:
    return tuple(
        f"“{one.heading}” was planned and not written: the report has no room for more."
        for one in questions
        if one.kind not in ASPECTS
    )


async def _open_questions(
    run: Run, model: LanguageModel, results: RoundResults, number: int
) -> tuple[Question, ...]:
    """What the claims leave open, as questions for round `number`; none where the model fails."""
    asked = [one.question for one in results.answers]
    gaps = await run.keep(
        f"plan-{number}",
        Plan,
        lambda: plan_gaps(
            run.query, asked, results.claims, model, run.request.language, own_headings()
        ),
    )
    return gaps.questions


async def _further_round(
    run: Run,
    model: LanguageModel,
    results: RoundResults,
    questions: Sequence[Question],
    number: int,
    *,
    words: int = 0,
) -> RoundResults:
    """`results` with answers to `questions`, from the pages read before and from more.

    They have about `words` words; 0: what the report has left.
    """
    if not questions:
        return results
    queries = [query for one in questions for query in (one.search_query, *one.more_queries)]
    more = await run.keep(f"search-{number}", SearchOutcome, lambda: search_for(run, queries))
    results = replace(results, found=merge([results.found, more], run.limits.search))
    pages = max(1, round((1 - FIRST_PAGES) * run.request.max_sources))
    results = await _read(run, results, number, pages)
    words = words or _words_left(run, results)
    written = await _answer(run, model, results, questions, words, number)
    return replace(results, answers=(*results.answers, *written.answers), opening=written.opening)


def _section_words(run: Run) -> int:
    """The words that are asked for of all sections together."""
    return round((1 - ANSWER_SHARE - _SPARE_SHARE) * run.max_words)


def _words_left(run: Run, results: RoundResults) -> int:
    """The words that the sections have room for, but at least a quarter of all."""
    written = sum(word_count(claim.printed) for claim in results.claims)
    return max(_section_words(run) - written, run.max_words // 4)


async def _read(run: Run, results: RoundResults, number: int, pages: int) -> RoundResults:
    """`results` with at most `pages` pages more of what was found, and the passages of all."""
    found, before = results.found, results.read
    read = await run.keep(
        f"read-{number}", ReadOutcome, lambda: read_pages(run, found, before, pages)
    )
    return replace(results, read=read, passages=await index_sources(run, read.sources))


async def _answer(
    run: Run,
    model: LanguageModel,
    results: RoundResults,
    questions: Sequence[Question],
    words: int,
    number: int,
) -> RoundAnswers:
    """An answer to each of `questions`, all written at once, of `words` words together.

    Those that share too little evidence for a section each are one question (`join_questions`).
    Unless further rounds may follow, what the report begins with is written along with them.
    """
    sources = {source.id: source for source in results.read.sources}
    before = [one.question for one in results.answers]
    brief = await brief_of(run, before)  # the day that it keeps is a step: not within another
    parts = () if run.request.depth is Depth.DEEP else asked_parts(run.query)

    async def write() -> RoundAnswers:
        selection = await select_passages(
            run,
            questions,
            results.read.sources,
            results.passages,
            relevance_weight=RELEVANCE_WEIGHT,
        )
        packs = await asyncio.to_thread(
            pack_evidence, run.query, selection, sources, PACK_TOKENS[run.request.depth]
        )
        planned = tuple(
            (q.question, pack) for q, pack in zip(selection.evidence, packs, strict=True)
        )
        if run.plan is None:  # what was approved has the sections that were approved
            planned = join_questions(planned, sources)
        headings = (*brief.headings, *(question.heading for question, _ in planned))
        return await answer(
            replace(brief, headings=headings),
            planned,
            sources,
            words=max(1, words // len(planned)),
            strictness=run.limits.strictness,
            entailment=run.ports.entailment,
            model=model,
            progress=run.progress,
            parts=parts,
            taken_headings=own_headings().union(one.heading.casefold() for one in before),
        )

    kept = await run.keep(f"answers-{number}", _KeptAnswers, write)  # type: ignore[arg-type]
    return kept if isinstance(kept, RoundAnswers) else RoundAnswers(kept)


async def brief_of(run: Run, questions: Sequence[Question]) -> Brief:
    """What every model call of `run` that writes is told, with `questions` as the plan.

    The day is that on which the job began to write: a call made again after midnight is the same.
    """

    async def today() -> date:
        return run.ports.clock.now().date()

    return Brief(
        query=run.query,
        headings=tuple(one.heading for one in questions),
        today=await run.keep("today", date, today),
        language=run.request.language,
        style=run.request.style,
    )


@asynccontextmanager
async def alongside(work: Coroutine[Any, Any, T]) -> AsyncIterator[asyncio.Task[T]]:
    """Runs `work` while the block lasts, and cancels it where the block ends before it.

    Where the block ends for want of time, `work` is waited for: it was begun in time, and what it
    has paid for would be paid for again.
    """
    task = asyncio.create_task(work)
    try:
        yield task
    except OutOfTimeError:
        await asyncio.wait([task])
        raise
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
