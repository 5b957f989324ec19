"""Asks a model whether sources say what claims say, where the rules can't tell."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field, StringConstraints, create_model

from research.domain.claim import Claim, Verdict
from research.domain.model_call import ModelCall, cut_to
from research.domain.source import Source
from research.domain.value import Span, Value
from research.ports import LanguageModel
from research.text.prompts import DATA_RULE, mark_for, quote_data

CONTEXT_CHARACTERS = 250
_TOKENS_PER_CLAIM = 60
_BASE_TOKENS = 120

INSTRUCTIONS = """\
task: for each numbered claim of a report decide whether the source it names says so, judging by \
that text alone and not by what you know
- "supported": a careful reader of the text would agree with every part of the claim
- "partial": some part goes beyond the text, or is less certain there
- "unsupported": the text does not say so, says otherwise, or is about something else
- "reason": at most 12 words, or "" when supported
{data_rule}
- answer with JSON, in order: {{"judgements": [{{"claim": 1, "verdict": "...", "reason": ""}}]}}"""


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
    """`claims` with the model's verdicts; unsupported where it gave none. Raises `ModelError`."""
    if not claims:
        return ()
    places = _places(claims, sources)
    blocks = [sources[source].text[span.start : span.end] for source, span in places]
    listed = "\n".join(
        f"{number}. (source {', '.join(_numbers(claim, places))}) {claim.text}"
        for number, claim in enumerate(claims, start=1)
    )
    mark = mark_for([listed, *blocks])
    quoted = [quote_data(f"source {number}", block, mark) for number, block in enumerate(blocks, 1)]
    quoted.append(quote_data("claims", listed, mark))
    answer = await model.ask(
        ModelCall(
            purpose="verify",
            instructions=INSTRUCTIONS.format(data_rule=DATA_RULE.format(mark=mark)),
            material="\n".join(quoted),
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


def _places(claims: Sequence[Claim], sources: Mapping[int, Source]) -> list[tuple[int, Span]]:
    """The quotes of all claims with what stands around them, each stretch of a source once."""
    quotes = sorted({(c.source, c.start, c.end) for claim in claims for c in claim.citations})
    places: list[tuple[int, Span]] = []
    for source, first, last in quotes:
        start = max(0, first - CONTEXT_CHARACTERS)
        end = min(len(sources[source].text), last + CONTEXT_CHARACTERS)
        if places and places[-1][0] == source and start <= places[-1][1].end:
            before = places.pop()[1]
            start, end = before.start, max(before.end, end)
        places.append((source, Span(start=start, end=end)))
    return places


def _numbers(claim: Claim, places: Sequence[tuple[int, Span]]) -> list[str]:
    return [
        str(number)
        for number, (source, span) in enumerate(places, start=1)
        if any(c.source == source and span.start <= c.start < span.end for c in claim.citations)
    ]


def _answer_form(claims: int) -> type[Judgements]:
    return create_model(
        "Judgements",
        __base__=Judgements,
        judgements=(tuple[Judgement, ...], Field(min_length=1, max_length=2 * claims)),
    )
