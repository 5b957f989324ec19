"""Asks a model what a report still lacks, as questions for another round."""

from collections.abc import Sequence

from pydantic import Field

from research.model_calls import ModelCall
from research.models import Claim, Question, QuestionKind, Value
from research.ports import LanguageModel
from research.stages.plan_with_model import PlannedQuestion
from research.stages.prompt_material import DATA_RULE, mark_for, quoted
from research.text.cleaning import clean_line
from research.text.terms import terms

MAX_GAPS = 3
MAX_CLAIMS = 60
MAX_ANSWER_TOKENS = 400
_SAME_QUESTION = 0.7

INSTRUCTIONS = """\
A research report on the query has the claims below. Name what a demanding reader would still \
miss, or where the claims contradict each other: at most {gaps} questions that other web pages \
could answer, each with one short search query. Return an empty list when nothing important is \
missing. Write in the language of the query.
{data_rule}
Return JSON: {{"gaps": [{{"question": "...", "queries": ["..."]}}]}}"""


class Gaps(Value):
    """The model's answer."""

    gaps: tuple[PlannedQuestion, ...] = Field(max_length=MAX_GAPS)


async def name_gaps(
    query: str,
    asked: Sequence[Question],
    claims: Sequence[Claim],
    model: LanguageModel,
) -> tuple[Question, ...]:
    """Questions that were not `asked` and that `claims` don't answer; none: empty.

    Raises `ModelError`.
    """
    listed = "\n".join(f"- {claim.text}" for claim in claims[:MAX_CLAIMS])
    mark = mark_for([query, listed])
    answer = await model.ask(
        ModelCall(
            purpose="plan",
            instructions=INSTRUCTIONS.format(gaps=MAX_GAPS, data_rule=DATA_RULE.format(mark=mark)),
            material=f"{quoted('query', query, mark)}\n{quoted('claims', listed, mark)}",
            answer=Gaps,
            max_answer_tokens=MAX_ANSWER_TOKENS,
        )
    )
    known = [set(terms(question.text)) for question in asked]
    gaps: list[Question] = []
    for gap in answer.value.gaps:
        text, words = clean_line(gap.question), set(terms(gap.question))
        if words and not any(_same(words, other) for other in known):
            known.append(words)
            gaps.append(
                Question(
                    text=text,
                    search_query=clean_line(gap.queries[0]) or text,
                    heading=text,
                    kind=QuestionKind.PLANNED,
                )
            )
    return tuple(gaps)


def _same(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= _SAME_QUESTION * min(len(one), len(other) or 1)
