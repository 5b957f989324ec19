"""Calls each stage with what a run gives it: its request, its ports, its limits, its progress."""

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from research.domain.analysis.analysis import Analysis
from research.domain.claim import AnswerStatus, Claim, Disagreement, Draft, PartAnswer, Verdict
from research.domain.errors import ModelError
from research.domain.passage import Passage, Selection
from research.domain.progress import AnsweredPart, Stage, Step
from research.domain.question import Question, QuestionKind
from research.domain.request_bounds import Depth
from research.domain.source import SearchHit, Source
from research.pipeline.run_context import Run
from research.ports import LanguageModel, WebSearch
from research.stages.analyse.analyse import analyse, read_more
from research.stages.answer.answer import Answers, Part, answer, parts_of_questions, unanswered
from research.stages.compare.compare import compare, judge_disagreements
from research.stages.index.index import index
from research.stages.media.media import NO_MEDIA, MediaOutcome, search_media
from research.stages.plan.plan import Plan, added_questions, asks_as, plan
from research.stages.read.read import NOTHING_READ, ReadOutcome, read
from research.stages.search.search import SearchOutcome, merge, require_answers, search
from research.stages.select.select import relevant_to_any, select
from research.stages.verify.verify import check_words
from research.stages.write.write import write
from research.text.cleaning import title_of
from research.text.prompts.quoting import describe_source
from research.text.source_sentences import SentenceKey
from research.text.terms import word_count

NOT_READ_BY_MODEL = "Relationships, topics and related questions are by rules: the model failed"


async def search_and_plan(run: Run) -> tuple[SearchOutcome, Plan]:
    """What the query finds, the plan made of it, and what that plan's questions find besides.

    Raises `AllSearchesFailedError` where no search for the query worked.
    """
    first = require_answers(await search_for(run, [run.query], run.ports.news))
    planned = await plan_questions(run, first.hits)
    queries = [one.search_query for one in planned.questions if one.search_query != run.query]
    second = await search_for(run, queries)
    return merge([first, second], run.limits.search), planned


async def search_for(
    run: Run, queries: Sequence[str], news: Sequence[WebSearch] = ()
) -> SearchOutcome:
    """What the run's searches, and those of `news`, find for `queries`."""
    return await search(
        queries,
        providers=run.ports.searches,
        limits=run.limits.search,
        progress=run.progress,
        scope=run.scope,
        news=news,
    )


async def search_for_media(run: Run) -> MediaOutcome:
    """Images and videos that the run's searches of such find for its query."""
    searches = run.ports.media
    if not searches:
        return NO_MEDIA
    return await run.keep(
        "media", MediaOutcome, lambda: search_media(run.query, searches, scope=run.scope)
    )


async def search_first(run: Run) -> SearchOutcome:
    """What the query itself finds, once for a job; anew where its asker said what is meant.

    Raises `AllSearchesFailedError` where no search worked.
    """
    step = "search-clarified" if run.query != run.request.query else "search-1"
    return require_answers(
        await run.keep(step, SearchOutcome, lambda: search_for(run, [run.query], run.ports.news))
    )


async def plan_questions(
    run: Run,
    hits: Sequence[SearchHit],
    model: LanguageModel | None = None,
    taken: Collection[str] = (),
) -> Plan:
    """The questions that the report answers: those that were approved, else such as are planned
    from `hits`, with `model` where there is one, which gives none of them a heading that is
    `taken`.
    """
    if run.plan:
        planned = Plan(run.approved_questions, run.plan.warnings)
    else:
        planned = await plan(run.query, hits, model, run.request.language, taken)
    told = [question.as_planned for question in planned.questions]
    count = len(told)
    run.progress(Step(stage=Stage.PLAN, done=count, total=count, message="; ".join(told)))
    return planned


async def read_pages(
    run: Run, found: SearchOutcome, before: ReadOutcome = NOTHING_READ, pages: int | None = None
) -> ReadOutcome:
    """What was read before, and at most `pages` pages of `found` more; None: as the limits say."""
    limits = run.limits.read if pages is None else replace(run.limits.read, max_sources=pages)
    return await read(
        found.hits,
        fetcher=run.ports.fetcher,
        extractor=run.ports.extractor,
        limits=limits,
        progress=run.progress,
        before=before,
        renderer=run.ports.renderer,
    )


