"""Answers one question with a model: writes claims, verifies them, and keeps those that stand."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from research.domain.claim import Claim
from research.domain.errors import ModelError
from research.domain.passage import Passage
from research.domain.progress import Stage, Step
from research.domain.question import Question
from research.domain.source import Source
from research.ports import LanguageModel, Progress
from research.stages.select.select import limit_claims, share_out
from research.stages.verify.verify import CallOutput, Strictness, verify
from research.stages.write.write import CLAIMS_PER_CALL, write_claims


@dataclass(frozen=True, slots=True)
class Answer:
    """What was written for one question. The journal keeps it: its fields are a stored form."""

    question: Question
    claims: tuple[Claim, ...]
    """Those that stand."""
    dropped: tuple[Claim, ...]
    """Those that don't, with the reasons."""
    passage_ids: tuple[str, ...] = ()
    """The passages that it was written from, and that no other answer need use."""
    error: str = ""
    """Why some or all of it was not written; empty when all was."""


async def answer(
    query: str,
    question: Question,
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    *,
    claims: int,
    strictness: Strictness,
    model: LanguageModel,
    progress: Progress,
    language: str = "",
    is_first: bool = True,
) -> Answer:
    """About `claims` claims that answer `question`, each carried by one of `passages`.

    They are in `language`, or in that of the question where it is empty. Several calls write at
    once, each from passages of its own; the first of them reports progress word by word, unless
    `is_first` is false. A call that fails costs its own part; `error` says so. Raises nothing of
    the model's.
    """
    if not passages:
        return Answer(question, (), (), error="other questions took every passage")
    claims = limit_claims(passages, claims)
    calls = max(1, min(len(passages), round(claims / CLAIMS_PER_CALL)))
    each, more = divmod(claims, calls)

    def report_writing(_piece: str) -> None:
        progress(Step(stage=Stage.WRITE, message=f"writing: {question.heading}"))

    written = await asyncio.gather(
        *(
            _write_part(
                query,
                question,
                share,
                sources,
                each + (number < more),
                model,
                report_writing if is_first and number == 0 else None,
                language,
            )
            for number, share in enumerate(share_out(passages, calls))
        )
    )
    progress(Step(stage=Stage.WRITE, message=f"written: {question.heading}"))
    verification = await verify(
        question,
        [part for part, _ in written],
        passages,
        sources,
        strictness=strictness,
        model=model,
        progress=progress,
    )
    errors = dict.fromkeys(filter(None, (*(error for _, error in written), verification.error)))
    return Answer(
        question,
        verification.accepted,
        verification.dropped,
        tuple(passage.id for passage in passages),
        "; ".join(errors),
    )


async def _write_part(
    query: str,
    question: Question,
    passages: tuple[Passage, ...],
    sources: Mapping[int, Source],
    claims: int,
    model: LanguageModel,
    on_text: Callable[[str], None] | None,
    language: str,
) -> tuple[CallOutput, str]:
    """What one call wrote from `passages`; or nothing, and why."""
    try:
        written = await write_claims(
            query,
            question,
            passages,
            sources,
            claims=limit_claims(passages, claims),
            model=model,
            on_text=on_text,
            language=language,
        )
    except ModelError as error:
        return CallOutput((), passages), str(error) or error.code
    return CallOutput(written, passages), ""
