"""A question: what one section of the report answers; and a plan, the questions of a report."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AwareDatetime, BeforeValidator, Field, StringConstraints

from research.domain.model_call import cut_to
from research.domain.value import QUERY_PATTERN, Value

MAX_PLAN_QUESTIONS = 10
MAX_PLANNED_CHARACTERS = 200
MAX_HEADING_CHARACTERS = 100
MAX_CLARIFICATION_CHARACTERS = 500
WrittenHeading = Annotated[
    str,
    cut_to(MAX_HEADING_CHARACTERS),
    BeforeValidator(lambda value: "" if value is None else value),
    StringConstraints(max_length=MAX_HEADING_CHARACTERS),
]
"""A heading in a model's answer; null is none."""
PLAN_KEPT = timedelta(days=1)
"""So long a plan waits for its approval; then its job is given up."""


class QuestionKind(StrEnum):
    """Where a question comes from, and so what belongs under it."""

    ASKED = "asked"
    """The asker's own, in these words: no answer to it is worth a warning."""
    PLANNED = "planned"
    """A model's, grounded in the first results."""
    JOINED = "joined"
    """Several of these that share their evidence: one section answers them all."""
    NEXT = "next"
    """An aspect that any subject has, as those below: what is planned or expected."""
    VOICES = "voices"
    """What people say of it."""
    FIGURES = "figures"
    """Amounts and other numbers."""
    BACKGROUND = "background"
    """What came before, and why."""
    REST = "rest"
    """What the sources say besides."""


ASPECTS = frozenset(
    {
        QuestionKind.NEXT,
        QuestionKind.VOICES,
        QuestionKind.FIGURES,
        QuestionKind.BACKGROUND,
        QuestionKind.REST,
    }
)
"""The kinds that are no question of anybody's: a report may do without a section for them."""


class Question(Value):
    """What one section answers, and the words to search for it."""

    text: str
    search_query: str
    more_queries: tuple[str, ...] = ()
    """Other words to search for the same."""
    heading: str
    """The question as a section's heading: its subject in a few words, or the question itself."""
    kind: QuestionKind = QuestionKind.ASKED

    @property
    def as_planned(self) -> str:
        """What a plan tells of it: a model's question whole, an aspect by its heading."""
        return self.text if self.kind is QuestionKind.PLANNED else self.heading


class PlanApproval(Value):
    """The plan that a job is to follow. Fields that are not named here are refused."""

    questions: (
        tuple[
            Annotated[
                str,
                StringConstraints(
                    min_length=1, max_length=MAX_PLANNED_CHARACTERS, pattern=QUERY_PATTERN
                ),
            ],
            ...,
        ]
        | None
    ) = Field(
        default=None,
        min_length=1,
        max_length=MAX_PLAN_QUESTIONS,
        description="What to research, in this order: those of the plan, word for word, and others "
        "of yours. Null: the plan as it is.",
        examples=[["What does the ferry cost?", "Who pays for it?"]],
    )
    clarification: str = Field(
        default="",
        max_length=MAX_CLARIFICATION_CHARACTERS,
        description="The answer to the plan's `clarifying_question`; empty: none.",
    )


class JobPlan(Value):
    """The questions that a job is about to research, and whether its owner approved them."""

    questions: tuple[Question, ...] = Field(min_length=1, max_length=MAX_PLAN_QUESTIONS)
    clarifying_question: str = ""
    """What a model asks back, where the query is vague."""
    clarification: str = ""
    """The owner's answer to that."""
    warnings: tuple[str, ...] = ()
    """How the questions were chosen, for the report."""
    proposed_at: AwareDatetime
    approved_at: AwareDatetime | None = None

    @property
    def is_approved(self) -> bool:
        """Whether it is the plan to follow."""
        return self.approved_at is not None

    @property
    def kept_until(self) -> datetime:
        """When it is given up, unless it was approved."""
        return self.proposed_at + PLAN_KEPT

    def approve(self, approval: PlanApproval, now: datetime) -> Self:
        """This plan as `approval` has it: a question that was planned stays as it was planned, with
        the words to search for it; another is the asker's own. Each is there once, and no two have
        one heading.
        """
        planned = {_folded(one.as_planned): one for one in self.questions}
        wanted = approval.questions or tuple(one.as_planned for one in self.questions)
        distinct: dict[str, str] = {}
        for text in wanted:
            distinct.setdefault(_folded(text), text)
        questions = tuple(
            planned.get(folded) or Question(text=text, search_query=text, heading=text)
            for folded, text in distinct.items()
        )
        fields = {
            "questions": tuple(_each_with_its_heading(questions)),
            "clarification": approval.clarification,
            "approved_at": now,
        }
        return self.model_copy(update=fields)

    def is_same(self, other: Self) -> bool:
        """Whether both have the same researched, whenever they were approved."""
        return (self.questions, self.clarification) == (other.questions, other.clarification)


def clarified(query: str, plan: JobPlan | None) -> str:
    """`query` with what its asker said to the clarifying question of `plan`, if anything."""
    if plan is None or not plan.clarification:
        return query
    return f"{query} ({plan.clarification})"


def _each_with_its_heading(questions: Iterable[Question]) -> Iterator[Question]:
    """`questions`; a model's whose heading another has, the asker's own say, is its own heading."""
    asked = tuple(questions)
    taken = {_folded(one.heading) for one in asked if one.kind is not QuestionKind.PLANNED}
    for one in asked:
        if one.kind is not QuestionKind.PLANNED:
            yield one
            continue
        is_taken = _folded(one.heading) in taken
        headed = one.model_copy(update={"heading": one.text}) if is_taken else one
        taken.add(_folded(headed.heading))
        yield headed


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
