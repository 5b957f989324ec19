"""Research with a model, in rounds. Each asks, searches, reads, selects, writes and checks.

::

    round 1   the query itself, from the first pages         ║  meanwhile the model plans,
    round 2   the plan's questions, from these pages and more ║  and round 1 is still being written
    round 3…  deep runs alone: what the report still lacks, while anything new is found

What is searched, read, planned and written are steps in the journal, and never made again.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from research.domain.claim import Claim
from research.domain.errors import ModelError, OutOfTimeError
from research.domain.passage import Passage, Selection
from research.domain.progress import Stage, Step
from research.domain.question import Question
from research.domain.request_bounds import Depth
from research.pipeline.answer import Answer, answer
from research.pipeline.run_context import Run
from research.ports import LanguageModel, WebSearch
from research.stages.index.index import index
from research.stages.plan.model_questions import plan_with_model
from research.stages.plan.name_gaps import name_gaps
from research.stages.plan.plan import MIN_QUESTIONS, plan
from research.stages.read.read import ReadOutcome
from research.stages.read.read_more import NOTHING_READ, read_more
from research.stages.search.search import SearchOutcome, answered, merge, search
from research.stages.select.select import select
from research.stages.select.share_passages import share_passages
from research.stages.write.model_claims import WORDS_PER_CLAIM
from research.text.terms import word_count

FIRST_PAGES = 0.5
"""The share of the pages wanted that is read before the model's plan is there."""
FIRST_WORDS = 0.15
"""The share of the words that answers the query itself: a plan has three questions or more."""

WORDS_PER_SECTION = 200
"""A plan has no more questions than can be answered at this length."""

