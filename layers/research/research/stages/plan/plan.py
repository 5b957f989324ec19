"""Plans a report: the questions under a query, each of which becomes a section.

A model plans from the titles that a first search found. Without one, and where it fails, the
questions are those that the query itself asks, then the aspects that any subject has.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from research.domain.claim import Claim
from research.domain.errors import ModelError
from research.domain.question import Question
from research.domain.source import SearchHit
from research.ports import LanguageModel
from research.stages.plan.approved_questions import added_questions, asks_as, searchable
from research.stages.plan.headings import heading_of
from research.stages.plan.model_questions import (
    ask_for_clarification,
    ask_for_gaps,
    ask_for_questions,
)
from research.stages.plan.own_questions import questions_without_model

__all__ = [
    "MAX_QUESTIONS",
    "MIN_QUESTIONS",
    "Plan",
    "added_questions",
    "asks_as",
    "clarify",
    "heading_of",
    "plan",
    "plan_gaps",
    "searchable",
]

MIN_QUESTIONS = 3
MAX_QUESTIONS = 6


@dataclass(frozen=True, slots=True)
class Plan:
    """The questions to research, and warnings about how they were chosen."""

    questions: tuple[Question, ...]
    warnings: tuple[str, ...] = ()


async def plan(
    query: str,
    hits: Sequence[SearchHit],
    model: LanguageModel | None = None,
    language: str = "",
    taken: Collection[str] = (),
) -> Plan:
    """The questions under `query`, given its first `hits`; without a model, aspects follow them.

    `model` writes `MIN_QUESTIONS` to `MAX_QUESTIONS`, in `language`, or in that of the query where
    it is empty. Where it fails or has too few, questions that need no model stand in. None of its
    headings is one of those `taken`, which are in lower case.
    """
    if model is None:
        return Plan(questions_without_model(query))
    try:
        questions = await ask_for_questions(query, hits, model, language, taken)
    except ModelError as error:
        warning = f"The model did not plan ({error}): the questions are those of the query."
        return Plan(questions_without_model(query)[:MAX_QUESTIONS], (warning,))
    if len(questions) < MIN_QUESTIONS:
        asked = query.casefold().rstrip("?")
        others = [
            other
            for other in questions_without_model(query)
            if other.text.casefold().rstrip("?") != asked
        ]
        questions += others[: MIN_QUESTIONS - len(questions)]
    return Plan(tuple(questions[:MAX_QUESTIONS]))


async def plan_gaps(
    query: str,
    questions: Sequence[Question],
    claims: Sequence[Claim],
    model: LanguageModel,
    language: str = "",
    taken: Collection[str] = (),
) -> Plan:
    """Questions for a further round: what `claims` don't answer and none of `questions` asks, none
    under a heading that is `taken`.

    None where nothing important is missing, and where the model fails.
    """
    try:
        return Plan(await ask_for_gaps(query, questions, claims, model, language, taken))
    except ModelError:
        return Plan(())


async def clarify(
    query: str, hits: Sequence[SearchHit], model: LanguageModel, language: str = ""
) -> str:
    """The one question to ask back where `query` is too vague to be researched well.

    Empty where it is clear enough, and where the model fails.
    """
    try:
        return await ask_for_clarification(query, hits, model, language)
    except ModelError:
        return ""
