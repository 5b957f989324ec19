"""What is searched for the questions of an approved plan."""

from datetime import UTC, datetime

import pytest

from research.domain.question import JobPlan, PlanApproval, Question, QuestionKind
from research.stages.plan.approved_questions import added_questions, asks_as, searchable
from research.stages.plan.plan import plan

NOW = datetime(2026, 11, 25, 8, 15, tzinfo=UTC)
QUERY = "What does the battery ferry to Nordholm cost, and who pays for it?"


async def approved(*questions: str, clarification: str = "") -> JobPlan:
    """The plan for the query as its asker has it."""
    proposed = JobPlan(questions=(await plan(QUERY, [])).questions, proposed_at=NOW)
    approval = PlanApproval(questions=questions or None, clarification=clarification)
    return proposed.approve(approval, NOW)


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("How long does the ferry take?", "How long does the ferry take?"),
        ("When does it sail?", "battery ferry Nordholm cost pays sail"),
        ("Background", QUERY),
    ],
)
async def test_a_question_that_leans_on_the_query_is_searched_with_its_words(
    text: str, searched: str
) -> None:
    (found,) = searchable(await approved(text), QUERY)
    assert (found.heading, found.search_query) == (text, searched)


async def test_what_was_planned_is_searched_as_it_was_planned() -> None:
    planned = (await plan(QUERY, [])).questions
    assert searchable(await approved(), QUERY) == planned


async def test_an_answer_to_what_was_asked_back_is_searched_with_each() -> None:
    whole = await approved("When does it sail?", "Background", clarification="the new one")
    own, aspect = searchable(whole, QUERY)
    assert own.search_query.endswith("sail the new one")
    assert aspect.search_query == f"{QUERY} (the new one)"
    of_model = Question(
        text="Who pays?", search_query="ferry funding", more_queries=("ferry subsidy",),
        heading="Who pays?", kind=QuestionKind.PLANNED,
    )  # fmt: skip
    (found,) = searchable(whole.model_copy(update={"questions": (of_model,)}), QUERY)
    assert found.search_query == "ferry funding the new one"
    assert found.more_queries == ("ferry subsidy the new one",)


async def test_what_the_asker_added_is_told_from_what_the_query_asks() -> None:
    own = ("What does the battery ferry to Nordholm cost?", "Who pays for it?")
    whole = await approved(*own, "When does it sail?", "Background")
    assert [one.heading for one in added_questions(whole.questions, QUERY)] == [
        "When does it sail?"
    ]
    assert not asks_as(whole.questions, QUERY)
    assert asks_as((await approved(*own, "Background")).questions, QUERY)
    assert not asks_as((await approved(*reversed(own))).questions, QUERY)