T = TypeVar("T")
Shares = list[tuple[Question, tuple[Passage, ...]]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the rounds have found and written."""

    found: SearchOutcome
    read: ReadOutcome
    passages: tuple[Passage, ...]
    answers: tuple[Answer, ...]
    warnings: tuple[str, ...] = ()

    @property
    def claims(self) -> list[Claim]:
        """The claims that stand so far."""
        return [claim for one in self.answers for claim in one.claims]


@dataclass(frozen=True, slots=True)
class Planned:
    """What to ask, and what to tell of how that was decided."""

    questions: tuple[Question, ...]
    warnings: tuple[str, ...] = ()


async def gather(run: Run, model: LanguageModel) -> Gathered:
    """All rounds of `run`: one when it is quick, two usually, more when it is deep.

    Raises `AllSearchesFailedError`, `NothingFoundError`, `EmbedderError`, `StoreError`. What the
    model fails at is told in the answers and the warnings.
    """
    began = run.ports.clock.elapsed_seconds()
    found = answered(await _search(run, "search-1", [run.query], run.ports.news))
    if run.request.depth is Depth.QUICK:
        return await _one_round(run, model, found)
    gathered = await _two_rounds(run, model, found)
    rounds = 2 if run.request.depth is Depth.STANDARD else run.limits.max_rounds
    for number in range(3, rounds + 1):
        if run.ports.clock.elapsed_seconds() - began > run.limits.deadline_seconds:
            break
        gaps = await run.keep(f"plan-{number}", Planned, _Gaps(run, model, gathered))
        before = len(gathered.claims)
        gathered = await _further_round(run, model, gathered, gaps.questions, number)
        if len(gathered.claims) == before:
            break
    return gathered


async def _one_round(run: Run, model: LanguageModel, found: SearchOutcome) -> Gathered:
    """The questions that the query and its first results bring, from what the search found."""
    questions = plan(run.query, found.hits)
    read = await _read(run, "read-1", found, NOTHING_READ, run.request.max_sources)
    passages = await _index(run, read)
    claims = _claims_each(run.request.max_words, questions)
    shares = await _share(run, read, passages, questions, claims)
    answers = await _answer(run, "answers-1", model, shares, read, claims)
    return Gathered(found, read, passages, answers)


async def _two_rounds(run: Run, model: LanguageModel, found: SearchOutcome) -> Gathered:
    """The query and the plan's questions; the model plans and writes while pages are read."""
    asked = Question(text=run.query, search_query=run.query, heading=run.query)
    first_pages = max(1, round(FIRST_PAGES * run.request.max_sources))
    first_words = round(FIRST_WORDS * run.request.max_words)
    claims = _claims_each(first_words, [asked])
    async with _alongside(run.keep("plan", Planned, lambda: _plan(run, model, found))) as planning:
        read = await _read(run, "read-1", found, NOTHING_READ, first_pages)
        passages = await _index(run, read)
        shares = await _share(run, read, passages, [asked], claims)
        writing = _answer(run, "answers-1", model, shares, read, claims)
        async with _alongside(writing) as first:
            planned = await planning
            gathered = Gathered(found, read, passages, (), planned.warnings)
            words = run.request.max_words - first_words
            gathered = await _further_round(
                run,
                model,
                gathered,
                planned.questions[: max(MIN_QUESTIONS, words // WORDS_PER_SECTION)],
                2,
                words=words,
                used={passage.id for _, share in shares for passage in share},
            )
            return replace(gathered, answers=(*await first, *gathered.answers))


async def _further_round(
    run: Run,
    model: LanguageModel,
    gathered: Gathered,
    questions: Sequence[Question],
    number: int,
    *,
    words: int = 0,
    used: Collection[str] = (),
) -> Gathered:
    """`gathered` with answers to `questions`, from its pages and more, in about `words` words."""
    if not questions:
        return gathered
    queries = [query for one in questions for query in (one.search_query, *one.more_queries)]
    more = await _search(run, f"search-{number}", queries)
    found = merge([gathered.found, more], run.limits.search)
    wanted = max(1, round((1 - FIRST_PAGES) * run.request.max_sources))
    read = await _read(run, f"read-{number}", found, gathered.read, wanted)
    passages = await _index(run, read)
    used = {*used, *(passage_id for one in gathered.answers for passage_id in one.passage_ids)}
    written = sum(word_count(claim.text) for claim in gathered.claims)
    words = words or max(run.request.max_words - written, run.request.max_words // 4)
    claims = _claims_each(words, questions)
    shares = await _share(run, read, passages, questions, claims, used)
    answers = await _answer(run, f"answers-{number}", model, shares, read, claims)
    return replace(
        gathered,
        found=found,
        read=read,
        passages=passages,
        answers=(*gathered.answers, *answers),
    )


async def _plan(run: Run, model: LanguageModel, found: SearchOutcome) -> Planned:
    warnings: tuple[str, ...] = ()
    try:
        questions = await plan_with_model(run.query, found.hits, model, run.request.language)
    except ModelError as error:
        questions = plan(run.query, found.hits)
        warnings = (f"The model did not plan ({error}): the questions are those of the query.",)
    told = "; ".join(question.heading for question in questions)
    run.progress(Step(stage=Stage.PLAN, done=len(questions), total=len(questions), message=told))
    return Planned(questions, warnings)


@dataclass(frozen=True, slots=True)
class _Gaps:
    """Asks what is missing from what was gathered."""

    run: Run
    model: LanguageModel
    gathered: Gathered

    async def __call__(self) -> Planned:
        asked = [one.question for one in self.gathered.answers]
        try:
            gaps = await name_gaps(
                self.run.query,
                asked,
                self.gathered.claims,
                self.model,
                self.run.request.language,
            )
        except ModelError:
            return Planned(())  # no further round: the report is what it is
        return Planned(gaps)


async def _search(
    run: Run, step: str, queries: Sequence[str], news: Sequence[WebSearch] = ()
) -> SearchOutcome:
    return await run.keep(
        step,
        SearchOutcome,
        lambda: search(
            queries,
            providers=run.ports.searches,
            limits=run.limits.search,
            progress=run.progress,
            scope=run.scope,
            news=news,
        ),
    )


async def _read(
    run: Run, step: str, found: SearchOutcome, before: ReadOutcome, wanted: int
) -> ReadOutcome:
    """What was read before, and at most `wanted` pages of `found` more."""
    return await run.keep(
        step,
        ReadOutcome,
        lambda: read_more(
            found.hits,
            before,
            fetcher=run.ports.fetcher,
            extractor=run.ports.extractor,
            limits=replace(run.limits.read, max_sources=wanted),
            progress=run.progress,
        ),
    )


async def _index(run: Run, read: ReadOutcome) -> tuple[Passage, ...]:
    """The passages of all that was read. A store that has them keeps them as they are."""
    return await index(
        run.wanted(read.sources),
        job_id=run.job_id,
        embedder=run.ports.embedder,
        vectors=run.ports.vectors,
        progress=run.progress,
    )


async def _share(
    run: Run,
    read: ReadOutcome,
    passages: Sequence[Passage],
    questions: Sequence[Question],
    claims: int,
    used: Collection[str] = (),
) -> Shares:
    """Passages for so many claims on each of `questions`."""
    selection = await select_for(run, read, passages, questions)
    return share_passages(selection.evidence, selection.relevance, used, claims=claims)


def _claims_each(words: int, questions: Sequence[Question]) -> int:
    """How many claims on each question make about `words` words together."""
    return max(1, round(words / WORDS_PER_CLAIM / max(1, len(questions))))


async def select_for(
    run: Run, read: ReadOutcome, passages: Sequence[Passage], questions: Sequence[Question]
) -> Selection:
    """The passages of what was read that may answer `questions`."""
    return await select(
        run.query,
        questions,
        run.wanted(read.sources),
        passages,
        job_id=run.job_id,
        embedder=run.ports.embedder,
        vectors=run.ports.vectors,
        progress=run.progress,
    )


async def _answer(
    run: Run, step: str, model: LanguageModel, shares: Shares, read: ReadOutcome, claims: int
) -> tuple[Answer, ...]:
    """An answer to each question from its share of the passages, all written at once."""
    sources = {source.id: source for source in read.sources}

    async def write() -> tuple[Answer, ...]:
        return tuple(
            await asyncio.gather(
                *(
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
                        is_first=number == 0,
                    )
                    for number, (question, passages) in enumerate(shares)
                )
            )
        )

    return await run.keep(step, tuple[Answer, ...], write)


@asynccontextmanager
async def _alongside(work: Coroutine[Any, Any, T]) -> AsyncIterator[asyncio.Task[T]]:
    """`work` under way while the block lasts, and given up where the block ends before it.

    Where the block ends for want of time, `work` is ended first: it was begun in time, and what it
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
