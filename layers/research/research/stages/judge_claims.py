"""Asks a model whether quotes say what claims say, where words alone can't tell."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field, StringConstraints, create_model

from research.model_calls import ModelCall
from research.models import Claim, Source, Value, Verdict
from research.ports import LanguageModel
from research.stages.prompt_material import DATA_RULE, cut_to, mark_for, quoted

CONTEXT_CHARACTERS = 300
_TOKENS_PER_CLAIM = 60
_BASE_TOKENS = 120

INSTRUCTIONS = """\
task: for each numbered claim of a report decide whether its source says so, judging by the quoted \
text alone and not by what you know
- "supported": a careful reader of the text would agree with every part of the claim
- "partial": some part goes beyond the text, or is less certain there
- "unsupported": the text does not say so, says otherwise, or is about something else
- give a reason of at most 12 words, or "" when supported
{data_rule}
- answer with JSON, one judgement a claim, in order: \
{{"judgements": [{{"claim": 1, "verdict": "supported", "reason": ""}}]}}"""


class Judgement(Value):
    """What the model says of one claim."""

    claim: int = Field(ge=1)
    verdict: Verdict
    reason: Annotated[str, cut_to(120), StringConstraints(max_length=120)] = ""


class Judgements(Value):
    """The model's answer."""

    judgements: tuple[Judgement, ...]


async def judge_claims(
    claims: Sequence[Claim], sources: Mapping[int, Source], model: LanguageModel
) -> tuple[Claim, ...]:
    """`claims` with the model's verdicts; one that it passed over is unsupported.

    Raises `ModelError`.
    """
    if not claims:
        return ()
    blocks = [_block(claim, sources) for claim in claims]
    mark = mark_for([claim.text for claim in claims] + blocks)
    material = "\n".join(
        f"{quoted(f'claim {n}', claim.text, mark)}\n{quoted(f'source of claim {n}', block, mark)}"
        for n, (claim, block) in enumerate(zip(claims, blocks, strict=True), start=1)
    )
    answer = await model.ask(
        ModelCall(
            purpose="verify",
            instructions=INSTRUCTIONS.format(data_rule=DATA_RULE.format(mark=mark)),
            material=material,
            answer=_answer_form(len(claims)),
            max_answer_tokens=_BASE_TOKENS + _TOKENS_PER_CLAIM * len(claims),
            is_small=True,
        )
    )
    judged = {judgement.claim: judgement for judgement in answer.value.judgements}
    return tuple(_judged(claim, judged.get(n)) for n, claim in enumerate(claims, start=1))


def _judged(claim: Claim, judgement: Judgement | None) -> Claim:
    if judgement is None:
        return claim.model_copy(
            update={"verdict": Verdict.UNSUPPORTED, "reason": "the judge passed it over"}
        )
    is_supported = judgement.verdict is Verdict.SUPPORTED
    reason = "" if is_supported else judgement.reason or "the judge gave no reason"
    return claim.model_copy(update={"verdict": judgement.verdict, "reason": reason})


def _block(claim: Claim, sources: Mapping[int, Source]) -> str:
    """The quotes of a claim, each with what stands around it."""
    shown = []
    for citation in claim.citations:
        text = sources[citation.source].text
        start = max(0, citation.start - CONTEXT_CHARACTERS)
        shown.append(text[start : citation.end + CONTEXT_CHARACTERS])
    return "\n…\n".join(shown)


def _answer_form(claims: int) -> type[Judgements]:
    return create_model(
        "Judgements",
        __base__=Judgements,
        judgements=(tuple[Judgement, ...], Field(min_length=1, max_length=2 * claims)),
    )
