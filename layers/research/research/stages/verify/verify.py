"""Verifies what a model wrote: cites it, checks it by rules, has it judged and mended once.

`verify`, here, decides which of a model's sentences stand. The pipeline also takes from this module
`check_citations`, the last guard of every report, with a model or without: each quote is in its
source, character for character; `check_words`, by which it checks a title against claims; and
`without_repeats` and `repeats`, which it applies across questions. `check_evidence` and
`fitted_model` are the judgement by words, for the adapter of `Entailment` that is it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from research.domain.claim import Claim, Computation, WrittenSentence
from research.domain.passage import Passage
from research.domain.progress import Stage, Step
from research.domain.question import Question
from research.domain.request_bounds import Style
from research.domain.source import Source
from research.ports import Entailment, LanguageModel, Progress
from research.stages.verify.check_citations import check_citations
from research.stages.verify.checks.check_words import check_evidence, check_words
from research.stages.verify.checks.entailment import fitted_model
from research.stages.verify.entailed import LIKELY
from research.stages.verify.judge_and_repair import VerifiedSentence, Verifier, judge_and_repair
from research.stages.verify.judge_claims import JudgedSentence
from research.stages.verify.repeats import as_repeat, repeats, without_repeats
from research.stages.verify.strictness import Strictness, stands
from research.stages.verify.tables import untold_tables, whole_tables
from research.stages.verify.verify_conclusions import verify_conclusions
from research.text.prompts.evidence import Brief

__all__ = [
    "LIKELY",
    "Strictness",
    "Verification",
    "WrittenAnswer",
    "as_repeat",
    "check_citations",
    "check_evidence",
    "check_words",
    "fitted_model",
    "repeats",
    "stands",
    "verify",
    "verify_conclusions",
    "without_repeats",
]


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """What a model wrote for one question."""

    question: Question
    paragraphs: Sequence[Sequence[WrittenSentence]]
    passages: Sequence[Passage]
    """What it was shown, numbered from 1."""
    computed: Sequence[Computation] = ()
    """The figures that it computed, of this answer or others."""
    is_summary: bool = False
    """Whether it sums up what other answers say, so that it may say it again."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of the sentences written for one question."""

    accepted: tuple[Claim, ...]
    """In the order in which they were written, each in its paragraph."""
    dropped: tuple[Claim, ...]
    """Those that are not printed, each once and as it was written, with its verdict, if it has
    one, and the reason; not those of which what they were mended to stands."""
    error: str = ""
    """Why some were not judged or repaired; empty where nothing went wrong."""


async def verify(
    brief: Brief,
    answers: Sequence[WrittenAnswer],
    sources: Mapping[int, Source],
    *,
    strictness: Strictness,
    entailment: Entailment,
    model: LanguageModel,
    progress: Progress,
) -> tuple[Verification, ...]:
    """For each of `answers`, which of its sentences stand, and why others don't.

    Each quote is located in the passages that its writer was shown, and each sentence is checked by
    rules; repeats of an earlier one of the same answer are left out. A model judges those that
    rules don't settle, of all answers together, and mends those that fall; what it mends is checked
    as they were. Of a table, cells that fall are not mended, and all go where too few stand, or
    where sentences tell them all, unless the style asks for tables.
    `sources` has the sources of all passages by number. A claim that a failing model leaves
    unjudged is partial at best. Raises `EmbedderError`, and nothing of the model's: `error` says
    what failed.
    """
    verifier = Verifier(brief, sources, strictness, entailment, model)
    checked = await asyncio.to_thread(lambda: [_checked(verifier, one) for one in answers])
    listed = [sentence for own, _ in checked for sentence in own]
    outcomes = iter(await judge_and_repair(verifier, listed))
    found = [
        _verification([next(outcomes) for _ in own], repeated, strictness, brief.style)
        for own, repeated in checked
    ]
    for answer in (one for one in answers if not one.is_summary):
        progress(Step(stage=Stage.VERIFY, message=f"verified: {answer.question.heading}"))
    return tuple(found)


def _checked(
    verifier: Verifier, answer: WrittenAnswer
) -> tuple[list[JudgedSentence], tuple[Claim, ...]]:
    """The sentences of `answer`, cited and checked by rules, and those that repeat one of them."""
    checked = [
        verifier.check(sentence, number, answer.passages, answer.computed)
        for number, sentences in enumerate(answer.paragraphs, start=1)
        for sentence in sentences
    ]
    found = without_repeats((one.claim for one in checked), [])
    distinct = {id(claim) for claim in found.kept}
    judged = [
        JudgedSentence(
            one, answer.question.text, answer.passages, answer.is_summary, answer.computed
        )
        for one in checked
        if id(one.claim) in distinct
    ]
    return judged, found.repeated


def _verification(
    verified: Sequence[VerifiedSentence],
    repeated: Sequence[Claim],
    strictness: Strictness,
    style: Style,
) -> Verification:
    claims = [one.claim for one in verified]
    standing = [claim for claim in claims if stands(claim, strictness)]
    fallen = [_fallen(one) for one in verified if not stands(one.claim, strictness)]
    errors = dict.fromkeys(one.error for one in verified if one.error)
    distinct = without_repeats(standing, [])  # what was mended may have become what stands
    accepted, left_out = whole_tables(distinct.kept)
    if style is not Style.TABLE:
        accepted, told = untold_tables(accepted)
        left_out = (*left_out, *told)
    dropped = (*fallen, *repeated, *distinct.repeated, *left_out)
    return Verification(accepted, dropped, "; ".join(errors))


def _fallen(one: VerifiedSentence) -> Claim:
    """What is told of a sentence that fell; of one that was mended and fell again, the first words,
    with what became of the others.
    """
    if one.replaced is None:
        return one.claim
    again = f"mended to “{one.claim.text}”: {one.claim.reason}"
    return one.replaced.model_copy(update={"reason": f"{one.replaced.reason}; {again}"})
