"""Has a model write sections: paragraphs of sentences, each citing sentences of pages by number.

Sections that are written in one call share its evidence, which is sent once, and don't say the same
twice. None of the sentences is checked here: the stage `verify` finds what each cites and decides
whether that supports it. The model is told the rule that will be applied.
"""

from collections.abc import Callable, Mapping, Sequence
from math import ceil
from typing import Annotated

from pydantic import Field, StringConstraints

from research.domain.claim import WrittenSentence
from research.domain.errors import ContextOverflowError
from research.domain.model_call import ModelCall, cut_to
from research.domain.passage import Passage
from research.domain.question import Question
from research.domain.source import Source
from research.domain.value import Value
from research.ports import LanguageModel
from research.text.prompts.evidence import Brief, evidence_prompt
from research.text.prompts.quoting import language_name, quote_data
from research.text.prompts.styles import style_rule

_TOKENS_PER_WORD = 5
"""Of an answer, for each word asked for: the sentence, its numbers and the marks of JSON, and room
to write half as much again."""
_BASE_TOKENS = 300
_SHORTER_SHARE = 0.5

TASK = """\
task: write the sections that answer the numbered questions, one each and in their order, from the \
pages alone, as an analyst would for a demanding reader, in {language}: each section of {words} \
words, fewer only where the pages have no more on it
- connected prose: each section two or more paragraphs that each make one point, sentences \
following from one another. Begin with the answer itself. Compare sources, order events in time, \
count, say what follows and where sources differ; name who says what is an opinion, a forecast or \
disputed; keep "may" and "not" as they are{style}
- be specific: names, numbers, units, dates, the circumstances of a fact. Say when it was, from \
the page's date where the text says "on Monday" or "last year"
- use all that the pages say on the question and every page that says some of it, the rarer the \
better. No sentence that says nothing, repeats another section, or belongs to another question of \
the plan. Never write that the pages lack something: that goes into "missing"
- on a page of quotations, see from all of it whether a name stands before or after its own words
- "cites": the numbers of the one to three sentences of the pages that a sentence is from; no \
numbers in its text
- the rule that will be applied: every number, date and name of a sentence must stand in the \
paragraphs of what it cites, their titles, dates or sites, or be computed from figures that do; \
and a careful reader of those must agree with all of it. What fails is struck out
- a sentence with a figure that you compute, one at most, has besides "computed": [{{"result": "as \
the sentence has it", "inputs": ["as the pages have them"], "op": "..."}}]
- "missing": what the question asks and the pages don't say, in one sentence; "" where they \
answer it
- answer with JSON: {{"sections": [{{"question": 1, "paragraphs": [{{"sentences": [{{"text": \
"...", "cites": [3, 17]}}]}}], "missing": ""}}]}}"""


class WrittenParagraph(Value):
    """Sentences that are read in one go."""

    sentences: tuple[WrittenSentence, ...]


class WrittenSection(Value):
    """The section that answers the question of that number."""

    question: int = Field(ge=1)
    paragraphs: tuple[WrittenParagraph, ...]
    missing: Annotated[str, cut_to(300), StringConstraints(max_length=300)] = ""


class WrittenSections(Value):
    """The model's answer."""

    sections: tuple[WrittenSection, ...] = Field(min_length=1)


async def write_sections(
    brief: Brief,
    questions: Sequence[Question],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    *,
    words: int,
    model: LanguageModel,
    on_text: Callable[[str], None] | None = None,
) -> dict[int, WrittenSection]:
    """At most about `words` words for each of `questions` from `passages`, by its place in them.

    A question that the model passes over has none. `on_text` is called with each piece as it is
    written. Where all passages are too much for the model to answer a single question, the better
    half is tried, once. Raises `ModelError`.
    """
    try:
        return await _write(brief, questions, passages, sources, words, model, on_text)
    except ContextOverflowError:
        fewer = passages[: ceil(_SHORTER_SHARE * len(passages))]
        if len(questions) > 1 or len(fewer) == len(passages):
            raise
        return await _write(brief, questions, fewer, sources, words, model, on_text)


async def _write(
    brief: Brief,
    questions: Sequence[Question],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    words: int,
    model: LanguageModel,
    on_text: Callable[[str], None] | None,
) -> dict[int, WrittenSection]:
    prompt = evidence_prompt(brief, passages, sources)
    listed = "\n".join(
        f"{number}. {' '.join(one.text.split())}" for number, one in enumerate(questions, start=1)
    )
    language = language_name(brief.language, "the language of the query")
    answer = await model.ask(
        ModelCall(
            purpose="write",
            instructions=prompt.instructions,
            material=prompt.material(
                quote_data("questions", listed, prompt.mark),
                TASK.format(language=language, words=words, style=style_rule(brief.style)),
            ),
            answer=WrittenSections,
            max_answer_tokens=_BASE_TOKENS + _TOKENS_PER_WORD * words * len(questions),
        ),
        on_text,
    )
    return by_question(answer.value.sections, len(questions))


def by_question(sections: Sequence[WrittenSection], count: int) -> dict[int, WrittenSection]:
    """Each section by the place of the question that it answers.

    By the numbers that they name. Where all name the same, which a model does that can't count,
    and there is one for each question, by the order in which they were asked for. Else, of a
    question that is answered twice, the first answer stands.
    """
    named = [one.question - 1 for one in sections]
    if len(set(named)) == 1 and len(sections) >= count:
        return dict(enumerate(sections[:count]))
    return dict(reversed(list(zip(named, sections, strict=True))))
