"""Progress on standard error: a live line on a terminal, a line for each step elsewhere."""

import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Protocol, Self, TextIO

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
"""What a stage counts: singular and plural."""


class Display(Progress, Protocol):
    """Progress that gives up its place on the screen while the user is asked something."""

    def paused(self) -> AbstractContextManager[None]:
        """While it is entered, nothing is drawn."""


def progress_on(stream: TextIO) -> AbstractContextManager[Display]:
    """A display for `stream` while it is entered."""
    if stream.isatty() and os.environ.get("TERM") != "dumb":
        return LiveProgress(stream)
    return PlainProgress(stream)


class PlainProgress:
    """Each step in a line, with the seconds since the start; of files, the last alone.

    A stage's message is printed once: a model that writes several sections at once would fill a
    log.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._started = time.monotonic()
        self._printed: set[tuple[Stage, str]] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def paused(self) -> AbstractContextManager[None]:
        """It draws nothing between two steps."""
        return nullcontext()

    def __call__(self, step: Step) -> None:
        """Print `step`. A reader that has gone away does not stop the run."""
        if step.stage is Stage.RENDER and step.done < step.total:
            return
        count = f"{step.done}/{step.total} " if step.total else ""
        message = plain_message(step)
        line = (step.stage, message or count)
        if line in self._printed:
            return
        self._printed.add(line)
        seconds = time.monotonic() - self._started
        text = f"[{seconds:5.1f} s] {step.stage:<6} {count}{message}"
        with suppress(OSError):
            print(text.rstrip(), file=self._stream, flush=True)


class LiveProgress:
    """On a terminal: a line for each stage that is over, and a moving one for the one that runs.

    What a page says is shown as text, never as markup. Loads rich, which runs elsewhere need not.
    """

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
        )
        from rich.progress import Progress as Bars
        from rich.table import Column

        self._console = Console(file=stream, highlight=False)
        self._bars = Bars(
            SpinnerColumn(),
            TextColumn("{task.description:<7}", markup=False),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn(
                "{task.fields[message]}",
                style="dim",
                markup=False,
                table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"),
            ),
            console=self._console,
            expand=True,
            transient=True,
        )
        self._task = self._bars.add_task("start", total=None, message="")
        self._last: Step | None = None
        self._stage_started = self._last_at = time.monotonic()

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        self._end_stage("✗" if kind else "✓")
        self._bars.stop()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nothing moves; the stage that ran is told as over."""
        self._end_stage("✓")
        self._bars.stop()
        yield
        self._stage_started = self._last_at = time.monotonic()
        self._bars.start()

    def __call__(self, step: Step) -> None:
        """Draw `step`."""
        if self._last is not None and step.stage is not self._last.stage:
            self._end_stage("✓")
        self._last, self._last_at = step, time.monotonic()
        self._bars.update(
            self._task,
            description=step.stage.value,
            completed=step.done,
            total=step.total or None,
            message=plain_message(step),
        )

    def _end_stage(self, mark: str) -> None:
        """A stage ends with its last step: what comes before the next one's first is that one's."""
        from rich.text import Text

        if self._last is None or (self._last.total == 0 and mark == "✓"):
            return
        seconds = self._last_at - self._stage_started
        self._console.print(Text(f"{mark} {stage_line(self._last, seconds)}"))
        self._last, self._stage_started = None, self._last_at


def stage_line(last: Step, seconds: float) -> str:
    """A stage that is over, as its `last` step left it: ``read    15 of 16 pages       1.2 s``."""
    count = f"{last.done}" if last.done == last.total else f"{last.done} of {last.total}"
    one, more = COUNTED[last.stage]
    return f"{last.stage:<8}{f'{count} {one if last.total == 1 else more}':<22}{seconds:6.1f} s"


def plain_message(step: Step) -> str:
    """The message of `step`, which may quote a page, as one line that can't drive a terminal."""
    return clean_line(step.message, MAX_MESSAGE_CHARACTERS)
