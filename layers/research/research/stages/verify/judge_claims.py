"""Asks a model whether passages say what sentences say, and to mend those that they don't.

One call judges all sentences of a section, and mends what falls in the same answer: the judge has
read the evidence and knows the reason. Its prompt begins as the writer's did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, StringConstraints, create_model

from research.domain.claim import Claim, Verdict, WrittenSentence
from research.domain.errors import ContextOverflowError
from research.domain.model_call import ModelCall, cut_to
from research.domain.passage import Passage
from research.domain.source import Source
from research.domain.value import Value
from research.ports import LanguageModel
from research.stages.verify.check_sentence import CheckedClaim
from research.stages.verify.cite_sentence import cited_passages
from research.text.prompts import DATA_RULE, mark_for, quote_data, quote_request
from research.text.section_prompt import Brief, section_prompt

_TOKENS_PER_CLAIM = 70
_TOKENS_PER_MENDED = 160
_BASE_TOKENS = 200
BESIDE_THE_QUESTION = "it is supported, but does not help to answer the question"
_PASSED_OVER = "the judge passed it over"

_RULES = """\
- "supported": a careful reader of these would agree with every part of it. It may merge several, \
use other words, resolve "he" or "last year", take its day or subject from a title or date, and do \
right arithmetic
- "partial": some part goes beyond them, or is less certain there
- "unsupported": they do not say so, say otherwise, or are about something else or someone else
- look for: another person, thing, time or unit than meant; a "not", "may" or "only" that was lost \
or added; a part said of the whole; a cause, order or comparison that they do not give; words put \
into another's mouth
- below some sentences stands what a program doubts: it is often wrong, so look for yourself
- "answers": whether it helps to answer the question, if only as background
- "reason": when not supported, what exactly is said instead or lacks, at most 20 words; else \
""
"""
_TASK = (
    """\
task: for each numbered sentence of the section decide whether the passages carry it, those that \
it names first, judging by them, their titles, dates and sites alone and not by what you know
"""
    + _RULES
)
_MEND = """\
- "mended": [] for a sentence that is supported and answers. For any other, and for each marked \
"refused", at most one to be read in its place: reworded so that the passages carry all of it, or \
the same with quotes that do; specific, with every name, number and date that a passage, its title \
or its date gives; "quotes" of 4 to 40 words in a row copied exactly; a figure that you compute in \
"computed". [] leaves it out: where nothing true is left to say, or another sentence says it
"""
_FORM = """\
- answer with JSON, one for each sentence, in order: {{"judgements": [{{"claim": 1, "verdict": \
"...", "answers": true, "reason": ""{mended}}}]}}"""
_MENDED_FORM = (
    ', "mended": [{"text": "...", "quotes": [{"passage": 1, "quote": "..."}], "computed": []}]'
)
_CONCLUSIONS = (
    """\
