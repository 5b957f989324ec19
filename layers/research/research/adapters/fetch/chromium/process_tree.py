"""The processes of one browser: what memory they take, and their end."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import psutil

_GONE = (psutil.NoSuchProcess, psutil.AccessDenied)
_ROUNDS = 3
"""How often processes are looked for to be killed: one may start another just then."""


@dataclass(frozen=True, slots=True)
class ProcessTree:
    """A program that this process started, the one that started it for us, and all below."""

    root: psutil.Process

    @classmethod
    def with_argument(cls, argument: str) -> "ProcessTree | None":
        """The tree around the program that was started with `argument`; None where there is none.

        Its root is the program's parent.
        """
        for process in psutil.Process().children(recursive=True):
            with suppress(*_GONE):
                if argument in process.cmdline() and (parent := process.parent()) is not None:
                    return cls(parent)
        return None

    def memory_bytes(self) -> int:
        """The memory that its processes take: what is shared between them is counted once."""
        own = shared = 0
        for process in self._processes():
            with suppress(*_GONE):
                taken = process.memory_info()
                common = getattr(taken, "shared", 0)
                own += taken.rss - common
                shared = max(shared, common)
        return own + shared

    def kill_program(self) -> None:
        """End the program and all below it at once, but not what started it for us."""
        for _ in range(_ROUNDS):
            for process in [*self._below()][::-1]:
                _kill(process)

    def kill(self) -> None:
        """End all of them at once."""
        self.kill_program()
        _kill(self.root)

    def _processes(self) -> Iterator[psutil.Process]:
        yield self.root
        yield from self._below()

    def _below(self) -> Iterator[psutil.Process]:
        with suppress(*_GONE):
            yield from self.root.children(recursive=True)


def _kill(process: psutil.Process) -> None:
    with suppress(*_GONE):
        process.kill()
