"""Research with a model, in rounds. Each searches, reads, indexes, selects, writes and verifies.

::

    round 1   the query itself, from the first pages           ║ meanwhile the model plans
    round 2   the plan's questions, from these pages and more  ║ while round 1 is still written
    round 3…  deep runs alone: what the claims still leave open, while anything new is found

A quick run has one round, for questions that need no model. What is searched, read, planned and
written are steps in the journal, and never done again.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from research.domain.claim import Claim
from research.domain.errors import OutOfTimeError
from research.domain.passage import Passage
from research.domain.question import Question
from research.domain.request_bounds import Depth
from research.pipeline.answer import Answer, answer
from research.pipeline.run_context import Run
from research.pipeline.steps import (
    index_sources,
    plan_questions,
    read_pages,
    search_for,
    select_passages,
)
from research.ports import LanguageModel
from research.stages.plan.plan import MIN_QUESTIONS, Plan, plan, plan_gaps
from research.stages.read.read import NOTHING_READ, ReadOutcome
from research.stages.search.search import SearchOutcome, merge, require_answers
from research.stages.select.select import share_passages
from research.stages.write.write import WORDS_PER_CLAIM
from research.text.terms import word_count

FIRST_PAGES = 0.5
"""The share of the pages wanted that is read before the model's plan is there."""
FIRST_WORDS = 0.15
"""The share of the words that answers the query itself: a plan has three questions or more."""
WORDS_PER_SECTION = 200
"""A plan has no more questions than can be answered at this length."""

T = TypeVar("T")
Shares = list[tuple[Question, tuple[Passage, ...]]]
"""Questions, each with the passages that it is answered from."""


@dataclass(frozen=True, slots=True)
class RoundResults:
    """What all rounds so far have found, read and written."""

    found: SearchOutcome
    read: ReadOutcome = NOTHING_READ
    passages: tuple[Passage, ...] = ()
    answers: tuple[Answer, ...] = ()
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
    found = await run.keep(
        "search-1", SearchOutcome, lambda: search_for(run, [run.query], run.ports.news)
    )
    results = RoundResults(require_answers(found))
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
    questions = (await plan(run.query, results.found.hits)).questions
    results = await _read(run, results, 1, run.request.max_sources)
    claims = _claims_each(run.request.max_words, questions)
    shares = await _share(run, results, questions, claims)
    answers = await _answer(run, model, results, shares, claims, 1)
    return replace(results, answers=answers)


async def _first_two_rounds(run: Run, model: LanguageModel, results: RoundResults) -> RoundResults:
    """The query's answer and the plan's: the model plans and writes while pages are read."""
    asked = Question(text=run.query, search_query=run.query, heading=run.query)
    found = results.found
    words = round(FIRST_WORDS * run.request.max_words)
    words_left = run.request.max_words - words
    claims = _claims_each(words, [asked])
    planning = run.keep("plan", Plan, lambda: plan_questions(run, found, model))
    async with _alongside(planning) as plan_task:
        pages = max(1, round(FIRST_PAGES * run.request.max_sources))
        results = await _read(run, results, 1, pages)
        shares = await _share(run, results, [asked], claims)
        writing = _answer(run, model, results, shares, claims, 1)
        async with _alongside(writing) as first_answers:
            planned = await plan_task
            questions = planned.questions[: max(MIN_QUESTIONS, words_left // WORDS_PER_SECTION)]
            used = {passage.id for _, share in shares for passage in share}
            results = replace(results, warnings=planned.warnings)
            results = await _further_round(
                run, model, results, questions, 2, words=words_left, used=used
            )
            return replace(results, answers=(*await first_answers, *results.answers))


async def _open_questions(
    run: Run, model: LanguageModel, results: RoundResults, number: int
) -> tuple[Question, ...]:
    """What the claims leave open, as questions for round `number`; none where the model fails."""
    asked = [one.question for one in results.answers]
    gaps = await run.keep(
        f"plan-{number}",
        Plan,
        lambda: plan_gaps(run.query, asked, results.claims, model, run.request.language),
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
    used: Collection[str] = (),
) -> RoundResults:
    """`results` with answers to `questions`, from the pages read before and from more.

    They have about `words` words; 0: what the report has left. No passage in `used` is used again.
    """
    if not questions:
        return results
    queries = [query for one in questions for query in (one.search_query, *one.more_queries)]
    more = await run.keep(f"search-{number}", SearchOutcome, lambda: search_for(run, queries))
    results = replace(results, found=merge([results.found, more], run.limits.search))
    pages = max(1, round((1 - FIRST_PAGES) * run.request.max_sources))
    results = await _read(run, results, number, pages)
    claims = _claims_each(words or _words_left(run, results), questions)
    used = {*used, *(passage_id for one in results.answers for passage_id in one.passage_ids)}
    shares = await _share(run, results, questions, claims, used)
    answers = await _answer(run, model, results, shares, claims, number)
    return replace(results, answers=(*results.answers, *answers))


def _claims_each(words: int, questions: Sequence[Question]) -> int:
    """How many claims on each question make about `words` words together."""
    return max(1, round(words / WORDS_PER_CLAIM / max(1, len(questions))))


def _words_left(run: Run, results: RoundResults) -> int:
    """The words that the report has room for, but at least a quarter of all."""
    written = sum(word_count(claim.text) for claim in results.claims)
    return max(run.request.max_words - written, run.request.max_words // 4)


async def _read(run: Run, results: RoundResults, number: int, pages: int) -> RoundResults:
    """`results` with at most `pages` pages more of what was found, and the passages of all."""
    found, before = results.found, results.read
    read = await run.keep(
        f"read-{number}", ReadOutcome, lambda: read_pages(run, found, before, pages)
    )
    return replace(results, read=read, passages=await index_sources(run, read.sources))


async def _share(
    run: Run,
    results: RoundResults,
    questions: Sequence[Question],
    claims: int,
    used: Collection[str] = (),
) -> Shares:
    """Each of `questions` with passages for so many claims, none of them `used`."""
    sources = results.read.sources
    selection = await select_passages(run, questions, sources, results.passages)
    return share_passages(selection.evidence, selection.relevance, used, claims=claims)


async def _answer(
    run: Run, model: LanguageModel, results: RoundResults, shares: Shares, claims: int, number: int
) -> tuple[Answer, ...]:
    """An answer to each question from its share of the passages, all written at once."""
    sources = {source.id: source for source in results.read.sources}

    async def write() -> tuple[Answer, ...]:
        answers = (
            answer(
                run.query,
                question,
                passages,
                sources,
                claims=claims,
                strictness=run.limits.strictness,
                model=model,
                progress=run.progress,
                language=run.request.language,
                is_first=place == 0,
            )
            for place, (question, passages) in enumerate(shares)
        )
        return tuple(await asyncio.gather(*answers))

    return await run.keep(f"answers-{number}", tuple[Answer, ...], write)


@asynccontextmanager
async def _alongside(work: Coroutine[Any, Any, T]) -> AsyncIterator[asyncio.Task[T]]:
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