async def index_sources(run: Run, sources: Sequence[Source]) -> tuple[Passage, ...]:
    """The passages of the sources within the scope, stored under the job, in the sources' order.

    Those that the store has already stay as they are. Raises `NothingFoundError` where there are
    sources and none is within the scope.
    """
    return await index(
        run.within_scope(sources),
        job_id=run.job_id,
        embedder=run.ports.embedder,
        vectors=run.ports.vectors,
        progress=run.progress,
    )


async def select_passages(
    run: Run,
    questions: Sequence[Question],
    sources: Sequence[Source],
    passages: Sequence[Passage],
    relevance: Mapping[int, float] | None = None,
    relevance_weight: float = 1.0,
) -> Selection:
    """The `passages`, indexed from `sources`, that may answer each of `questions`.

    `relevance` is how far each source is about the query, where that is known already.
    """
    if relevance is None:
        relevance = await relevance_of(run, sources)
    return await select(
        run.query,
        questions,
        run.within_scope(sources),
        passages,
        job_id=run.job_id,
        embedder=run.ports.embedder,
        vectors=run.ports.vectors,
        progress=run.progress,
        relevance=relevance,
        relevance_weight=relevance_weight,
    )


async def relevance_of(run: Run, sources: Sequence[Source]) -> dict[int, float]:
    """How far each source within the scope is about what was asked, by its number; may be empty.

    That is the query, and each question that was added to its plan. Raises `EmbedderError`.
    """
    wanted = run.within_scope(sources)
    of_these = tuple((source.id, source.sha256) for source in wanted)
    if of_these not in run.known_relevance:
        added = added_questions(run.approved_questions, run.request.query)
        texts = (run.query, *(one.search_query for one in added))
        run.known_relevance[of_these] = await relevant_to_any(texts, wanted, run.ports.embedder)
    return run.known_relevance[of_these]


async def answer_parts(
    run: Run, sources: Sequence[Source], relevance: Mapping[int, float]
) -> Answers | None:
    """What the sources within the scope say to each part of the query, in the order asked, or to
    each question of the asker's own in a plan that was edited.

    Where none is about the query, `relevance` is empty, and no part is answered. None where the
    sources or what was asked for are not in English: the judgement of what is an answer was fitted
    on English alone, and must not say of others that they don't answer.
    """
    wanted = run.within_scope(sources)
    about = [source for source in wanted if source.id in relevance]
    if not judges_language(run.request.language, about or wanted):
        return None
    parts = _approved_parts(run)
    if not about:
        return unanswered(run.query, parts)
    return await answer(
        run.query,
        wanted,
        relevance,
        embedder=run.ports.embedder,
        encoder=run.ports.encoder,
        parts=parts,
        reranker=run.ports.reranker,
        read_sentences=run.read_sentences,
    )


def _approved_parts(run: Run) -> tuple[Part, ...]:
    """What the approved plan asks in place of the query; none where that is the same."""
    questions = run.approved_questions
    if asks_as(questions, run.request.query):
        return ()
    return parts_of_questions(
        [(one.text, one.search_query) for one in questions if one.kind is QuestionKind.ASKED]
    )


def tell_answer(run: Run, answer: Sequence[PartAnswer], stage: Stage) -> None:
    """Report the answer, part by part, so that a reader has it before the report is made."""
    count = sum(one.status is not AnswerStatus.NOT_FOUND for one in answer)
    told = tuple(
        AnsweredPart(
            part=one.part,
            sentences=tuple(claim.text for claim in one.claims),
            sources=tuple(dict.fromkeys(c.source for claim in one.claims for c in claim.citations)),
        )
        for one in answer
    )
    message = f"{count} of {len(answer)} parts of the query answered"
    run.progress(Step(stage=stage, message=message, answer=told))


