"""Has a model write a section: paragraphs of sentences, each with quotes from numbered passages.

None of them is checked here: the stage `verify` finds each quote in its source and decides whether
it supports the sentence. The model is told the rule that will be applied.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Annotated

from pydantic import StringConstraints

from research.domain.claim import WrittenSentence
from research.domain.errors import ContextOverflowError
from research.domain.model_call import ModelCall, cut_to
from research.domain.passage import Passage
from research.domain.question import Question
from research.domain.source import Source
from research.domain.value import Value
from research.ports import LanguageModel
from research.text.prompts import (
    DATA_RULE,
    describe_source,
    language_name,
    mark_for,
    quote_data,
    quote_request,
)

_TOKENS_PER_WORD = 7
"""Of an answer, for each word asked for: the sentence, its quotes and the marks of JSON, and room
to write half as much again."""
_BASE_TOKENS = 300
_SHORTER_SHARE = 0.5
QUOTE_WORDS = 40

INSTRUCTIONS = f"""\
task: write one section of a research report, as an analyst would for a demanding reader. It \
answers its question from the numbered passages alone, in {{language}}
- write connected prose: paragraphs that each make one point, their sentences following from one \
another. Compare sources, order events in time, count, say what follows and where sources differ; \
name who says what is an opinion, a forecast or disputed, and keep "may" and "not" as they are
- be specific: names, numbers, units, dates. Say when it was, from the passage's date where the \
text says "on Monday" or "last year"
- write as many sentences as the passages carry, up to the words asked for; none rather than one \
that says nothing or strays from the question. Never write that the passages lack something: that \
goes into "missing"
- other sections answer the plan's other questions: leave to them what is theirs
- each sentence has one to three quotes: words in a row copied exactly from a passage shown, 4 to \
{QUOTE_WORDS} of them, the fewest that carry it. Sentences that merge several passages quote each
- the rule that will be applied: every number, date and name of a sentence must stand in the \
passages it quotes, in their titles, dates or sites, or be computed from figures that do; and a \
careful reader of those passages must agree with all of it. What fails is struck out
- a figure that you compute, one a sentence, stands in "computed": "result" as the sentence has \
it, "inputs" as the passages have them, and "op"; else "computed" is []
- "missing": what the question asks and the passages don't say, in one sentence; "" where they \
answer it
- answer with JSON: {{{{"paragraphs": [{{{{"sentences": [{{{{"text": "...", "quotes": \
[{{{{"passage": 1, "quote": "..."}}}}], "computed": []}}}}]}}}}], "missing": ""}}}}
{{data_rule}}"""


@dataclass(frozen=True, slots=True)
class Brief:
    """What every section of a report is written with: the same for all, so it comes first."""

    query: str
    headings: tuple[str, ...]
    """The plan: the questions that the sections answer."""
    today: date
    language: str = ""
    """That of the report; empty: the language of the query."""


class WrittenParagraph(Value):
    """Sentences that are read in one go."""

    sentences: tuple[WrittenSentence, ...]


class WrittenSection(Value):
    """The model's answer."""

    paragraphs: tuple[WrittenParagraph, ...]
    missing: Annotated[str, cut_to(300), StringConstraints(max_length=300)] = ""


async def write_section(
    brief: Brief,
    question: Question,
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    *,
    words: int,
    model: LanguageModel,
    on_text: Callable[[str], None] | None = None,
) -> WrittenSection:
    """At most about `words` words that answer `question` from `passages`, numbered from 1.

    `on_text` is called with each piece as it is written. Where all passages are too much for the
    model, the better half is tried, once. Raises `ModelError`.
    """
    try:
        return await _write(brief, question, passages, sources, words, model, on_text)
    except ContextOverflowError:
        fewer = passages[: ceil(_SHORTER_SHARE * len(passages))]
        if len(fewer) == len(passages):
            raise
        return await _write(brief, question, fewer, sources, words, model, on_text)


async def _write(
    brief: Brief,
    question: Question,
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    words: int,
    model: LanguageModel,
    on_text: Callable[[str], None] | None,
) -> WrittenSection:
    # One mark for all sections, so that a provider's cache can serve what they begin with: it is a
    # digest of every source that may be quoted.
    mark = mark_for([brief.query, *brief.headings, *(one.sha256 for one in sources.values())])
    answer = await model.ask(
        ModelCall(
            purpose="write",
            instructions=INSTRUCTIONS.format(
                language=language_name(brief.language, "the language of the query"),
                data_rule=DATA_RULE.format(mark=mark),
            ),
            material=_material(brief, question, passages, sources, words, mark),
            answer=WrittenSection,
            max_answer_tokens=_BASE_TOKENS + _TOKENS_PER_WORD * words,
        ),
        on_text,
    )
    return answer.value


def _material(
    brief: Brief,
    question: Question,
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    words: int,
    mark: str,
) -> str:
    plan = "\n".join(f"- {heading}" for heading in brief.headings)
    blocks = [
        f"today: {brief.today}",
        quote_request("query", brief.query, mark),
        quote_data("plan", plan, mark),
        quote_request("question", question.text, mark),
        f"words: {words} at most",
    ]
    for number, passage in enumerate(passages, start=1):
        head = describe_source(sources[passage.source])
        blocks.append(quote_data(f"passage {number}", f"[{head}]\n{passage.text}", mark))
    return "\n".join(blocks)
