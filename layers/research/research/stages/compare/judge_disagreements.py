"""Asks a model which of the disagreements that rules find hold, and what explains them."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field, StringConstraints

from research.domain.claim import Disagreement
from research.domain.model_call import ModelCall, cut_to
from research.domain.source import Source
from research.domain.value import Value
from research.ports import LanguageModel
from research.text.cleaning import clean_line
from research.text.prompts.quoting import (
    DATA_RULE,
    describe_source,
    instructs_model,
    mark_for,
    quote_data,
    quote_request,
)
from research.text.sentences import sentence_spans

_BEFORE_CHARACTERS = 300
"""So far a sentence around a quote may begin before it, and end after it."""
_AFTER_CHARACTERS = 200
_TOKENS_PER_PAIR = 90
_BASE_TOKENS = 100

INSTRUCTIONS = """\
task: a program found pairs of sentences from two sources that seem to contradict each other. For \
each pair say whether they do, judging by the sentences, the text around them, and the titles and \
dates of their sources
- "contradict": true where both can't be right of the same thing at the same time, or where a \
reader of the one would be misled about what the other says; false where they speak of different \
things, times, units, parts or stages, or say the same in other words
- "why": where they contradict, one sentence of at most 30 words on what they differ in and what \
may explain it (date, scope, method, who says so), with no fact that is not in them; else ""
{data_rule}
- answer with JSON, in order: {{"pairs": [{{"pair": 1, "contradict": true, "why": "..."}}]}}"""


class PairJudgement(Value):
    """What the model says of one pair."""

    pair: int = Field(ge=1)
    contradict: bool
    why: Annotated[str, cut_to(300), StringConstraints(max_length=300)] = ""


class PairJudgements(Value):
    """The model's answer."""

    pairs: tuple[PairJudgement, ...]


async def judge_disagreements(
    query: str,
    found: Sequence[Disagreement],
    sources: Mapping[int, Source],
    model: LanguageModel,
) -> tuple[Disagreement, ...]:
    """Those of `found` that the model confirms, each with its explanation, in their order.

    What it passes over is not confirmed. Raises `ModelError`.
    """
    if not found:
        return ()
    sides = [[_side(sources[c.source], c.start, c.end) for c in one.citations] for one in found]
    mark = mark_for([query, *(text for pair in sides for text in pair)])
    blocks = [quote_request("query", query, mark)]
    for number, (one, other) in enumerate(sides, start=1):
        blocks.append(quote_data(f"pair {number}, first", one, mark))
        blocks.append(quote_data(f"pair {number}, second", other, mark))
    answer = await model.ask(
        ModelCall(
            purpose="compare",
            instructions=INSTRUCTIONS.format(data_rule=DATA_RULE.format(mark=mark)),
            material="\n".join(blocks),
            answer=PairJudgements,
            max_answer_tokens=_BASE_TOKENS + _TOKENS_PER_PAIR * len(found),
            is_small=True,
        )
    )
    by_number = {one.pair: one for one in answer.value.pairs}
    return tuple(
        one.model_copy(update={"explanation": _explanation(by_number[number].why)})
        for number, one in enumerate(found, start=1)
        if number in by_number and by_number[number].contradict
    )


def _side(source: Source, start: int, end: int) -> str:
    """The quote with the whole sentences around it: half of one misleads."""
    spans = list(sentence_spans(source.text))
    first = min((s.start for s in spans if start - _BEFORE_CHARACTERS <= s.start < start),
                default=start)  # fmt: skip
    last = max((s.end for s in spans if end < s.end <= end + _AFTER_CHARACTERS), default=end)
    before, quote, after = (
        source.text[one:other] for one, other in ((first, start), (start, end), (end, last))
    )
    return f"[{describe_source(source)}]\n{before}>>> {quote} <<<{after}"


def _explanation(why: str) -> str:
    line = clean_line(why, 300)
    return "" if instructs_model(line) else line
