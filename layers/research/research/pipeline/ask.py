"""Answers a question about a report from the report's own sources, or says that they don't tell.

::

    without a model   answer → verify
    with a model      answer, then select → write → verify while there is time, else as without

The stages are those of a report, and so are the checks: what is printed is a sentence of a source
or was judged to be carried by several, and every quote is looked up once more at the end.
"""

import re
from collections.abc import Sequence

from research.domain.claim import AnswerStatus, Draft, PartAnswer, answer_claims
from research.domain.follow_up.question import ReportAnswer
from research.domain.model_call import Cost, Usage
from research.domain.progress import tell_nobody
from research.domain.source import Source
from research.pipeline.asked import MAX_WORDS, Asked, AskPorts, Evidence
from research.pipeline.steps import judges_language
from research.pipeline.written_answer import write_answer
from research.ports import Embedder, LanguageModel
from research.stages.answer.answer import answer, asked_parts, unanswered
from research.stages.select.select import relevant_to_any
from research.stages.verify.verify import check_citations
from research.text.cleaning import clean_text

MAX_PARTS = 4
"""Of a question, that sources are looked for by themselves."""
OTHER_LANGUAGE = (
    "Without a model, whether sources answer is judged in English alone; what they say nearest to "
    "the question stands below."
)
_LEANING = re.compile(
    r"\b(?:it|its|he|him|his|she|her|hers|they|them|their|theirs|this|these|those)\b",
    re.IGNORECASE,
)


async def ask(asked: Asked, ports: AskPorts, seconds: float) -> ReportAnswer:
    """The answer, cited and checked, a model's within `seconds`.

    Where a model fails, is late, or writes nothing that stands, `warnings` say so. Raises
    `EmbedderError`, `StoreError`, `QuoteNotFoundError`.
    """
    began = ports.clock.elapsed_seconds()
    question = " ".join(clean_text(asked.question).split())
    sources = [one for one in asked.stored.sources if asked.scope.has_source(one)]
    relevance = await _relevance(question, asked.report.query, sources, ports.embedder)
    evidence = Evidence(question, sources, relevance)
    quoted = await _in_quotes(evidence, asked.language, ports)
    left = seconds - (ports.clock.elapsed_seconds() - began)
    written, warnings = await write_answer(asked, evidence, quoted, ports, left)
    draft = Draft(title=question, key_findings=(), sections=(), answer=written or quoted)
    checked = check_citations(draft, sources, progress=tell_nobody)
    cited = {c.source for claim in answer_claims(checked.answer) for c in claim.citations}
    return ReportAnswer(
        job_id=asked.report.job_id,
        question=question,
        answer=checked.answer,
        sources=tuple(record for record in asked.report.sources if record.id in cited),
        written_by_model=bool(written),
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
    return await relevant_to_any(about, sources, embedder)


async def _in_quotes(evidence: Evidence, language: str, ports: AskPorts) -> tuple[PartAnswer, ...]:
    """The answer in sentences of the sources, to each part of the question.

    What is near is told where it may answer: who asks a report has read already what it is about.
    """
    question, sources = evidence.question, evidence.sources
    if not evidence.relevance:
        return unanswered(question).for_report(question, sources, MAX_WORDS)
    found = await answer(
        question,
        sources,
        evidence.relevance,
        embedder=ports.embedder,
        encoder=ports.encoder,
        reranker=ports.reranker,
    )
    answers = found.for_report(question, sources, MAX_WORDS)
    if not judges_language(language, evidence.about):
        return tuple(map(_unjudged, answers))
    return tuple(
        one if judged.may_answer else one.model_copy(update={"nearby": ()})
        for one, judged in zip(answers, found.parts, strict=True)
    )


def _unjudged(one: PartAnswer) -> PartAnswer:
    return PartAnswer(
        part=one.part,
        status=AnswerStatus.NOT_FOUND,
        message=OTHER_LANGUAGE,
        nearby=one.claims or one.nearby,
    )


def _cost(model: LanguageModel | None) -> Cost | None:
    """What the model has cost; None where it was not asked."""
    usage = model.usage() if model else {}
    return Cost(total=sum(usage.values(), start=Usage()), by_purpose=usage) if usage else None
