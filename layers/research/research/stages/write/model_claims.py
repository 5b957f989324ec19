"""Has a model write sentences that answer a question, each with a quote from a passage.

None of them is checked here: the stage `verify` finds each quote in its source and decides whether
it supports the sentence.
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
from research.text.prompts import (
    DATA_RULE,
    language_name,
    mark_for,
    quote_data,
    quote_request,
)
from research.text.terms import terms

WORDS_PER_CLAIM = 22
MIN_ANSWERED = 0.9
"""The share of the claims asked for below which an answer is asked for again."""
_TOKENS_PER_CLAIM = 110
_BASE_TOKENS = 200
_TITLE_CHARACTERS = 60
_CLEAR_SHARE = 0.5
"""Where a question has so many of the query's terms, the prompt does not add the query."""

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

_SHORTER_SHARE = 0.5
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
    """About `claims` sentences that answer `question` from `passages`, numbered from 1.

    They are in `language`, or in that of the question where it is empty. `on_text` is called with
    each piece as it is written. Where all passages are too much for the model, the better half is
    tried, once. Raises `ModelError`.
    """
    try:
        return await _write(query, question, passages, sources, claims, model, on_text, language)
    except ContextOverflowError:
        fewer = passages[: ceil(_SHORTER_SHARE * len(passages))]
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
            Field(min_length=ceil(MIN_ANSWERED * claims), max_length=2 * claims),
        ),
    )


def _material(
    query: str,
    question: Question,
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    mark: str,
) -> str:
    blocks = [quote_request("question", question.text + _reminder(query, question.text), mark)]
    for number, passage in enumerate(passages, start=1):
        is_new_source = number == 1 or passage.source != passages[number - 2].source
        title = f"{_title(sources[passage.source])}\n" if is_new_source else ""
        blocks.append(quote_data(f"passage {number}", f"{title}{passage.text}", mark))
    return "\n".join(blocks)


def _title(source: Source) -> str:
    dated = f" ({source.published})" if source.published else ""
    return clean_line(source.title, _TITLE_CHARACTERS) + dated


def _reminder(query: str, question: str) -> str:
    """The query that `question` is part of, where the question does not name its subject."""
    query_terms = set(terms(query))
    shared = query_terms & set(terms(question))
    is_clear = len(shared) >= _CLEAR_SHARE * len(query_terms)
    return "" if is_clear else f" (part of: {query})"
