"""Progress on a terminal: a line for each stage that is over, and a moving one for what goes on."""

import time
from types import TracebackType
from typing import Self, TextIO

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
from rich.text import Text

from research.cli.progress import stage_line, told
from research.domain.progress import Step


class LiveProgress:
    """Draws while it is entered. A page's words are shown as text, never as markup."""

    def __init__(self, stream: TextIO) -> None:
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
        self._stage_started = self._last_heard = time.monotonic()

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, t: TracebackType | None
    ) -> None:
        self._end_stage("✗" if kind else "✓")
        self._bars.stop()

    def __call__(self, step: Step) -> None:
        """Draw `step`."""
        if self._last is not None and step.stage is not self._last.stage:
            self._end_stage("✓")
        self._last, self._last_heard = step, time.monotonic()
        self._bars.update(
            self._task,
            description=step.stage.value,
            completed=step.done,
            total=step.total or None,
            message=told(step),
        )

    def _end_stage(self, mark: str) -> None:
        """A stage ends with its last step: what comes before the next one's first is that one's."""
        if self._last is None or (self._last.total == 0 and mark == "✓"):
            return
        seconds = self._last_heard - self._stage_started
        self._console.print(Text(f"{mark} {stage_line(self._last, seconds)}"))
        self._last, self._stage_started = None, self._last_heard
