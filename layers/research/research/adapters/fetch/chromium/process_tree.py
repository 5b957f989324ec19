"""The processes of one browser: what memory they take, and their end."""

import os
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

        Its root is the program's parent, unless that is this process itself.
        """
        for process in psutil.Process().children(recursive=True):
            with suppress(*_GONE):
                if argument in process.cmdline():
                    parent = process.parent()
                    is_ours = parent is None or parent.pid == os.getpid()
                    return cls(process if parent is None or is_ours else parent)
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

    def kill(self) -> None:
        """End all of them at once."""
        for _ in range(_ROUNDS):
            for process in [*self._processes()][::-1]:
                with suppress(*_GONE):
                    process.kill()

    def _processes(self) -> Iterator[psutil.Process]:
        yield self.root
        with suppress(*_GONE):
            yield from self.root.children(recursive=True)
