"""Answers a question about a report from the report's own sources, or says that they don't tell.

::

    without a model   answer → verify
    with a model      answer, then select → write → verify while there is time, else as without

The stages are those of a report, and so are the checks: what is printed is a sentence of a source
or was judged to be carried by several, and every quote is looked up once more at the end.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from research.domain.claim import AnswerStatus, Draft, PartAnswer, answer_claims
from research.domain.errors import ModelError
from research.domain.follow_up.question import ReportAnswer
from research.domain.model_call import Cost, Usage
from research.domain.progress import Step
from research.domain.question import Question
from research.domain.report import Report
from research.domain.scope import ANYWHERE, Scope
from research.domain.source import Source
from research.pipeline.answer import Answer, answer
from research.pipeline.steps import judges_language
from research.pipeline.stored_report import StoredSources
from research.ports import Clock, Embedder, Entailment, LanguageModel, Reranker, VectorStore
from research.stages.answer.answer import answer as answer_in_quotes
from research.stages.answer.answer import asked_parts, not_found_message, unanswered
from research.stages.index.index import index
from research.stages.select.select import pack_evidence, relevant_sources, select
from research.stages.verify.verify import Strictness, check_citations
from research.text.cleaning import clean_text
from research.text.prompts.evidence import Brief

MAX_WORDS = 250
"""Of an answer: a few sentences to each part."""
MODEL_SECONDS = 20.0
"""How long a model has: what it does not say by then is answered in the sources' own words."""
MAX_PARTS = 4
"""Of a question, that sources are looked for by themselves."""
PACK_TOKENS = 1_900
"""Of evidence for a model, as for a section of a report."""
RELEVANCE_WEIGHT = 0.3
"""Of how far a source is about the question: its report's sources were chosen for another one."""
OTHER_LANGUAGE = (
    "Without a model, whether sources answer is judged in English alone; what they say nearest to "
    "the question stands below."
)

