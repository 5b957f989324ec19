"""A few child processes that are started when first needed, used again, and replaced."""

import asyncio
from collections.abc import Mapping
from typing import Any

from research.adapters.children.child_process import ChildProcess
from research.adapters.children.frames import ChildLimits


class ChildPool:
    """At most `size` children, each with one task at a time. It lives in one event loop."""

    def __init__(self, size: int, limits: ChildLimits, environment: Mapping[str, str]) -> None:
        """`environment` is all that the children see of the environment."""
        self._limits, self._environment = limits, environment
        self._places = asyncio.Semaphore(size)
        self._idle: list[ChildProcess] = []

    async def call(self, task: str, fields: Mapping[str, Any], body: bytes = b"") -> bytes:
        """The result of `task`, JSON; the wait for a free child is not counted in its time.

        Raises `ChildRefusedError`, `ChildLimitError` and `ChildError`. A caller that is cancelled
        ends the task.
        """
        async with self._places:
            child = await self._take()
            try:
                return await child.call(task, fields, body)
            finally:
                if child.is_usable:
                    self._idle.append(child)
                else:
                    await child.end()

    async def aclose(self) -> None:
        """End all children that wait."""
        while self._idle:
            await self._idle.pop().end()

    async def _take(self) -> ChildProcess:
        while self._idle:
            child = self._idle.pop()
            if not child.has_ended:
                return child
            await child.end()
        return await ChildProcess.start(self._limits, self._environment)
