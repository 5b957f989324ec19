"""Answers one question with a model: write, check, judge, mend once, and keep what stands."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from research.domain.claim import Claim, Verdict
from research.domain.errors import ModelError
from research.domain.passage import Passage
from research.domain.progress import Stage, Step
from research.domain.question import Question
from research.domain.source import Source
from research.ports import LanguageModel, Progress
from research.stages.select.share_passages import carried, share_out
from research.stages.verify.check_claims import check_claim, quotation_of
from research.stages.verify.judge_claims import judge_claims
from research.stages.verify.repair_claims import repair_claims
from research.stages.write.repeats import unsaid
from research.stages.write.write_with_model import CLAIMS_PER_CALL, write_claims

MAY_FALL = 1 / 3
"""When no more of a section's claims fall, they are left out: to mend takes as long as to write."""


class Strictness(StrEnum):
    """What becomes of a claim that is not supported."""

    STRICT = "strict"
    """It is mended, or left out."""
    FLAG = "flag"
    """It is printed with its verdict, unless nothing of it is in its source."""
    OFF = "off"
    """Only that its quote exists is checked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was written for one question."""

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

    They are in `language`, or in that of the question where it is empty. Of what is written at
    once only the first part is told word by word, as a reader sees it begin.
    Several calls write at once, each from passages of its own. A call that fails costs its own
    part; `error` says so. Raises nothing of the model's.
    """
    if not passages:
        return Answer(question, (), (), error="other questions took every passage")
    claims = carried(passages, claims)
    calls = max(1, min(len(passages), round(claims / CLAIMS_PER_CALL)))
    each, more = divmod(claims, calls)

    def tell(_piece: str) -> None:
        progress(Step(stage=Stage.WRITE, message=f"writing: {question.heading}"))

    written = await asyncio.gather(
        *(
            _part(
                query,
                question,
                share,
                sources,
                each + (number < more),
                model,
                tell if is_first and number == 0 else None,
                language,
            )
            for number, share in enumerate(share_out(passages, calls))
        )
    )
    progress(Step(stage=Stage.WRITE, message=f"written: {question.heading}"))
    checked = unsaid((claim for part, _ in written for claim in part), [])
    checked, trouble = await _settled(checked, passages, sources, strictness, model)
    errors = dict.fromkeys(filter(None, (*(error for _, error in written), trouble)))
    return Answer(
        question,
        tuple(claim for claim in checked if claim.verdict in _STANDING[strictness]),
        tuple(claim for claim in checked if claim.verdict not in _STANDING[strictness]),
        tuple(passage.id for passage in passages),
        "; ".join(errors),
    )


async def _part(
    query: str,
    question: Question,
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    claims: int,
    model: LanguageModel,
    on_text: Callable[[str], None] | None,
    language: str,
) -> tuple[list[Claim], str]:
    """What one call wrote, checked against its passages; or why it wrote nothing."""
    try:
        written = await write_claims(
            query,
            question,
            passages,
            sources,
            claims=carried(passages, claims),
            model=model,
            on_text=on_text,
            language=language,
        )
    except ModelError as error:
        return [], str(error) or error.code
    return [check_claim(one, passages, sources) for one in written], ""


async def _settled(
    claims: list[Claim],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    strictness: Strictness,
    model: LanguageModel,
) -> tuple[list[Claim], str]:
    """`claims`, judged and mended as far as `strictness` wants; and what went wrong with that."""
    if strictness is Strictness.OFF:
        return claims, ""
    try:
        judged = await _judged(claims, sources, model)
    except ModelError as failure:
        unjudged = [_unjudged(claim, sources) for claim in claims]
        return unjudged, f"some claims were not judged: {failure}"
    if strictness is Strictness.FLAG:
        return judged, ""
    try:
        return await _mended(judged, passages, sources, model), ""
    except ModelError as failure:
        return judged, f"what fell was not mended: {failure}"


_STANDING = {
    Strictness.STRICT: frozenset({Verdict.SUPPORTED}),
    Strictness.FLAG: frozenset({Verdict.SUPPORTED, Verdict.PARTIAL}),
    Strictness.OFF: frozenset(Verdict),
}


async def _judged(
    claims: Sequence[Claim], sources: Mapping[int, Source], model: LanguageModel
) -> list[Claim]:
    """`claims`, those that words alone don't settle with the model's verdict.

    A sentence of its source needs no judge, and what words refute none that may be talked round.
    """
    open_claims = [claim for claim in claims if _is_open(claim, sources)]
    judged = iter(await judge_claims(open_claims, sources, model))
    return [next(judged) if _is_open(claim, sources) else claim for claim in claims]


async def _mended(
    claims: Sequence[Claim],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    model: LanguageModel,
) -> list[Claim]:
    """`claims`, and where many fell what the model wrote in their place, once."""
    fallen = [claim for claim in claims if claim.verdict is not Verdict.SUPPORTED]
    if len(fallen) <= MAY_FALL * len(claims):
        return list(claims)
    passages = _cited(fallen, passages) or passages
    rewritten = await repair_claims(fallen, passages, sources, model)
    checked = [check_claim(one, passages, sources) for one in rewritten]
    again = await _judged(checked, sources, model)
    return [*claims, *(claim.model_copy(update={"is_repaired": True}) for claim in again)]


def _cited(fallen: Sequence[Claim], passages: Sequence[Passage]) -> list[Passage]:
    """Those of `passages` that hold what `fallen` cite: what else there is was written about."""
    places = [(c.source, c.start) for claim in fallen for c in claim.citations]
    return [
        passage
        for passage in passages
        if any(passage.source == s and passage.start <= at < passage.end for s, at in places)
    ]


def _is_open(claim: Claim, sources: Mapping[int, Source]) -> bool:
    return claim.verdict is not Verdict.UNSUPPORTED and not quotation_of(claim, sources)


def _unjudged(claim: Claim, sources: Mapping[int, Source]) -> Claim:
    if not _is_open(claim, sources):
        return claim
    return claim.model_copy(update={"verdict": Verdict.PARTIAL, "reason": "was not judged"})
