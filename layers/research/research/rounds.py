"""Research with a model, in rounds. Each asks, searches, reads, selects, writes and checks.

::

    round 1   the query itself, from the first pages  ║  meanwhile the model plans
    round 2   the plan's questions, all at once, from these pages and more
    round 3…  deep runs alone: what the report still lacks, while anything new is found

A round is a step in the journal: what it made is never made again.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from research.errors import ModelError
from research.models import Claim, Depth, Passage, Question, Selection, Source, Stage, Step
from research.ports import LanguageModel
from research.run import Run
from research.stages.answer import Answer, answer
from research.stages.index import index
from research.stages.name_gaps import name_gaps
from research.stages.plan import plan
from research.stages.plan_with_model import plan_with_model
from research.stages.read import ReadOutcome
from research.stages.read_more import NOTHING_READ, read_more
from research.stages.search import SearchOutcome, answered, merge, search
from research.stages.select import select
from research.stages.share_passages import share_passages
from research.stages.write_with_model import WORDS_PER_CLAIM
from research.text.terms import word_count

FIRST_SHARE = 0.5
"""The share of the pages wanted that is read, and of the words that is written, in round 1 of
several: the query itself is answered while the model plans the rest."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the rounds so far have found and written, and what the next one asks."""

    found: SearchOutcome
    read: ReadOutcome = NOTHING_READ
    passages: tuple[Passage, ...] = ()
    answers: tuple[Answer, ...] = ()
    next_questions: tuple[Question, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def claims(self) -> list[Claim]:
        """The claims that stand so far."""
        return [claim for one in self.answers for claim in one.claims]

    @property
    def questions(self) -> tuple[Question, ...]:
        """What was asked so far."""
        return tuple(one.question for one in self.answers)


async def gather(run: Run, model: LanguageModel) -> Gathered:
    """All rounds of `run`: one when it is quick, two usually, more when it is deep.

    Raises `AllSearchesFailedError`, `NothingFoundError`, `EmbedderError`, `StoreError`. What the
    model fails at is told in the answers and the warnings.
    """
    began = run.ports.clock.elapsed_seconds()
    rounds = {Depth.QUICK: 1, Depth.STANDARD: 2, Depth.DEEP: run.limits.max_rounds}
    last = rounds[run.request.depth]
    gathered = await run.keep(
        "round-1", Gathered, lambda: _first_round(run, model, is_only=last == 1)
    )
    for number in range(2, last + 1):
        is_late = run.ports.clock.elapsed_seconds() - began > run.limits.deadline_seconds
        if is_late or not gathered.next_questions:
            break
        make = _Round(run, model, gathered, is_last=number == last)
        gathered = await run.keep(f"round-{number}", Gathered, make)
    return gathered


async def _first_round(run: Run, model: LanguageModel, *, is_only: bool) -> Gathered:
    """The query, answered from the first pages, while the model plans what to ask next."""
    found = answered(await _search(run, [run.query]))
    if is_only:
        gathered = await _read(run, Gathered(found), run.request.max_sources)
        questions = plan(run.query, found.hits)
        return await _answer(run, model, gathered, questions, run.request.max_words)
    planning = asyncio.create_task(_plan(run, model, found))
    try:
        share = max(1, round(FIRST_SHARE * run.request.max_sources))
        gathered = await _read(run, Gathered(found), share)
        asked = Question(text=run.query, search_query=run.query, heading=run.query)
        words = round(FIRST_SHARE * run.request.max_words)
        gathered = await _answer(run, model, gathered, (asked,), words)
        questions, warnings = await planning
    finally:
        planning.cancel()
    return replace(gathered, next_questions=questions, warnings=(*gathered.warnings, *warnings))


async def _plan(
    run: Run, model: LanguageModel, found: SearchOutcome
) -> tuple[tuple[Question, ...], tuple[str, ...]]:
    warnings: tuple[str, ...] = ()
    try:
        questions = await plan_with_model(run.query, found.hits, model)
    except ModelError as error:
        questions = plan(run.query, found.hits)
        warnings = (f"The model did not plan ({error}): the questions are those of the query.",)
    told = "; ".join(question.heading for question in questions)
    run.progress(Step(stage=Stage.PLAN, done=len(questions), total=len(questions), message=told))
    return questions, warnings


@dataclass(frozen=True, slots=True)
class _Round:
    """A round after the first: the questions that are next, from the pages so far and more."""

    run: Run
    model: LanguageModel
    before: Gathered
    is_last: bool

    async def __call__(self) -> Gathered:
        run, questions = self.run, self.before.next_questions
        await _index_again_if_lost(run, self.before)
        queries = [q for one in questions for q in (one.search_query, *one.more_queries)]
        found = merge([self.before.found, await _search(run, queries)], run.limits.search)
        share = max(1, round((1 - FIRST_SHARE) * run.request.max_sources))
        gathered = await _read(run, replace(self.before, found=found), share)
        written = sum(word_count(claim.text) for claim in gathered.claims)
        words = max(run.request.max_words - written, run.request.max_words // 4)
        gathered = await _answer(run, self.model, gathered, questions, words)
        is_new = len(gathered.claims) > len(self.before.claims)
        gaps = await self._gaps(gathered) if is_new and not self.is_last else ()
        return replace(gathered, next_questions=gaps)

    async def _gaps(self, gathered: Gathered) -> tuple[Question, ...]:
        try:
            return await name_gaps(self.run.query, gathered.questions, gathered.claims, self.model)
        except ModelError:
            return ()  # no further round: the report is what it is


async def _index_again_if_lost(run: Run, gathered: Gathered) -> None:
    """Store the passages anew where the store has forgotten them, as one in memory has."""
    asked = await run.ports.embedder.embed([run.query])
    if not await run.ports.vectors.similarities(run.job_id, asked, 1):
        await _index(run, gathered.read.sources)


async def _index(run: Run, sources: Sequence[Source]) -> tuple[Passage, ...]:
    return await index(
        sources,
        job_id=run.job_id,
        embedder=run.ports.embedder,
        vectors=run.ports.vectors,
        progress=run.progress,
    )


async def _search(run: Run, queries: Sequence[str]) -> SearchOutcome:
    return await search(
        queries,
        providers=run.ports.searches,
        limits=run.limits.search,
        progress=run.progress,
    )


async def _read(run: Run, gathered: Gathered, wanted: int) -> Gathered:
    """`gathered` with at most `wanted` pages more, cut, embedded and stored."""
    read = await read_more(
        gathered.found.hits,
        gathered.read,
        fetcher=run.ports.fetcher,
        extractor=run.ports.extractor,
        limits=replace(run.limits.read, max_sources=wanted),
        progress=run.progress,
    )
    passages = await _index(run, read.sources[len(gathered.read.sources) :])
    return replace(gathered, read=read, passages=(*gathered.passages, *passages))


async def _answer(
    run: Run,
    model: LanguageModel,
    gathered: Gathered,
    questions: Sequence[Question],
    words: int,
) -> Gathered:
    """`gathered` with an answer to each of `questions`, all written at once."""
    selection = await select_for(run, gathered, questions)
    used = {passage_id for one in gathered.answers for passage_id in one.passage_ids}
    shares = share_passages(selection.evidence, selection.relevance, used)
    claims = max(1, round(words / WORDS_PER_CLAIM / max(1, len(shares))))
    sources = {source.id: source for source in gathered.read.sources}
    answers = await asyncio.gather(
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
            )
            for question, passages in shares
        )
    )
    return replace(gathered, answers=(*gathered.answers, *answers))


async def select_for(run: Run, gathered: Gathered, questions: Sequence[Question]) -> Selection:
    """The passages of all that was read that may answer `questions`."""
    return await select(
        run.query,
        questions,
        gathered.read.sources,
        gathered.passages,
        job_id=run.job_id,
        embedder=run.ports.embedder,
        vectors=run.ports.vectors,
        progress=run.progress,
    )
