"""Asks a model whether verified claims carry the sentences that a report begins with."""

from collections.abc import Sequence

from research.domain.claim import Claim
from research.domain.model_call import ModelCall
from research.ports import LanguageModel
from research.stages.verify.check_sentence import CheckedClaim
from research.stages.verify.judge_rules import RULES, answer_rule, sentence_line
from research.stages.verify.judgements import (
    JudgedClaim,
    Judgement,
    answer_form,
    answer_tokens,
    with_verdicts,
)
from research.text.prompts.quoting import DATA_RULE, mark_for, quote_data, quote_request

_TASK = (
    """\
task: for each numbered sentence of the beginning of a research report decide whether the \
verified claims that it is drawn from (the numbers in brackets) carry it, judging by them alone \
and not by what you know. The question is the query of the report
"""
    + RULES
)


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
        sentence_line(number, one, [claims.index(each) + 1 for each in basis])
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
            instructions=f"{_TASK}{DATA_RULE.format(mark=mark)}\n{answer_rule(mends=False)}",
            material="\n".join(blocks),
            answer=answer_form(len(checked), Judgement),
            max_answer_tokens=answer_tokens(len(checked), mends=False),
            is_small=True,
        )
    )
    return with_verdicts(checked, answer.value)
