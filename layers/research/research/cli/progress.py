"""Progress on standard error: a live line on a terminal, a line an event elsewhere."""

import os
import time
from contextlib import AbstractContextManager, suppress
from types import TracebackType
from typing import Self, TextIO

from research.domain.progress import Stage, Step
from research.ports import Progress
from research.text.cleaning import clean_line

MAX_MESSAGE_CHARACTERS = 120
COUNTED = {
    Stage.SEARCH: ("search", "searches"),
    Stage.PLAN: ("question", "questions"),
    Stage.READ: ("page", "pages"),
    Stage.INDEX: ("passage", "passages"),
    Stage.SELECT: ("question", "questions"),
    Stage.WRITE: ("claim", "claims"),
    Stage.VERIFY: ("claim", "claims"),
    Stage.RENDER: ("file", "files"),
}
"""What a stage counts: one, and more."""


def progress_on(stream: TextIO) -> AbstractContextManager[Progress]:
    """A display for `stream`, as `ports.Progress`, while it is entered."""
    if stream.isatty() and os.environ.get("TERM") != "dumb":
        from research.cli.live_progress import LiveProgress

        return LiveProgress(stream)
    return PlainProgress(stream)


class PlainProgress:
    """Each step in a line, with the seconds since the start. Of files, only the last is told.

    What a stage has said it does not say again: a model that writes several sections at once would
    fill a log.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._started = time.monotonic()
        self._said: set[tuple[Stage, str]] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, t: TracebackType | None
    ) -> None:
        return None

    def __call__(self, step: Step) -> None:
        """Print `step`. A reader that has gone away is none of the run's business."""
        if step.stage is Stage.RENDER and step.done < step.total:
            return
        count = f"{step.done}/{step.total} " if step.total else ""
        message = told(step)
        said = (step.stage, message or count)
        if said in self._said:
            return
        self._said.add(said)
        seconds = time.monotonic() - self._started
        line = f"[{seconds:5.1f} s] {step.stage:<6} {count}{message}"
        with suppress(OSError):
            print(line.rstrip(), file=self._stream, flush=True)


def stage_line(last: Step, seconds: float) -> str:
    """A stage that is over, as its `last` step left it: ``read    15 of 16 pages       1.2 s``."""
    count = f"{last.done}" if last.done == last.total else f"{last.done} of {last.total}"
    one, more = COUNTED[last.stage]
    return f"{last.stage:<8}{f'{count} {one if last.total == 1 else more}':<22}{seconds:6.1f} s"


def told(step: Step) -> str:
    """The message of `step`, which may quote a page, as one line that can't drive a terminal."""
    return clean_line(step.message, MAX_MESSAGE_CHARACTERS)
