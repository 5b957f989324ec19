"""Writes one section with a model, verifies what was written, and keeps the claims that stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from research.domain.claim import Claim
from research.domain.errors import ModelError
from research.domain.passage import Passage
from research.domain.progress import Stage, Step
from research.domain.question import Question
from research.domain.source import Source
from research.ports import Entailment, LanguageModel, Progress
from research.stages.verify.verify import Strictness, verify
from research.stages.write.write import write_section
from research.text.section_prompt import Brief

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


async def answer(
    brief: Brief,
    question: Question,
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    *,
    words: int,
    strictness: Strictness,
    entailment: Entailment,
    model: LanguageModel,
    progress: Progress,
    is_first: bool = True,
) -> Answer:
    """At most about `words` words that answer `question` from `passages`, as `brief` has it.

    Reports progress word by word, unless `is_first` is false. Raises nothing of the model's: where
    it fails, `error` says so.
    """
    if not passages:
        return Answer(question, (), (), error=NO_PASSAGES)

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
        return Answer(question, (), (), tuple(passages), error=str(error) or error.code)
    progress(Step(stage=Stage.WRITE, message=f"written: {question.heading}"))
    verification = await verify(
        brief,
        question,
        [paragraph.sentences for paragraph in section.paragraphs],
        passages,
        sources,
        strictness=strictness,
        entailment=entailment,
        model=model,
        progress=progress,
    )
    return Answer(
        question,
        verification.accepted,
        verification.dropped,
        tuple(passages),
        section.missing,
        verification.error,
    )
