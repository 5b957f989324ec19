"""Plans with a model: questions under the query, grounded in what the first search found."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, StringConstraints

from research.domain.model_call import ModelCall, cut_to
from research.domain.question import Question, QuestionKind
from research.domain.source import SearchHit
from research.domain.value import Value
from research.ports import LanguageModel
from research.stages.plan.plan import MAX_QUESTIONS, MIN_QUESTIONS, plan
from research.text.cleaning import clean_line
from research.text.prompts import (
    DATA_RULE,
    instructs_model,
    language_name,
    mark_for,
    quote_data,
    quote_request,
)
from research.text.terms import terms

MAX_TITLES = 8
MAX_ANSWER_TOKENS = 700
SAME_QUESTION = 0.8
_TITLE_CHARACTERS = 90

QUERYS_LANGUAGE = "the language of the query"
INSTRUCTIONS = """\
task: plan a research report on the user's query, given the titles that a first search found
- write 3 to 5 questions which together answer the query: specific, not overlapping, the most \
important first, such as the titles show can be answered
- give each one or two short web search queries
- write in {language}
{data_rule}
- answer with JSON: {{"questions": [{{"question": "...", "queries": ["..."]}}]}}"""


class PlannedQuestion(Value):
    """One question, and what to search for it."""

    question: Annotated[str, cut_to(100), StringConstraints(min_length=1, max_length=100)]
    queries: tuple[
        Annotated[str, cut_to(60), StringConstraints(min_length=1, max_length=60)], ...
    ] = Field(min_length=1, max_length=2)


class PlannedQuestions(Value):
    """The model's answer."""

    questions: tuple[PlannedQuestion, ...] = Field(min_length=MIN_QUESTIONS, max_length=5)


async def plan_with_model(
    query: str, hits: Sequence[SearchHit], model: LanguageModel, language: str = ""
) -> tuple[Question, ...]:
    """At most `MAX_QUESTIONS` questions under `query`, none of which asks it again.

    They are in `language`, or in that of the query where it is empty.
    Where the model has too few, those that need no model come after them. Raises `ModelError`.
    """
    titles = "\n".join(f"- {clean_line(hit.title, _TITLE_CHARACTERS)}" for hit in hits[:MAX_TITLES])
    mark = mark_for([query, titles])
    answer = await model.ask(
        ModelCall(
            purpose="plan",
            instructions=INSTRUCTIONS.format(
                language=language_name(language, QUERYS_LANGUAGE),
                data_rule=DATA_RULE.format(mark=mark),
            ),
            material=f"{quote_request('query', query, mark)}\n{quote_data('titles', titles, mark)}",
            answer=PlannedQuestions,
            max_answer_tokens=MAX_ANSWER_TOKENS,
            is_small=True,
        )
    )
    questions: list[Question] = []
    known = [set(terms(query))]
    for one in answer.value.questions:
        words = set(terms(one.question))
        if not words or instructs_model(one.question):
            continue
        if not any(is_same_question(words, other) for other in known):
            known.append(words)
            questions.append(planned_question(one, query))
    if len(questions) < MIN_QUESTIONS:
        others = [other for other in plan(query, hits) if other.text != query]
        questions += others[: MIN_QUESTIONS - len(questions)]
    return tuple(questions[:MAX_QUESTIONS])


def is_same_question(one: set[str], other: set[str]) -> bool:
    """Whether two questions, as terms, ask much the same."""
    return len(one & other) >= SAME_QUESTION * min(len(one), len(other) or 1)


def planned_question(one: PlannedQuestion, query: str) -> Question:
    """`one` as a question of the report; `query` is searched where it names no words to search."""
    heading = clean_line(one.question)
    return Question(
        text=heading,
        search_query=clean_line(one.queries[0]) or query,
        more_queries=tuple(filter(None, map(clean_line, one.queries[1:]))),
        heading=heading,
        kind=QuestionKind.PLANNED,
    )
