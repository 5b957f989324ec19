"""The questions of an approved plan, with the words to search for them."""

from collections.abc import Sequence

from research.domain.question import ASPECTS, JobPlan, Question, QuestionKind, clarified
from research.stages.plan.own_questions import asked_questions, words_about
from research.text.terms import terms


def searchable(plan: JobPlan, query: str) -> tuple[Question, ...]:
    """The questions of `plan`, each with what is to be searched for it.

    One that its asker wrote may lean on `query`: "Who pays?" shares no word with it and is searched
    with its words. What was said to the clarifying question is searched for with each; an aspect is
    searched for by the query alone.
    """
    return tuple(_searchable(one, query, plan) for one in plan.questions)


def _searchable(one: Question, query: str, plan: JobPlan) -> Question:
    if one.kind in ASPECTS:
        return one.model_copy(update={"search_query": clarified(query, plan)})
    searched = one.search_query
    if searched == one.text and not set(terms(one.text)) & set(terms(query)):
        searched = words_about(query, one.text)
    more = one.more_queries
    if plan.clarification:
        searched = f"{searched} {plan.clarification}"
        more = tuple(f"{each} {plan.clarification}" for each in more)
    return one.model_copy(update={"search_query": searched, "more_queries": more})


def added_questions(questions: Sequence[Question], query: str) -> tuple[Question, ...]:
    """Those of `questions` that their asker wrote and `query` does not ask by itself."""
    own = {one.heading for one in asked_questions(query)}
    return tuple(
        one for one in questions if one.kind is QuestionKind.ASKED and one.heading not in own
    )


def asks_as(questions: Sequence[Question], query: str) -> bool:
    """Whether what `questions` ask is what `query` asks by itself, in its order."""
    asked = [one.heading for one in questions if one.kind is QuestionKind.ASKED]
    return asked == [one.heading for one in asked_questions(query)]
