"""What a judge says of sentences: the form of its answer, and the claims with its verdicts.

Most sentences stand, so the judge names those by number alone, and gives each other one a verdict
and a reason. A sentence that it names nowhere is unsupported: nothing stands by being overlooked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field, StringConstraints, create_model, model_validator

from research.domain.claim import Claim, SummarySentence, Verdict, WrittenSentence
from research.domain.model_call import cut_to
from research.domain.value import Value
from research.stages.verify.check_sentence import CheckedClaim

BESIDE_THE_QUESTION = "it is supported, but does not help to answer the question, or is said before"
_PASSED_OVER = "the judge passed it over"
_BASE_TOKENS = 300
_TOKENS_PER_NUMBER = 6
_TOKENS_PER_JUDGEMENT = 70
_TOKENS_PER_MENDED = 160
_FALLEN_SHARE = 0.5
"""There is room for so many of the sentences to fall, and for all where they are few."""
_FEW = 10


class Judgement(Value):
    """What the model says of one claim."""

    claim: int = Field(ge=1)
    verdict: Verdict
    answers: bool = True
    reason: Annotated[str, cut_to(200), StringConstraints(max_length=200)] = ""


class MendingJudgement(Judgement):
    """What the model says of one claim, and what it would say instead."""

    mended: Annotated[tuple[SummarySentence, ...], cut_to(1)] = Field(default=(), max_length=1)
    """It may cite as many as any sentence that is judged: one call judges what sums up, too."""


class Judgements(Value):
    """The model's answer."""

    judgements: tuple[Judgement, ...]
    supported: tuple[Annotated[int, Field(ge=1)], ...] = ()
    """The numbers of the sentences of which there is nothing else to say."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.judgements or self.supported):
            raise ValueError("no sentence is judged")
        return self


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim with its verdict, and what the judge would put in its place."""

    claim: Claim
    mended: WrittenSentence | None = None


def answer_form(claims: int, kind: type[Judgement]) -> type[Judgements]:
    """The form of an answer on so many claims."""
    return create_model(
        "Judgements",
        __base__=Judgements,
        judgements=(tuple[kind, ...], Field(max_length=2 * claims)),  # type: ignore[valid-type]
    )


def answer_tokens(claims: int, *, mends: bool) -> int:
    """How long an answer on so many claims may be."""
    fallen = max(min(claims, _FEW), round(_FALLEN_SHARE * claims))
    each = _TOKENS_PER_JUDGEMENT + (_TOKENS_PER_MENDED if mends else 0)
    return _BASE_TOKENS + _TOKENS_PER_NUMBER * claims + each * fallen


def with_verdicts(checked: Sequence[CheckedClaim], answer: Judgements) -> tuple[JudgedClaim, ...]:
    """The claims of `checked`, which the judge knew by their places from 1, with its verdicts.

    What rules have refused keeps their verdict. What is named as supported and judged as well is as
    it is judged.
    """
    by_number = {number: Judgement(claim=number, verdict=Verdict.SUPPORTED)
                 for number in answer.supported}  # fmt: skip
    by_number |= {judgement.claim: judgement for judgement in answer.judgements}
    return tuple(_decided(one.claim, by_number.get(n)) for n, one in enumerate(checked, start=1))


def _decided(claim: Claim, judgement: Judgement | None) -> JudgedClaim:
    mended = judgement.mended if isinstance(judgement, MendingJudgement) else ()
    if claim.verdict is not None:
        decided = claim
    elif judgement is None:
        decided = claim.model_copy(update={"verdict": Verdict.UNSUPPORTED, "reason": _PASSED_OVER})
    else:
        reason = judgement.reason or "the judge gave no reason"
        if judgement.verdict is Verdict.SUPPORTED:
            reason = "" if judgement.answers else BESIDE_THE_QUESTION
        decided = claim.model_copy(update={"verdict": judgement.verdict, "reason": reason})
    return JudgedClaim(decided, _ended(mended[0], claim) if mended else None)


def _ended(mended: WrittenSentence, claim: Claim) -> WrittenSentence:
    """`mended` with the full stop of `claim`, which a judge that mends a title leaves out."""
    if claim.text.endswith(".") and mended.text[-1].isalnum():
        return mended.model_copy(update={"text": f"{mended.text}."})
    return mended
