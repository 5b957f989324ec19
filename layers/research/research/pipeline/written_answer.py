"""Has a model answer a question about a report in verified sentences, while there is time."""

import asyncio
from collections.abc import Sequence

from research.domain.claim import AnswerStatus, PartAnswer
from research.domain.errors import ModelError
from research.domain.passage import Passage
from research.domain.progress import tell_nobody
from research.domain.question import Question
from research.domain.report import Report
from research.pipeline.answer import Answer, answer
from research.pipeline.asked import MAX_WORDS, Asked, AskPorts, Evidence
from research.ports import LanguageModel
from research.stages.answer.answer import asked_parts, not_found_message
from research.stages.index.index import index
from research.stages.select.select import pack_evidence, select
from research.text.prompts.evidence import Brief

PACK_TOKENS = 1_900
"""Of evidence, as for a section of a report."""
RELEVANCE_WEIGHT = 0.3
"""Of how far a source is about the question: its report's sources were chosen for another one."""

Written = tuple[tuple[PartAnswer, ...], tuple[str, ...]]


async def write_answer(
    asked: Asked,
    evidence: Evidence,
    quoted: Sequence[PartAnswer],
    ports: AskPorts,
    seconds: float,
) -> Written:
    """The model's answer within `seconds`; none where there is no model, or with why: a warning.

    `quoted` is the answer without a model: what is near, where it finds none. Raises
    `EmbedderError`.
    """
    if ports.model is None or not evidence.relevance:
        return (), ()
    try:
        async with asyncio.timeout(seconds):
            said = await _write(asked, evidence, ports, ports.model)
    except TimeoutError:
        return _instead("did not answer in time")
    except ModelError as error:
        return _instead(f"failed ({error})")
    if said.error and not said.claims:
        return _instead(f"failed ({said.error})")
    if said.dropped and not said.claims:
        return _instead("wrote nothing that its quotes carry")
    return (_part_answer(evidence, said, quoted),), ()


def _instead(what: str) -> Written:
    return (), (f"The model {what}: the answer is in the sources' own words.",)


async def _write(asked: Asked, evidence: Evidence, ports: AskPorts, model: LanguageModel) -> Answer:
    """What `model` writes of the passages that are nearest to the question, verified."""
    own = Question(
        text=evidence.question, search_query=evidence.question, heading=evidence.question
    )
    brief = Brief(
        query=asked.report.query,
        headings=(),
        today=ports.clock.now().date(),
        language=asked.language,
    )
    found = await answer(
        brief,
        [(own, await _pack(own, asked.report, evidence, ports))],
        {source.id: source for source in evidence.about},
        words=MAX_WORDS // 2,
        strictness=asked.strictness,
        entailment=ports.entailment,
        model=model,
        progress=tell_nobody,
        may_have_tables=False,
    )
    (written,) = found.answers
    return written


async def _pack(
    own: Question, report: Report, evidence: Evidence, ports: AskPorts
) -> tuple[Passage, ...]:
    """The paragraphs that are nearest to the question.

    What the pages are about is the query of their report: a page on it all may say "cost" once.
    """
    job_id = report.job_id
    about, embedder, vectors = evidence.about, ports.embedder, ports.vectors
    passages = await index(
        about, job_id=job_id, embedder=embedder, vectors=vectors, progress=tell_nobody
    )
    selection = await select(
        own.text,
        [own],
        about,
        passages,
        job_id=job_id,
        embedder=embedder,
        vectors=vectors,
        progress=tell_nobody,
        relevance=evidence.relevance,
        relevance_weight=RELEVANCE_WEIGHT,
    )
    by_number = {source.id: source for source in about}
    (pack,) = await asyncio.to_thread(
        pack_evidence, report.query, selection, by_number, PACK_TOKENS
    )
    return pack


def _part_answer(evidence: Evidence, said: Answer, quoted: Sequence[PartAnswer]) -> PartAnswer:
    """What a model says: of what it does not find, the message is ours, and what is near, too."""
    parts = asked_parts(evidence.question)
    part = parts[0] if len(parts) == 1 else evidence.question
    if not said.claims:
        near = tuple(dict.fromkeys(c for one in quoted for c in (*one.claims, *one.nearby)))
        message = not_found_message(part, evidence.question, evidence.sources)
        return PartAnswer(part=part, status=AnswerStatus.NOT_FOUND, message=message, nearby=near)
    status = AnswerStatus.PARTLY if said.missing or said.error else AnswerStatus.ANSWERED
    # An answer has no sections, and so no paragraphs of them.
    claims = tuple(claim.alone for claim in said.claims)
    return PartAnswer(part=part, status=status, claims=claims)
