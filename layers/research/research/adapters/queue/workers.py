"""Stops the tasks of a queue that runs its jobs itself."""

import asyncio
import logging
from collections.abc import Iterable

GRACE_SECONDS = 10.0
"""What a cancelled task has to hand its job back."""

_log = logging.getLogger(__name__)


async def stop_workers(tasks: Iterable["asyncio.Task[None]"]) -> None:
    """Cancel `tasks`, and wait until every running job is handed back."""
    cancelled = list(tasks)
    for task in cancelled:
        task.cancel()
    _, unfinished = await asyncio.wait(cancelled, timeout=GRACE_SECONDS)
    if unfinished:
        _log.warning("%d jobs were not handed back; their leases end", len(unfinished))
