"""A plan that is approved: as it was proposed, or with other questions."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from research.domain.question import MAX_PLAN_QUESTIONS, PlanApproval, QuestionKind, clarified
from tests.fakes.plans import BACKGROUND, COST, PAYS, plan_of

NOW = datetime(2026, 11, 25, 8, 15, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 9, 15, tzinfo=UTC)


def test_a_plan_is_approved_as_it_is() -> None:
    approved = plan_of(NOW).approve(PlanApproval(), LATER)
    assert approved.questions == plan_of(NOW).questions
    assert approved.approved_at == LATER
    assert approved.is_approved
    assert not plan_of(NOW).is_approved


def test_what_was_planned_keeps_its_searches_and_what_was_written_is_the_askers() -> None:
    texts = ("Who sails her?", BACKGROUND.upper(), f"  {PAYS} ")
    approved = plan_of(NOW).approve(PlanApproval(questions=texts), LATER)
    own, aspect, planned = approved.questions
    assert (own.text, own.search_query, own.kind) == (texts[0], texts[0], QuestionKind.ASKED)
    assert aspect.kind is QuestionKind.BACKGROUND
    assert planned == plan_of(NOW).questions[1]


def test_a_question_that_comes_twice_is_there_once_in_its_first_place() -> None:
    texts = ("Who sails her?", COST, "who sails  her?")
    approved = plan_of(NOW).approve(PlanApproval(questions=texts), LATER)
    assert [one.heading for one in approved.questions] == ["Who sails her?", COST]


def test_no_two_questions_have_one_heading() -> None:
    plan = plan_of(NOW)
    _, pays, aspect = plan.questions
    other = pays.model_copy(
        update={"text": "Who is paid?", "search_query": "paid", "heading": BACKGROUND}
    )
    plan = plan.model_copy(update={"questions": (*plan.questions, other)})
    approval = PlanApproval(questions=(PAYS, BACKGROUND, "Who is paid?", " payment"))
    approved = plan.approve(approval, LATER)
    assert [one.heading for one in approved.questions] == [
        PAYS, BACKGROUND, "Who is paid?", " payment"]  # fmt: skip
    assert approved.questions[0] == pays.model_copy(update={"heading": PAYS})
    assert approved.questions[1] == aspect
    assert approved.approve(approval, LATER) == approved
    assert plan.approve(PlanApproval(questions=(PAYS,)), LATER).questions == (pays,)


def test_the_same_approval_gives_the_same_plan_whenever_it_comes() -> None:
    approval = PlanApproval(questions=("Who sails her?", COST), clarification="the new one")
    once = plan_of(NOW).approve(approval, NOW)
    assert once.approve(approval, LATER).is_same(once)
    assert not once.approve(PlanApproval(questions=(COST,)), LATER).is_same(once)
    assert not once.approve(PlanApproval(questions=approval.questions), LATER).is_same(once)


@pytest.mark.parametrize(
    "fields",
    [{"questions": []}, {"questions": [""]}, {"questions": ["?"]}, {"questions": ["w" * 201]},
     {"questions": ["Why?"] * (MAX_PLAN_QUESTIONS + 1)}, {"clarification": "w" * 501},
     {"question": ["Why?"]}],
)  # fmt: skip
def test_an_approval_of_another_form_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        PlanApproval.model_validate(fields)


def test_an_answer_to_the_clarifying_question_is_part_of_what_is_asked() -> None:
    plan = plan_of(NOW, "The planet?").approve(PlanApproval(clarification="the planet"), LATER)
    assert clarified("How hot is Mercury?", plan) == "How hot is Mercury? (the planet)"
    assert clarified("How hot is Mercury?", plan_of(NOW)) == "How hot is Mercury?"
    assert clarified("How hot is Mercury?", None) == "How hot is Mercury?"
