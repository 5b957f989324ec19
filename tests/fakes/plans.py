"""Plans as a worker proposes them."""

from datetime import datetime

from research.domain.question import JobPlan, Question, QuestionKind

COST = "What does the battery ferry to Nordholm cost?"
PAYS = "Who pays for it?"
BACKGROUND = "Background"


def plan_of(now: datetime, clarifying_question: str = "") -> JobPlan:
    """Two questions of the query and an aspect, proposed at `now`."""
    asked = [Question(text=text, search_query=text.rstrip("?"), heading=text)
             for text in (COST, PAYS)]  # fmt: skip
    aspect = Question(text="ferry history", search_query="ferry", heading=BACKGROUND,
                      kind=QuestionKind.BACKGROUND)  # fmt: skip
    return JobPlan(
        questions=(*asked, aspect), clarifying_question=clarifying_question, proposed_at=now
    )
