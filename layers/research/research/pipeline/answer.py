"""Writes the sections of a report with a model, verifies them, and keeps the claims that stand."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from research.domain.claim import Claim
from research.domain.errors import ModelError
from research.domain.passage import Passage
from research.domain.progress import Stage, Step
from research.domain.question import Question
from research.domain.source import Source
from research.ports import Entailment, LanguageModel, Progress
from research.stages.verify.verify import Strictness, Verification, WrittenAnswer, verify
from research.stages.write.write import WrittenSection, write_section
from research.text.prompts.evidence import Brief

NO_PASSAGES = "no passage was found for it"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was written for one question. The journal keeps it: its fields are a stored form."""

    question: Question
    claims: tuple[Claim, ...]
    """Those that stand."""
    dropped: tuple[Claim, ...]
    """Those that don't, with the reasons."""
    passages: tuple[Passage, ...] = ()
    """What it was written from."""
    missing: str = ""
    """What the question asks and these passages don't say, in the model's words; empty: nothing."""
    error: str = ""
    """Why some or all of it was not written; empty when all was."""

    @property
    def is_silent(self) -> bool:
        """Whether the model, which had passages and did not fail, found no answer in them."""
        return bool(self.passages) and not (self.claims or self.dropped or self.error)


@dataclass(frozen=True, slots=True)
class _Draft:
    """What was written for one question, before it is verified."""

    question: Question
    passages: tuple[Passage, ...]
    section: WrittenSection | None = None
    error: str = ""
    """Why there is no section."""


async def answer(
    brief: Brief,
    evidence: Sequence[tuple[Question, tuple[Passage, ...]]],
    sources: Mapping[int, Source],
    *,
    words: int,
    strictness: Strictness,
    entailment: Entailment,
    model: LanguageModel,
    progress: Progress,
) -> tuple[Answer, ...]:
    """At most about `words` words for each question, written from its passages, as `brief` has it.

    All are written at once, then verified together. Reports progress word by word for the first.
    Raises nothing of the model's: where it fails, `error` says so.
    """
    drafts = await asyncio.gather(
        *(
            _write(brief, question, passages, sources, words, model, progress, is_first=not place)
            for place, (question, passages) in enumerate(evidence)
        )
    )
    written = {
        place: WrittenAnswer(
            draft.question,
            [paragraph.sentences for paragraph in draft.section.paragraphs],
            draft.passages,
        )
        for place, draft in enumerate(drafts)
        if draft.section is not None
    }
    verifications = await verify(
        brief,
        list(written.values()),
        sources,
        strictness=strictness,
        entailment=entailment,
        model=model,
        progress=progress,
    )
    found = dict(zip(written, verifications, strict=True))
    return tuple(_answer(draft, found.get(place)) for place, draft in enumerate(drafts))


async def _write(
    brief: Brief,
    question: Question,
    passages: tuple[Passage, ...],
    sources: Mapping[int, Source],
    words: int,
    model: LanguageModel,
    progress: Progress,
    *,
    is_first: bool,
) -> _Draft:
    if not passages:
        return _Draft(question, (), error=NO_PASSAGES)

    def report_writing(_piece: str) -> None:
        progress(Step(stage=Stage.WRITE, message=f"writing: {question.heading}"))

    try:
        section = await write_section(
            brief,
            question,
            passages,
            sources,
            words=words,
            model=model,
            on_text=report_writing if is_first else None,
        )
    except ModelError as error:
        return _Draft(question, passages, error=str(error) or error.code)
    progress(Step(stage=Stage.WRITE, message=f"written: {question.heading}"))
    return _Draft(question, passages, section)


def _answer(draft: _Draft, verified: Verification | None) -> Answer:
    if draft.section is None or verified is None:
        return Answer(draft.question, (), (), draft.passages, error=draft.error)
    return Answer(
        draft.question,
        verified.accepted,
        verified.dropped,
        draft.passages,
        draft.section.missing,
        verified.error,
    )
