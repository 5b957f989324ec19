"""Plans as a worker proposes them."""

from datetime import datetime

from research.domain.question import JobPlan, Question, QuestionKind

COST = "What does the battery ferry to Nordholm cost?"
PAYS = "Who pays for it?"
BACKGROUND = "Background"


def plan_of(now: datetime, clarifying_question: str = "") -> JobPlan:
    """A question of the query, one of a model under its own heading and an aspect, of `now`."""
    asked = (
        Question(text=COST, search_query=COST.rstrip("?"), heading=COST),
        Question(text=PAYS, search_query=PAYS.rstrip("?"), heading="Payment",
                 kind=QuestionKind.PLANNED),
    )  # fmt: skip
    aspect = Question(text="ferry history", search_query="ferry", heading=BACKGROUND,
                      kind=QuestionKind.BACKGROUND)  # fmt: skip
    return JobPlan(
        questions=(*asked, aspect), clarifying_question=clarifying_question, proposed_at=now
    )
