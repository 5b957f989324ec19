"""Asks a model what a report still lacks, as questions for another round."""

from collections.abc import Sequence

from pydantic import Field

from research.domain.claim import Claim
from research.domain.model_call import ModelCall
from research.domain.question import Question
from research.domain.value import Value
from research.ports import LanguageModel
from research.stages.plan.model_questions import (
    QUERYS_LANGUAGE,
    PlannedQuestion,
    is_same_question,
    planned_question,
)
from research.text.prompts import (
    DATA_RULE,
    instructs_model,
    language_name,
    mark_for,
    quote_data,
    quote_request,
)
from research.text.terms import terms

MAX_GAPS = 3
MAX_CLAIMS = 60
MAX_ANSWER_TOKENS = 400

INSTRUCTIONS = """\
task: name what a demanding reader of a research report would still miss, given its claims
- at most {gaps} questions, that other web pages could answer, each with one short search query
- ask too where the claims contradict each other
- return an empty list when nothing important is missing
- write in {language}
{data_rule}
- answer with JSON: {{"gaps": [{{"question": "...", "queries": ["..."]}}]}}"""


class Gaps(Value):
    """The model's answer."""

    gaps: tuple[PlannedQuestion, ...] = Field(max_length=MAX_GAPS)


async def name_gaps(
    query: str,
    questions: Sequence[Question],
    claims: Sequence[Claim],
    model: LanguageModel,
    language: str = "",
) -> tuple[Question, ...]:
    """Questions that none of `questions` asks and that `claims` don't answer; none: empty.

    They are in `language`, or in that of the query where it is empty.
    Raises `ModelError`.
    """
    listed = "\n".join(f"- {claim.text}" for claim in claims[:MAX_CLAIMS])
    mark = mark_for([query, listed])
    answer = await model.ask(
        ModelCall(
            purpose="plan",
            instructions=INSTRUCTIONS.format(
                gaps=MAX_GAPS,
                language=language_name(language, QUERYS_LANGUAGE),
                data_rule=DATA_RULE.format(mark=mark),
            ),
            material=f"{quote_request('query', query, mark)}\n{quote_data('claims', listed, mark)}",
            answer=Gaps,
            max_answer_tokens=MAX_ANSWER_TOKENS,
        )
    )
    known = [set(terms(question.text)) for question in questions]
    gaps: list[Question] = []
    for gap in answer.value.gaps:
        words = set(terms(gap.question))
        if not words or instructs_model(gap.question):
            continue
        if not any(is_same_question(words, other) for other in known):
            known.append(words)
            gaps.append(planned_question(gap, query))
    return tuple(gaps)
