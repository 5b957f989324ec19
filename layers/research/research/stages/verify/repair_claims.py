"""Asks a model to rewrite rejected claims so that their passages support them."""

from collections.abc import Mapping, Sequence

from pydantic import Field, create_model

from research.domain.claim import Claim, WrittenClaim
from research.domain.model_call import ModelCall
from research.domain.passage import Passage
from research.domain.source import Source
from research.domain.value import Value
from research.ports import LanguageModel
from research.text.prompts import DATA_RULE, mark_for, quote_data

_TOKENS_PER_CLAIM = 110
_BASE_TOKENS = 200

INSTRUCTIONS = """\
task: mend sentences of a report that were refused, for the reasons given, because the passages \
they cite don't carry them
- rewrite each so that one of the numbered passages says exactly that, number for number and name \
for name, or replace it by another fact of that passage
- each sentence makes sense alone
- "passage" is the number of the passage; "quote" is 4 to 8 consecutive words copied from it, \
exactly
{data_rule}
- answer with JSON: {{"claims": [{{"text": "...", "passage": 1, "quote": "..."}}]}}"""


class RepairedClaims(Value):
    """The model's answer."""

    claims: tuple[WrittenClaim, ...]


async def repair_claims(
    rejected: Sequence[Claim],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    model: LanguageModel,
) -> tuple[WrittenClaim, ...]:
    """`rejected` reworded, with quotes from `passages`, numbered from 1. Raises `ModelError`."""
    refused = "\n".join(f"{claim.text} [{claim.reason}]" for claim in rejected)
    mark = mark_for([refused, *(passage.text for passage in passages)])
    blocks = [quote_data("refused", refused, mark)]
    blocks += [
        quote_data(f"passage {number}", f"{sources[p.source].title}\n{p.text}", mark)
        for number, p in enumerate(passages, start=1)
    ]
    answer = await model.ask(
        ModelCall(
            purpose="repair",
            instructions=INSTRUCTIONS.format(data_rule=DATA_RULE.format(mark=mark)),
            material="\n".join(blocks),
            answer=create_model(
                "RepairedClaims",
                __base__=RepairedClaims,
                claims=(tuple[WrittenClaim, ...], Field(min_length=1, max_length=len(rejected))),
            ),
            max_answer_tokens=_BASE_TOKENS + _TOKENS_PER_CLAIM * len(rejected),
        )
    )
    return answer.value.claims
