"""Plans with a model: questions under the query, grounded in what the first search found."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, StringConstraints

from research.model_calls import ModelCall
from research.models import Question, QuestionKind, SearchHit, Value
from research.ports import LanguageModel
from research.stages.plan import MAX_QUESTIONS, MIN_QUESTIONS
from research.stages.prompt_material import DATA_RULE, mark_for, one_line, quoted
from research.text.cleaning import clean_line

MAX_TITLES = 10
MAX_ANSWER_TOKENS = 700
_TITLE_CHARACTERS = 120
_SNIPPET_CHARACTERS = 100

INSTRUCTIONS = """\
You plan a research report. The user's query and the titles of a first search follow.
Write 3 to 5 questions which together answer the query: specific, not overlapping, the most \
important first, such as the titles show can be answered. Each question has one or two short web \
search queries. Write in the language of the query.
{data_rule}
Return JSON: {{"questions": [{{"question": "...", "queries": ["..."]}}]}}"""


class PlannedQuestion(Value):
    """One question, and what to search for it."""

    question: Annotated[str, StringConstraints(min_length=1, max_length=140)]
    queries: tuple[Annotated[str, StringConstraints(min_length=1, max_length=80)], ...] = Field(
        min_length=1, max_length=2
    )


class PlannedQuestions(Value):
    """The model's answer."""

    questions: tuple[PlannedQuestion, ...] = Field(min_length=MIN_QUESTIONS, max_length=5)


async def plan_with_model(
    query: str, hits: Sequence[SearchHit], model: LanguageModel
) -> tuple[Question, ...]:
    """From `MIN_QUESTIONS` to `MAX_QUESTIONS` questions under `query`. Raises `ModelError`."""
    titles = "\n".join(
        f"- {one_line(hit.title, _TITLE_CHARACTERS)}: {one_line(hit.snippet, _SNIPPET_CHARACTERS)}"
        for hit in hits[:MAX_TITLES]
    )
    mark = mark_for([query, titles])
    answer = await model.ask(
        ModelCall(
            purpose="plan",
            instructions=INSTRUCTIONS.format(data_rule=DATA_RULE.format(mark=mark)),
            material=f"{quoted('query', query, mark)}\n{quoted('titles', titles, mark)}",
            answer=PlannedQuestions,
            max_answer_tokens=MAX_ANSWER_TOKENS,
            is_small=True,
        )
    )
    planned = answer.value.questions[:MAX_QUESTIONS]
    return tuple(
        Question(
            text=clean_line(one.question),
            search_query=clean_line(one.queries[0]) or query,
            more_queries=tuple(filter(None, map(clean_line, one.queries[1:]))),
            heading=clean_line(one.question),
            kind=QuestionKind.PLANNED,
        )
        for one in planned
        if clean_line(one.question)
    )
