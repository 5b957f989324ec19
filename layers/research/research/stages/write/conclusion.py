"""Asks a model for a report's title, key findings and open questions, given its checked claims."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, StringConstraints

from research.domain.claim import Claim
from research.domain.model_call import ModelCall, cut_to
from research.domain.value import Value
from research.ports import LanguageModel
from research.text.cleaning import clean_line
from research.text.prompts import (
    DATA_RULE,
    instructs_model,
    language_name,
    mark_for,
    quote_data,
    quote_request,
)

MAX_FINDINGS = 5
MAX_CLAIMS = 12
MAX_ANSWER_TOKENS = 300
_QUERY_LANGUAGE = "the language of the query"

INSTRUCTIONS = """\
task: conclude a research report from its numbered claims, all of them checked, as JSON with
- "title": at most 12 words that state the main finding, not the subject
- "findings": the numbers of the {findings} claims that together answer the query best, the most \
important first
- "open_questions": at most two, short, which the claims leave unanswered
- write in {language}, and add no fact of your own
{data_rule}"""


class ReportConclusion(Value):
    """The model's answer."""

    title: Annotated[str, cut_to(100), StringConstraints(min_length=1, max_length=100)]
    findings: tuple[Annotated[int, Field(ge=1)], ...] = Field(min_length=1, max_length=MAX_FINDINGS)
    open_questions: tuple[Annotated[str, cut_to(90), StringConstraints(max_length=90)], ...] = (
        Field(max_length=2)
    )


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A title, the claims that are key findings, and questions that stay open."""

    title: str
    """Empty where no claim states what the model's title does."""
    findings: tuple[Claim, ...] = ()
    open_questions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


async def conclude(
    query: str,
    claims: Sequence[Claim],
    model: LanguageModel,
    language: str,
    is_stated: Callable[[str, Sequence[Claim]], bool],
) -> Conclusion:
    """The conclusion from `claims`, which answer `query`. Raises `ModelError`.

    It is in `language`, or in that of the query where it is empty. `is_stated` tells whether claims
    state what a title does: a title has no quote to check it by.
    """
    shown = claims[:MAX_CLAIMS]
    listed = "\n".join(f"{number}. {claim.text}" for number, claim in enumerate(shown, start=1))
    mark = mark_for([query, listed])
    findings = max(1, min(MAX_FINDINGS, len(shown) // 4))
    answer = await model.ask(
        ModelCall(
            purpose="conclude",
            instructions=INSTRUCTIONS.format(
                findings=findings,
                language=language_name(language, _QUERY_LANGUAGE),
                data_rule=DATA_RULE.format(mark=mark),
            ),
            material=f"{quote_request('query', query, mark)}\n{quote_data('claims', listed, mark)}",
            answer=ReportConclusion,
            max_answer_tokens=MAX_ANSWER_TOKENS,
            is_small=True,
        )
    )
    numbers = dict.fromkeys(n for n in answer.value.findings if n <= len(shown))
    chosen = tuple(shown[number - 1] for number in numbers)
    title = clean_line(answer.value.title, 150)
    return Conclusion(
        title=title if is_stated(title, chosen or shown) else "",
        findings=chosen,
        open_questions=tuple(
            text
            for raw in answer.value.open_questions
            if (text := clean_line(raw, 200)) and not instructs_model(text)
        ),
    )