task: for each numbered sentence of the beginning of a research report decide whether the \
verified claims that it is drawn from carry it, judging by them alone and not by what you know. \
The question is the query of the report
"""
    + _RULES
    + "{data_rule}\n"
    + _FORM.format(mended="")
)


class Judgement(Value):
    """What the model says of one claim."""

    claim: int = Field(ge=1)
    verdict: Verdict
    answers: bool = True
    reason: Annotated[str, cut_to(200), StringConstraints(max_length=200)] = ""


class MendingJudgement(Judgement):
    """What the model says of one claim, and what it would say instead."""

    mended: Annotated[tuple[WrittenSentence, ...], cut_to(1)] = Field(default=(), max_length=1)


class Judgements(Value):
    """The model's answer."""

    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim with its verdict, and what the judge would put in its place."""

    claim: Claim
    mended: WrittenSentence | None = None


async def judge_claims(
    brief: Brief,
    question: str,
    checked: Sequence[CheckedClaim],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    model: LanguageModel,
    *,
    mends: bool,
) -> tuple[JudgedClaim, ...]:
    """The claims of `checked` with the model's verdicts; unsupported where it gave none.

    Where it `mends`, it sees all `passages`, as the writer did; else, and where they are too much,
    those that are cited. What rules have refused keeps its verdict, and may be mended. Raises
    `ModelError`.
    """
    if not checked:
        return ()
    cited = [cited_passages(one.claim, passages) for one in checked]
    fewer = [passage for passage in passages if any(passage in own for own in cited)]
    shown = passages if mends else fewer
    try:
        return await _judge(brief, question, checked, cited, shown, sources, model, mends=mends)
    except ContextOverflowError:
        if len(fewer) == len(shown):
            raise
        return await _judge(brief, question, checked, cited, fewer, sources, model, mends=mends)


async def _judge(
    brief: Brief,
    question: str,
    checked: Sequence[CheckedClaim],
    cited: Sequence[Sequence[Passage]],
    shown: Sequence[Passage],
    sources: Mapping[int, Source],
    model: LanguageModel,
    *,
    mends: bool,
) -> tuple[JudgedClaim, ...]:
    prompt = section_prompt(brief, question, shown, sources)
    listed = "\n".join(
        _line(number, one, "passage", [shown.index(passage) + 1 for passage in own])
        for number, (one, own) in enumerate(zip(checked, cited, strict=True), start=1)
    )
    task = _TASK + (_MEND if mends else "") + _FORM.format(mended=_MENDED_FORM if mends else "")
    answer = await model.ask(
        ModelCall(
            purpose="verify",
            instructions=prompt.instructions,
            material=prompt.material(task, quote_data("sentences", listed, prompt.mark)),
            answer=_answer_form(len(checked), MendingJudgement if mends else Judgement),
            max_answer_tokens=_answer_tokens(len(checked), mends=mends),
            is_small=True,
        )
    )
    return _judged(checked, answer.value.judgements)


async def judge_conclusions(
    query: str,
    checked: Sequence[CheckedClaim],
    bases: Sequence[Sequence[Claim]],
    model: LanguageModel,
) -> tuple[JudgedClaim, ...]:
    """The claims of `checked` with the model's verdicts, each held against its claims in `bases`.

    Those are verified, so what they are from need not be read again. Raises `ModelError`.
    """
    if not checked:
        return ()
    claims = list(dict.fromkeys(one for basis in bases for one in basis))
    said = "\n".join(f"{number}. {one.text}" for number, one in enumerate(claims, start=1))
    listed = "\n".join(
        _line(number, one, "claim", [claims.index(each) + 1 for each in basis])
        for number, (one, basis) in enumerate(zip(checked, bases, strict=True), start=1)
    )
    mark = mark_for([query, said, listed])
    blocks = [
        quote_request("question", query, mark),
        quote_data("claims", said, mark),
        quote_data("sentences", listed, mark),
    ]
    answer = await model.ask(
        ModelCall(
            purpose="verify",
            instructions=_CONCLUSIONS.replace("{data_rule}", DATA_RULE.format(mark=mark)),
            material="\n".join(blocks),
            answer=_answer_form(len(checked), Judgement),
            max_answer_tokens=_answer_tokens(len(checked), mends=False),
            is_small=True,
        )
    )
    return _judged(checked, answer.value.judgements)


def _line(number: int, one: CheckedClaim, kind: str, places: Sequence[int]) -> str:
    line = f"{number}. ({kind} {', '.join(map(str, places))}) {one.claim.text}"
    if one.claim.verdict is Verdict.UNSUPPORTED:
        return f"{line}\n   refused: {one.claim.reason}"
    doubts = "; ".join(one.doubts)
    return f"{line}\n   doubted: {doubts}" if doubts else line


def _judged(
    checked: Sequence[CheckedClaim], judgements: Sequence[Judgement]
) -> tuple[JudgedClaim, ...]:
    by_number = {judgement.claim: judgement for judgement in judgements}
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
    return JudgedClaim(decided, mended[0] if mended else None)


def _answer_tokens(claims: int, *, mends: bool) -> int:
    mended = _TOKENS_PER_MENDED * (claims // 2 + 1) if mends else 0
    return _BASE_TOKENS + _TOKENS_PER_CLAIM * claims + mended


def _answer_form(claims: int, kind: type[Judgement]) -> type[Judgements]:
    return create_model(
        "Judgements",
        __base__=Judgements,
        judgements=(tuple[kind, ...], Field(min_length=1, max_length=2 * claims)),  # type: ignore[valid-type]
    )
