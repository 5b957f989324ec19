"""Writes a section with a model: sentences, each with the words of a passage that carry it.

What comes back is unverified: the stage `verify` finds each quote in its source and
decides whether it carries the sentence.
"""

from collections.abc import Callable, Mapping, Sequence
from math import ceil

from pydantic import Field, create_model

from research.domain.claim import WrittenClaim
from research.domain.errors import ContextOverflowError
from research.domain.model_call import ModelCall
from research.domain.passage import Passage
from research.domain.question import Question
from research.domain.source import Source
from research.domain.value import Value
from research.ports import LanguageModel
from research.text.cleaning import clean_line
from research.text.prompts import DATA_RULE, language_name, mark_for, quote_data, quote_request
from research.text.terms import terms

WORDS_PER_CLAIM = 22
MIN_CLAIMS = 2
FEWEST = 0.9
"""The share of the claims asked for below which an answer is asked for again."""
_TOKENS_PER_CLAIM = 110
_BASE_TOKENS = 200
_TITLE_CHARACTERS = 60
CLEAR = 0.5
"""A question with so many of the query's terms needs no reminder of it."""

INSTRUCTIONS = """\
task: write {claims} sentences of a report that answer the question from the passages alone, in \
{language}, as JSON {{"claims": [...]}}, each with
- "text": the sentence. It makes sense alone (names, no "he" or "this"), says one new thing, keeps \
numbers, dates, units and names
- "passage": the number of the one that says so
- "quote": 4 to 6 words in a row copied from it
- prefer what is specific; where passages disagree, state both; where they don't answer, state \
what they do say
{data_rule}"""

SHORTER = 0.5
"""The share of the passages that is tried, once, when all of them are too much for the model."""
CLAIMS_PER_CALL = 5
"""More are written by several calls at once, each from passages of its own: a model writes one
word after another, so half the words are there in half the time."""


class WrittenSection(Value):
    """The model's answer."""

    claims: tuple[WrittenClaim, ...]


async def write_claims(
    query: str,
    question: Question,
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    *,
    claims: int,
    model: LanguageModel,
    on_text: Callable[[str], None] | None = None,
    language: str = "",
) -> tuple[WrittenClaim, ...]:
    """`claims` sentences that answer `question` from `passages`, numbered from 1 in their order.

    They are in `language`, or in that of the question where it is empty.
    Too much material for the model is tried once more with the better half. Raises `ModelError`.
    """
    try:
        return await _write(query, question, passages, sources, claims, model, on_text, language)
    except ContextOverflowError:
        fewer = passages[: ceil(SHORTER * len(passages))]
        if len(fewer) == len(passages):
            raise
        return await _write(query, question, fewer, sources, claims, model, on_text, language)


async def _write(
    query: str,
    question: Question,
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    claims: int,
    model: LanguageModel,
    on_text: Callable[[str], None] | None,
    language: str,
) -> tuple[WrittenClaim, ...]:
    mark = mark_for([query, question.text, *(passage.text for passage in passages)])
    answer = await model.ask(
        ModelCall(
            purpose="write",
            instructions=INSTRUCTIONS.format(
                claims=claims,
                language=language_name(language, "the question's language"),
                data_rule=DATA_RULE.format(mark=mark),
            ),
            material=_material(query, question, passages, sources, mark),
            answer=_answer_form(claims),
            max_answer_tokens=_BASE_TOKENS + _TOKENS_PER_CLAIM * claims,
        ),
        on_text,
    )
    return answer.value.claims


def _answer_form(claims: int) -> type[WrittenSection]:
    """The form that asks for about so many claims: said in words alone, models write fewer."""
    return create_model(
        "WrittenSection",
        __base__=WrittenSection,
        claims=(
            tuple[WrittenClaim, ...],
            Field(min_length=ceil(FEWEST * claims), max_length=2 * claims),
        ),
    )


def _material(
    query: str,
    question: Question,
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    mark: str,
) -> str:
    blocks = [quote_request("question", question.text + _part_of(query, question.text), mark)]
    for number, passage in enumerate(passages, start=1):
        is_new = number == 1 or passage.source != passages[number - 2].source
        title = f"{_title(sources[passage.source])}\n" if is_new else ""
        blocks.append(quote_data(f"passage {number}", f"{title}{passage.text}", mark))
    return "\n".join(blocks)


def _title(source: Source) -> str:
    dated = f" ({source.published})" if source.published else ""
    return clean_line(source.title, _TITLE_CHARACTERS) + dated


def _part_of(query: str, question: str) -> str:
    """What the question is part of, where it doesn't say so by itself."""
    wanted = set(terms(query))
    is_clear = len(wanted & set(terms(question))) >= CLEAR * len(wanted)
    return "" if is_clear else f" (part of: {query})"
