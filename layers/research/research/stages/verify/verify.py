"""Verifies what a model wrote for one question: checks it by rules, has it judged, repairs it once.

`verify`, here, decides which of a model's sentences stand. The pipeline also takes from this module
`check_citations`, the last guard of every report, with a model or without: each quote is in its
source, character for character; `check_words`, by which it checks a title against claims; and
`without_repeats`, which it applies again across questions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from research.domain.claim import Claim, Verdict, WrittenClaim
from research.domain.errors import ModelError
from research.domain.passage import Passage
from research.domain.progress import Stage, Step
from research.domain.question import Question
from research.domain.source import Source
from research.ports import LanguageModel, Progress
from research.stages.verify.check_citations import check_citations
from research.stages.verify.check_claims import check_claim, is_quotation, recheck
from research.stages.verify.checks.check_words import check_words
from research.stages.verify.judge_claims import judge_claims
from research.stages.verify.repair_claims import repair_claims
from research.stages.verify.repeats import without_repeats

__all__ = [
    "CallOutput",
    "Strictness",
    "Verification",
    "check_citations",
    "check_words",
    "verify",
    "without_repeats",
]

MAX_SHARE_LEFT_OUT = 1 / 3
"""Up to this share of a section's claims may be left out unrepaired: repair takes as long as
writing."""


class Strictness(StrEnum):
    """What becomes of a claim that is not supported."""

    STRICT = "strict"
    """It is repaired, or left out."""
    FLAG = "flag"
    """It is printed with its verdict, unless nothing of it is in its source."""
    OFF = "off"
    """It is printed: no model judges it, and only that its quote exists is checked."""


_ACCEPTED = {
    Strictness.STRICT: frozenset({Verdict.SUPPORTED}),
    Strictness.FLAG: frozenset({Verdict.SUPPORTED, Verdict.PARTIAL}),
    Strictness.OFF: frozenset(Verdict),
}


@dataclass(frozen=True, slots=True)
class CallOutput:
    """What one call of the writing model wrote, and the passages it had, numbered from 1."""

    claims: tuple[WrittenClaim, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of the claims written for one question."""

    accepted: tuple[Claim, ...]
    dropped: tuple[Claim, ...]
    """Those that may not be printed, each with its verdict and the reason."""
    error: str = ""
    """Why some were not judged or repaired; empty where nothing went wrong."""


async def verify(
    question: Question,
    parts: Sequence[CallOutput],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    *,
    strictness: Strictness,
    model: LanguageModel,
    progress: Progress,
) -> Verification:
    """Which claims of `parts`, written to answer `question`, stand, and why the others don't.

    The quote of each claim is located in the passages of its part, and the claim is checked by
    rules; repeats of an earlier one are left out. A model judges those that rules can't settle
    and, where many were rejected, rewrites these once from `passages`, the question's own.
    `sources` has the sources of all passages by number. A claim that a failing model leaves
    unjudged is partial at best.
    Raises nothing of the model's: `error` says what failed.
    """
    checked = without_repeats(
        (check_claim(claim, part.passages, sources) for part in parts for claim in part.claims), []
    )
    claims, error = await _judge_and_repair(checked, passages, sources, strictness, model)
    progress(Step(stage=Stage.VERIFY, message=f"verified: {question.heading}"))
    accepted = _ACCEPTED[strictness]
    return Verification(
        tuple(claim for claim in claims if claim.verdict in accepted),
        tuple(claim for claim in claims if claim.verdict not in accepted),
        error,
    )


async def _judge_and_repair(
    claims: list[Claim],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    strictness: Strictness,
    model: LanguageModel,
) -> tuple[list[Claim], str]:
    """`claims`, judged and repaired as far as `strictness` wants; and what went wrong with that."""
    if strictness is Strictness.OFF:
        return claims, ""
    try:
        judged = await _judge(claims, sources, model)
    except ModelError as failure:
        unjudged = [_mark_unjudged(claim, sources) for claim in claims]
        return unjudged, f"some claims were not judged: {failure}"
    if strictness is Strictness.FLAG:
        return judged, ""
    try:
        return await _repair(judged, passages, sources, model), ""
    except ModelError as failure:
        return judged, f"what fell was not mended: {failure}"


async def _judge(
    claims: Sequence[Claim], sources: Mapping[int, Source], model: LanguageModel
) -> list[Claim]:
    """`claims`, those that rules don't settle with the model's verdict."""
    unsettled = [claim for claim in claims if _is_unsettled(claim, sources)]
    judged = iter(await judge_claims(unsettled, sources, model))
    return [next(judged) if _is_unsettled(claim, sources) else claim for claim in claims]


async def _repair(
    claims: Sequence[Claim],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    model: LanguageModel,
) -> list[Claim]:
    """`claims`, and where many were rejected what the model wrote in their place, once."""
    rejected = [claim for claim in claims if claim.verdict is not Verdict.SUPPORTED]
    if len(rejected) <= MAX_SHARE_LEFT_OUT * len(claims):
        return list(claims)
    passages = _cited(rejected, passages) or passages
    rewritten = await repair_claims(rejected, passages, sources, model)
    checked = [check_claim(claim, passages, sources) for claim in rewritten]
    judged = await _judge(checked, sources, model)
    return [*claims, *(claim.model_copy(update={"is_repaired": True}) for claim in judged)]


def _cited(claims: Sequence[Claim], passages: Sequence[Passage]) -> list[Passage]:
    """Those of `passages` that hold what `claims` cite: the others have claims already."""
    places = [(c.source, c.start) for claim in claims for c in claim.citations]
    return [
        passage
        for passage in passages
        if any(passage.source == s and passage.start <= at < passage.end for s, at in places)
    ]


def _is_unsettled(claim: Claim, sources: Mapping[int, Source]) -> bool:
    """Whether a model need judge `claim`: rules neither refute it nor are sure of it."""
    if claim.verdict is Verdict.UNSUPPORTED or is_quotation(claim, sources):
        return False
    return not recheck(claim, sources).is_sure


def _mark_unjudged(claim: Claim, sources: Mapping[int, Source]) -> Claim:
    if not _is_unsettled(claim, sources):
        return claim
    return claim.model_copy(update={"verdict": Verdict.PARTIAL, "reason": "was not judged"})
