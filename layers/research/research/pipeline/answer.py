"""Writes the sections of a report with a model, verifies them, and keeps the claims that stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from research.domain.claim import Claim
from research.domain.passage import Passage
from research.domain.question import Question
from research.domain.source import Source
from research.pipeline.section_drafts import Planned, SectionDraft, SectionWriter
from research.ports import Entailment, LanguageModel, Progress
from research.stages.verify.verify import Strictness, Verification, WrittenAnswer, verify
from research.text.prompts.evidence import Brief


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


async def answer(
    brief: Brief,
    evidence: Sequence[Planned],
    sources: Mapping[int, Source],
    *,
    words: int,
    strictness: Strictness,
    entailment: Entailment,
    model: LanguageModel,
    progress: Progress,
) -> tuple[Answer, ...]:
    """At most about `words` words for each question, written from its passages, as `brief` has it.

    Short ones are written together, all at once, then all are verified together. Raises nothing of
    the model's: where it fails, `error` says so.
    """
    drafts = await SectionWriter(brief, sources, words, model, progress).write(evidence)
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


def _answer(draft: SectionDraft, verified: Verification | None) -> Answer:
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
