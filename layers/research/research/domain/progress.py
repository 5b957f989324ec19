"""The stages of a run, and the steps in which their progress is reported."""

from enum import StrEnum
from typing import Self

from research.domain.source import SourceKind
from research.domain.value import Value

MAX_URL_CHARACTERS = 500
MAX_NAME_CHARACTERS = 200


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
    sources: tuple[int, ...] = ()
    """The numbers of the sources that these cite: 1 is the first that progress names as read."""


class ReadSource(Value):
    """A source that was read, in short."""

    url: str
    """Empty where it is longer than `MAX_URL_CHARACTERS`."""
    title: str = ""
    site: str = ""
    """As its page names it; empty: it does not."""
    kind: SourceKind

    @classmethod
    def of(cls, url: str, title: str, site: str, kind: SourceKind) -> Self:
        """The source, its names cut where they are long."""
        return cls(
            url=url if len(url) <= MAX_URL_CHARACTERS else "",
            title=title[:MAX_NAME_CHARACTERS],
            site=site[:MAX_NAME_CHARACTERS],
            kind=kind,
        )


class Step(Value):
    """One step of progress: `done` of `total` in `stage`, and a message for people."""

    stage: Stage
    done: int = 0
    total: int = 0
    message: str = ""
    answer: tuple[AnsweredPart, ...] = ()
    """The answer to the query, in the step that verified it; empty in all others."""
    sources: tuple[ReadSource, ...] = ()
    """All that was read so far, in steps of reading; empty in all others."""


def tell_nobody(step: Step) -> None:
    """Takes steps that nobody watches: who called waits for the end."""
