"""Has a model write a section: paragraphs of sentences, each with quotes from numbered passages.

None of them is checked here: the stage `verify` finds each quote in its source and decides whether
it supports the sentence. The model is told the rule that will be applied.
"""

from collections.abc import Callable, Mapping, Sequence
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
from research.text.prompts.evidence import Brief, evidence_prompt
from research.text.prompts.quoting import language_name, quote_request
from research.text.prompts.styles import style_rule

_TOKENS_PER_WORD = 7
"""Of an answer, for each word asked for: the sentence, its quotes and the marks of JSON, and room
to write half as much again."""
_BASE_TOKENS = 300
_SHORTER_SHARE = 0.5
QUOTE_WORDS = 12
"""Enough to find the sentence that is cited, which is cited whole."""

TASK = f"""\
task: write the section that answers the question, from the passages alone, as an analyst would \
for a demanding reader, in {{language}}: {{words}} words, fewer only where the passages have no \
more on it
- connected prose: two or more paragraphs that each make one point, sentences following from one \
another. Begin with the answer itself. Compare sources, order events in time, count, say what \
follows and where sources differ; name who says what is an opinion, a forecast or disputed; keep \
"may" and "not" as they are{{style}}
- be specific: names, numbers, units, dates, the circumstances of a fact. Say when it was, from \
the passage's date where the text says "on Monday" or "last year"
- use all that the passages say on the question and every page that says some of it, the rarer the \
better. No sentence that says nothing, repeats, or belongs to another question of the plan. Never \
write that the passages lack something: that goes into "missing"
- on a page of quotations, see from all of it whether a name stands before or after its own words
- each sentence has one to three quotes, one for each sentence of a passage that it is from: 4 to \
{QUOTE_WORDS} words in a row of it, copied exactly; the whole sentence around them is cited
- the rule that will be applied: every number, date and name of a sentence must stand in the \
paragraphs it quotes, their titles, dates or sites, or be computed from figures that do; and a \
careful reader of those must agree with all of it. What fails is struck out
- a figure that you compute, one a sentence, stands in "computed": "result" as the sentence has \
it, "inputs" as the passages have them, and "op"; else "computed" is []
- "missing": what the question asks and the passages don't say, in one sentence; "" where they \
answer it
- answer with JSON: {{{{"paragraphs": [{{{{"sentences": [{{{{"text": "...", "quotes": \
[{{{{"passage": 1, "quote": "..."}}}}], "computed": []}}}}]}}}}], "missing": ""}}}}"""


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
    prompt = evidence_prompt(brief, passages, sources)
    asked = quote_request("question", question.text, prompt.mark)
    language = language_name(brief.language, "the language of the query")
    task = TASK.format(language=language, words=words, style=style_rule(brief.style))
    answer = await model.ask(
        ModelCall(
            purpose="write",
            instructions=prompt.instructions,
            material=prompt.material(asked, task),
            answer=WrittenSection,
            max_answer_tokens=_BASE_TOKENS + _TOKENS_PER_WORD * words,
        ),
        on_text,
    )
    return answer.value
