"""Asks a model to mend refused sentences: to reword them, cite better, or let them go."""

from collections.abc import Mapping, Sequence

from pydantic import Field, create_model

from research.domain.claim import Claim, WrittenSentence
from research.domain.model_call import ModelCall
from research.domain.passage import Passage
from research.domain.source import Source
from research.domain.value import Value
from research.ports import LanguageModel
from research.text.prompts import (
    DATA_RULE,
    describe_source,
    mark_for,
    quote_data,
    quote_request,
)

_TOKENS_PER_CLAIM = 160
_BASE_TOKENS = 200

INSTRUCTIONS = """\
task: mend sentences of a report section that were refused, each for the reason given. The section \
answers the question from the numbered passages; what was accepted of it stays
- for each refused sentence: reword it so that the passages carry all of it; or keep it and quote \
the passages that do; or leave it out, where nothing true and new is left to say or an accepted \
sentence says it already
- stay specific: keep every name, number and date that a passage, its title or its date carries
- it is read in the place of the refused one, so it must read on from the sentences around it
- "refused" is the number of the sentence it replaces; each quote is 4 to 40 words in a row copied \
exactly from the passage of that number; a figure that you compute is listed in "computed" with \
"result", "inputs" and "op", else []
{data_rule}
- answer with JSON: {{"sentences": [{{"refused": 1, "text": "...", "quotes": [{{"passage": 1, \
"quote": "..."}}], "computed": []}}]}}"""


class RepairedSentence(WrittenSentence):
    """A sentence in the place of one that was refused."""

    refused: int = Field(ge=1)


class RepairedSentences(Value):
    """The model's answer; a refused sentence that none replaces is left out."""

    sentences: tuple[RepairedSentence, ...]


async def repair_claims(
    question: str,
    rejected: Sequence[Claim],
    accepted: Sequence[Claim],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    model: LanguageModel,
) -> tuple[RepairedSentence, ...]:
    """What stands in for `rejected`, which are numbered from 1, as `passages` are.

    Raises `ModelError`.
    """
    refused = "\n".join(
        f"{number}. {claim.text}\n   refused: {claim.reason}"
        for number, claim in enumerate(rejected, start=1)
    )
    kept = "\n".join(f"- {claim.text}" for claim in accepted)
    mark = mark_for([question, refused, kept, *(passage.text for passage in passages)])
    blocks = [
        quote_data(
            f"passage {number}", f"[{describe_source(sources[one.source])}]\n{one.text}", mark
        )
        for number, one in enumerate(passages, start=1)
    ]
    blocks.append(quote_request("question", question, mark))
    blocks.append(quote_data("accepted", kept or "(none)", mark))
    blocks.append(quote_data("refused", refused, mark))
    answer = await model.ask(
        ModelCall(
            purpose="repair",
            instructions=INSTRUCTIONS.format(data_rule=DATA_RULE.format(mark=mark)),
            material="\n".join(blocks),
            answer=create_model(
                "RepairedSentences",
                __base__=RepairedSentences,
                sentences=(tuple[RepairedSentence, ...], Field(max_length=len(rejected))),
            ),
            max_answer_tokens=_BASE_TOKENS + _TOKENS_PER_CLAIM * len(rejected),
        )
    )
    return answer.value.sentences
