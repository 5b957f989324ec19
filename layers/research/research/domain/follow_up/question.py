"""A question about a report that is there, and what the report's sources answer to it."""

from typing import Annotated

from pydantic import Field, StringConstraints

from research.domain.claim import PartAnswer
from research.domain.model_call import Cost
from research.domain.source import SourceRecord
from research.domain.value import QUERY_PATTERN, Value

MAX_QUESTION_CHARACTERS = 500
"""An answer to it is made while its asker waits."""


class ReportQuestion(Value):
    """A question about a report. Fields that are not named here are refused."""

    question: Annotated[str, StringConstraints(pattern=QUERY_PATTERN)] = Field(
        min_length=1,
        max_length=MAX_QUESTION_CHARACTERS,
        description="What to look for in the report's sources, as a question of its own, at least "
        "one of its characters a letter or a digit.",
        examples=["How long did the crossing take?"],
    )


class ReportAnswer(Value):
    """What the sources of a report say to a question, each statement with the quotes it is from."""

    job_id: str
    question: str
    answer: tuple[PartAnswer, ...] = Field(
        description="To each part of the question, in the order asked, in the form of a report's "
        "`answer`. A part with `status` `not_found` says so in `message`."
    )
    sources: tuple[SourceRecord, ...] = Field(
        description="Those that the answer cites, by the numbers that they have in the report."
    )
    written_by_model: bool = Field(
        description="Whether a model wrote the statements; else they are sentences of the sources."
    )
    cost: Cost | None = Field(default=None, description="Null where no model was asked.")
    warnings: tuple[str, ...] = Field(
        default=(), description="What was not looked at, and why a model's answer is missing."
    )
