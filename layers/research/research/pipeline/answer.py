"""Writes the sections of a report with a model, verifies them, and keeps the claims that stand.

What the same call writes for the beginning of the report is verified with them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from research.domain.claim import Claim
from research.domain.passage import Passage
from research.domain.question import Question, QuestionKind
from research.domain.source import Source
from research.pipeline.opening_answers import VerifiedOpening, opening_answers, verified_opening
from research.pipeline.section_drafts import Planned, SectionDraft, SectionWriter
from research.ports import Entailment, LanguageModel, Progress
from research.stages.plan.plan import heading_of
from research.stages.verify.verify import Strictness, Verification, WrittenAnswer, verify
from research.text.prompts.evidence import Brief


@dataclass(frozen=True, slots=True)
class Answer:
    """What was written for one question. The journal keeps it: its fields are a stored form."""

    question: Question
    claims: tuple[Claim, ...]
    """Those that stand."""
    dropped: tuple[Claim, ...]
    """Those that don't, and repeats of those that do, with the reasons."""
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
class RoundAnswers:
    """What was written for the questions of a round. A stored form, as `Answer` is."""

    answers: tuple[Answer, ...]
    opening: VerifiedOpening | None = None
    """What the report begins with; None where it is to be concluded from all claims."""


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
    parts: Sequence[str] = (),
    may_have_tables: bool = True,
    taken_headings: Collection[str] = (),
) -> RoundAnswers:
    """At most about `words` words for each question, written from its passages, as `brief` has it.

    Short ones are written together, all at once, then all are verified together. `parts` of the
    query are answered by the call that writes all, if one does. Sections may end in a table, unless
    they have no place for one. No writer's heading is one of those `taken_headings`, which are in
    lower case. Raises nothing of the model's: where it fails, `error` says so.
    """
    writer = SectionWriter(brief, sources, words, model, progress, parts, may_have_tables)
    drafts = await writer.write(evidence)
    written = {
        place: WrittenAnswer(
            draft.question,
            draft.section.blocks,
            draft.passages,
            draft.computed,
        )
        for place, draft in enumerate(drafts.sections)
        if draft.section is not None
    }
    opening = opening_answers(brief.query, parts, drafts.opening)
    verifications = await verify(
        brief,
        [*written.values(), *opening],
        sources,
        strictness=strictness,
        entailment=entailment,
        model=model,
        progress=progress,
    )
    found = dict(zip(written, verifications[: len(written)], strict=True))
    headed = _headed(drafts.sections, taken_headings)
    return RoundAnswers(
        tuple(_answer(draft, found.get(place)) for place, draft in enumerate(headed)),
        verified_opening(parts, drafts.opening, verifications[len(written) :]),
    )


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


def _headed(drafts: Sequence[SectionDraft], others: Collection[str]) -> list[SectionDraft]:
    """`drafts`, each that answers several questions under the heading that its writer gave it, if
    that is one and none of another's or of `others`. One that says nothing keeps theirs.
    """
    taken = {one.question.heading.casefold() for one in drafts}.union(others)
    headed = []
    for draft in drafts:
        section, question = draft.section, draft.question
        is_named = section and any(section.blocks) and question.kind is QuestionKind.JOINED
        heading = heading_of(section.heading, taken) if section and is_named else ""
        heading = heading or question.heading
        taken.add(heading.casefold())
        named = question.model_copy(update={"heading": heading})
        headed.append(replace(draft, question=named))
    return headed
