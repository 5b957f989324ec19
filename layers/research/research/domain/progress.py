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


class Step(Value):
    """One step of progress: `done` of `total` in `stage`, and a message for people."""

    stage: Stage
    done: int = 0
    total: int = 0
    message: str = ""
