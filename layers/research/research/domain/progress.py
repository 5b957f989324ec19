"""The stages of a run, and the steps in which their progress is reported."""

from enum import StrEnum

from research.domain.value import Value


class Stage(StrEnum):
    """The stages that report progress, in the order in which percent grows."""

    SEARCH = "search"
    PLAN = "plan"
    READ = "read"
    INDEX = "index"
    SELECT = "select"
    WRITE = "write"
    VERIFY = "verify"
    RENDER = "render"


class AnsweredPart(Value):
    """A part of the query and the verified sentences that answer it; none: not found."""

    part: str
    sentences: tuple[str, ...] = ()


class Step(Value):
    """One step of progress: `done` of `total` in `stage`, and a message for people."""

    stage: Stage
    done: int = 0
    total: int = 0
    message: str = ""
    answer: tuple[AnsweredPart, ...] = ()
    """The answer to the query, in the step that verified it; empty in all others."""


def tell_nobody(step: Step) -> None:
    """Takes steps that nobody watches: who called waits for the end."""