def judges_language(asked: str, sources: Sequence[Source]) -> bool:
    """Whether what is an answer can be judged without a model: most of `sources` are in English,
    and no other language was `asked` for.
    """
    wanted = asked or "en"
    known = Counter(source.language for source in sources if source.language)
    return wanted.startswith("en") and all(name == "en" for name, _ in known.most_common(1))


async def quote_sources(
    run: Run,
    selection: Selection,
    sources: Sequence[Source],
    max_words: int,
    answer: Sequence[PartAnswer] = (),
    findings: Sequence[Claim] = (),
    answering: Mapping[SentenceKey, float] | None = None,
) -> Draft:
    """A draft, of at most `max_words` words, of the sources' own sentences: `answer` first, then
    `findings`, then sections. `answering` is as for `write`.
    """
    return await write(
        run.query,
        selection,
        sources,
        max_words=max_words,
        embedder=run.ports.embedder,
        progress=run.progress,
        answer=answer,
        findings=findings,
        answering=answering,
    )


def answer_briefly(run: Run, judged: Answers, answer: Sequence[PartAnswer]) -> Draft:
    """A draft of `answer` and, unless no part is or may be answered, the further sentences judged
    likely to answer: all that who asks for a number or a name wants to read.
    """
    further = () if judged.is_denied else judged.further(run.max_words)
    draft = Draft(
        title=title_of(run.query), key_findings=further, sections=(), answer=tuple(answer)
    )
    texts = [claim.text for claim in draft.claims]
    count = len(texts)
    message = f"{count} claims, {sum(map(word_count, texts))} words"
    run.progress(Step(stage=Stage.WRITE, done=count, total=count, message=message))
    return draft


async def compare_sources(
    run: Run, sources: Sequence[Source], relevant: Collection[int]
) -> tuple[Disagreement, ...]:
    """Where those of `sources` whose numbers are `relevant` seem to differ, found off the loop."""
    compared = [source for source in sources if source.id in relevant]
    return await asyncio.to_thread(compare, compared, run.read_sentences)


async def analyse_sources(run: Run, sources: Sequence[Source]) -> Analysis:
    """What those of `sources` that are about the query have in them, found off the loop."""
    relevant = await relevance_of(run, sources)
    analysed = [source for source in sources if source.id in relevant]
    return await asyncio.to_thread(
        analyse, run.query, analysed, run.ports.sentiment, run.read_sentences
    )


async def read_analysis(
    run: Run, found: Analysis, sources: Sequence[Source]
) -> tuple[Analysis, tuple[str, ...]]:
    """`found` with what the run's model adds to it, and a warning where it fails; as it is without
    a model, and where the depth is `quick`.
    """
    model = run.ports.model
    if model is None or run.request.depth is Depth.QUICK:
        return found, ()
    relevant = await relevance_of(run, sources)
    about = [source for source in sources if source.id in relevant]

    async def read_once() -> tuple[Analysis, tuple[str, ...]]:
        try:
            return await read_more(run.query, found, about, model), ()
        except ModelError as error:
            return found, (f"{NOT_READ_BY_MODEL} ({error}).",)

    return await run.keep("analyse-more", tuple[Analysis, tuple[str, ...]], read_once)


async def judge_comparison(
    run: Run, model: LanguageModel, found: Sequence[Disagreement], sources: Sequence[Source]
) -> tuple[Disagreement, ...]:
    """Those of `found` that `model` confirms, with why they may be; all, where it fails.

    An explanation that names a number, a date or a name which neither side has is left out.
    """
    by_number = {source.id: source for source in sources}
    try:
        judged = await judge_disagreements(run.query, found, by_number, model)
    except ModelError:
        return tuple(found)
    return tuple(
        one if _is_explained(one, by_number) else one.model_copy(update={"explanation": ""})
        for one in judged
    )


def _is_explained(one: Disagreement, sources: Mapping[int, Source]) -> bool:
    known = [f"{describe_source(sources[c.source])}\n{c.quote}" for c in one.citations]
    found = check_words(one.explanation, known, known)
    return found.verdict is not Verdict.UNSUPPORTED
