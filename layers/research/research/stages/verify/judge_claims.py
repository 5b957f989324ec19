"""Asks a model whether passages say what sentences say, and whether that answers the question."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field, StringConstraints, create_model

from research.domain.claim import Claim, Verdict
from research.domain.model_call import ModelCall, cut_to
from research.domain.passage import Passage
from research.domain.source import Source
from research.domain.value import Value
from research.ports import LanguageModel
from research.stages.verify.check_sentence import CheckedClaim
from research.stages.verify.cite_sentence import cited_passages
from research.text.prompts import (
    DATA_RULE,
    describe_source,
    mark_for,
    quote_data,
    quote_request,
)

_TOKENS_PER_CLAIM = 60
_BASE_TOKENS = 120
BESIDE_THE_QUESTION = "it is supported, but does not help to answer the question"

INSTRUCTIONS = """\
task: for each numbered sentence of a report decide whether the passages that it cites carry it, \
judging by them, their titles, dates and sites alone and not by what you know
- "supported": a careful reader of these passages would agree with every part of it. It may merge \
several, use other words, resolve "he" or "last year", take its day or subject from a title or \
date, and do right arithmetic
- "partial": some part goes beyond them, or is less certain there
- "unsupported": they do not say so, say otherwise, or are about something else or someone else
- look for: another person, thing, time or unit than meant; a "not", "may" or "only" that was lost \
or added; a part said of the whole; a cause, order or comparison that they do not give
- below some sentences stands what a program doubts: it is often wrong, so look for yourself
- "answers": whether it helps to answer the question, if only as background
- "reason": when not supported, what exactly the passages say instead or lack, at most 20 words; \
else ""
{data_rule}
- answer with JSON, in order: {{"judgements": [{{"claim": 1, "verdict": "...", "answers": true, \
"reason": ""}}]}}"""


class Judgement(Value):
    """What the model says of one claim."""

    claim: int = Field(ge=1)
    verdict: Verdict
    answers: bool = True
    reason: Annotated[str, cut_to(200), StringConstraints(max_length=200)] = ""


class Judgements(Value):
    """The model's answer."""

    judgements: tuple[Judgement, ...]


async def judge_claims(
    question: str,
    checked: Sequence[CheckedClaim],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    model: LanguageModel,
) -> tuple[Claim, ...]:
    """The claims of `checked` with the model's verdicts; unsupported where it gave none.

    It sees each with its doubts, and the whole of those `passages` that any of them cites. Raises
    `ModelError`.
    """
    if not checked:
        return ()
    cited = [cited_passages(one.claim, passages) for one in checked]
    shown = [passage for passage in passages if any(passage in own for own in cited)]
    listed = "\n".join(
        _line(number, one, [shown.index(passage) + 1 for passage in own])
        for number, (one, own) in enumerate(zip(checked, cited, strict=True), start=1)
    )
    mark = mark_for([question, listed, *(passage.text for passage in shown)])
    blocks = [
        quote_data(
            f"passage {number}", f"[{describe_source(sources[one.source])}]\n{one.text}", mark
        )
        for number, one in enumerate(shown, start=1)
    ]
    blocks.append(quote_request("question", question, mark))
    blocks.append(quote_data("sentences", listed, mark))
    answer = await model.ask(
        ModelCall(
            purpose="verify",
            instructions=INSTRUCTIONS.format(data_rule=DATA_RULE.format(mark=mark)),
            material="\n".join(blocks),
            answer=_answer_form(len(checked)),
            max_answer_tokens=_BASE_TOKENS + _TOKENS_PER_CLAIM * len(checked),
            is_small=True,
        )
    )
    judged = {judgement.claim: judgement for judgement in answer.value.judgements}
    return tuple(_judged(one.claim, judged.get(n)) for n, one in enumerate(checked, start=1))


def _line(number: int, one: CheckedClaim, places: Sequence[int]) -> str:
    line = f"{number}. (passage {', '.join(map(str, places))}) {one.claim.text}"
    doubts = "; ".join(one.doubts)
    return f"{line}\n   doubted: {doubts}" if doubts else line


def _judged(claim: Claim, judgement: Judgement | None) -> Claim:
    if judgement is None:
        return claim.model_copy(
            update={"verdict": Verdict.UNSUPPORTED, "reason": "the judge passed it over"}
        )
    reason = judgement.reason or "the judge gave no reason"
    if judgement.verdict is Verdict.SUPPORTED:
        reason = "" if judgement.answers else BESIDE_THE_QUESTION
    return claim.model_copy(update={"verdict": judgement.verdict, "reason": reason})


def _answer_form(claims: int) -> type[Judgements]:
    return create_model(
        "Judgements",
        __base__=Judgements,
        judgements=(tuple[Judgement, ...], Field(min_length=1, max_length=2 * claims)),
    )