_LEANING = re.compile(
    r"\b(?:it|its|he|him|his|she|her|hers|they|them|their|theirs|this|these|those)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AskPorts:
    """The ports that an answer uses. Without a model, it quotes sentences of the sources."""

    embedder: Embedder
    entailment: Entailment
    vectors: VectorStore
    """Holds the passages of this answer alone."""
    clock: Clock
    reranker: Reranker | None = None
    model: LanguageModel | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a report, and what may be used to answer it."""

    question: str
    report: Report
    stored: StoredSources
    scope: Scope = ANYWHERE
    """The bounds of the report's own request."""
    language: str = ""
    """That of the report; empty: that of the question."""
    strictness: Strictness = Strictness.STRICT


async def ask(asked: Asked, ports: AskPorts) -> ReportAnswer:
    """The answer, cited and checked. Raises `EmbedderError`, `StoreError`, `QuoteNotFoundError`.

    Where a model fails, is late, or writes nothing that stands, `warnings` say so.
    """
    question = " ".join(clean_text(asked.question).split())
    sources = [one for one in asked.stored.sources if asked.scope.has_source(one)]
    relevance = await _relevance(question, asked.report.query, sources, ports.embedder)
    quoted = await _in_quotes(question, sources, relevance, asked.language, ports)
    written, warnings = await _written(question, sources, relevance, quoted, asked, ports)
    draft = Draft(title=question, key_findings=(), sections=(), answer=written or quoted)
    checked = check_citations(draft, sources, progress=_tell_nobody)
    cited = {c.source for claim in answer_claims(checked.answer) for c in claim.citations}
    return ReportAnswer(
        job_id=asked.report.job_id,
        question=question,
        answer=checked.answer,
        sources=tuple(record for record in asked.report.sources if record.id in cited),
        written_by_model=written is not None,
        cost=_cost(ports.model),
        warnings=(*asked.stored.warnings, *warnings),
    )


async def _relevance(
    question: str, query: str, sources: Sequence[Source], embedder: Embedder
) -> dict[int, float]:
    """How far each source is about the question, or about a part of it.

    One that leans on the report it is asked of ("how long did it take?") is also about what the
    report was asked for. Any other is not: fewer parts of questions about something else are
    answered so, and as many of their own.
    """
    parts = asked_parts(question)[:MAX_PARTS]
    about = [question, *(parts if len(parts) > 1 else ())]
    if _LEANING.search(parts[0]):  # in a later part it may be for what the first one names
        about.append(query)
    found: dict[int, float] = {}
    for text in about:
        for number, relevance in (await relevant_sources(text, sources, embedder)).items():
            found[number] = max(relevance, found.get(number, 0.0))
    return found


async def _in_quotes(
    question: str,
    sources: Sequence[Source],
    relevance: Mapping[int, float],
    language: str,
    ports: AskPorts,
) -> tuple[PartAnswer, ...]:
    """The answer in sentences of the sources, to each part of the question.

    What is near is told where it may answer: who asks a report has read already what it is about.
    """
    if not relevance:
        return unanswered(question).for_report(question, sources, MAX_WORDS)
    found = await answer_in_quotes(
        question, sources, relevance, embedder=ports.embedder, reranker=ports.reranker
    )
    answers = found.for_report(question, sources, MAX_WORDS)
    if judges_language(language, [one for one in sources if one.id in relevance]):
        return tuple(
            answer if judged.may_answer else answer.model_copy(update={"nearby": ()})
            for answer, judged in zip(answers, found.parts, strict=True)
        )
    return tuple(
        PartAnswer(
            part=one.part,
            status=AnswerStatus.NOT_FOUND,
            message=OTHER_LANGUAGE,
            nearby=one.claims or one.nearby,
        )
        for one in answers
    )


async def _written(
    question: str,
    sources: Sequence[Source],
    relevance: Mapping[int, float],
    quoted: tuple[PartAnswer, ...],
    asked: Asked,
    ports: AskPorts,
) -> tuple[tuple[PartAnswer, ...] | None, tuple[str, ...]]:
    """A model's answer, and None where there is none, with why."""
    if ports.model is None or not relevance:
        return None, ()
    about = [source for source in sources if source.id in relevance]
    try:
        async with asyncio.timeout(MODEL_SECONDS):
            said = await _write(question, about, relevance, asked, ports, ports.model)
    except TimeoutError:
        return None, (_instead(f"did not answer within {MODEL_SECONDS:g} seconds"),)
    except ModelError as error:
        return None, (_instead(f"failed ({error})"),)
    if said.error and not said.claims:
        return None, (_instead(f"failed ({said.error})"),)
    if said.dropped and not said.claims:
        return None, (_instead("wrote nothing that its quotes carry"),)
    return (_part_answer(question, said, sources, quoted),), ()


def _instead(what: str) -> str:
    return f"The model {what}: the answer is in the sources' own words."


async def _write(
    question: str,
    sources: Sequence[Source],
    relevance: Mapping[int, float],
    asked: Asked,
    ports: AskPorts,
    model: LanguageModel,
) -> Answer:
    """What `model` writes of the passages that are nearest to the question, verified."""
    own = Question(text=question, search_query=question, heading=question)
    by_number = {source.id: source for source in sources}
    job_id = asked.report.job_id

    passages = await index(
        sources,
        job_id=job_id,
        embedder=ports.embedder,
        vectors=ports.vectors,
        progress=_tell_nobody,
    )
    selection = await select(
        question, [own], sources, passages, job_id=job_id, embedder=ports.embedder,
        vectors=ports.vectors, progress=_tell_nobody, relevance=relevance,
        relevance_weight=RELEVANCE_WEIGHT,
    )  # fmt: skip
    (pack,) = pack_evidence(selection, by_number, PACK_TOKENS)
    brief = Brief(
        query=asked.report.query,
        headings=(),
        today=ports.clock.now().date(),
        language=asked.language,
    )
    (written,) = await answer(
        brief, [(own, pack)], by_number, words=MAX_WORDS // 2, strictness=asked.strictness,
        entailment=ports.entailment, model=model, progress=_tell_nobody,
    )  # fmt: skip
    return written


def _part_answer(
    question: str, said: Answer, sources: Sequence[Source], quoted: Sequence[PartAnswer]
) -> PartAnswer:
    """What a model says: of what it does not find, the message is ours, and what is near, too."""
    parts = asked_parts(question)
    part = parts[0] if len(parts) == 1 else question
    if not said.claims:
        near = tuple(dict.fromkeys(c for one in quoted for c in (*one.claims, *one.nearby)))
        message = not_found_message(part, question, sources)
        return PartAnswer(part=part, status=AnswerStatus.NOT_FOUND, message=message, nearby=near)
    status = AnswerStatus.PARTLY if said.missing or said.error else AnswerStatus.ANSWERED
    return PartAnswer(part=part, status=status, claims=said.claims)


def _tell_nobody(step: Step) -> None:
    """Whoever asks waits for the whole answer."""


def _cost(model: LanguageModel | None) -> Cost | None:
    if model is None:
        return None
    usage = model.usage()
    return Cost(total=sum(usage.values(), start=Usage()), by_purpose=usage)
