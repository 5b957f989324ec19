"""A message that a worker holds stays out of others' sight while that worker lives.

The queue's own time-out is as long as a worker may take; a message whose worker died would come
again only then. So the worker hides it for a short time, again and again, as it renews its lease.
"""

import asyncio
import logging
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from research.domain.errors import QueueError
from research.ports import Messages

BEHIND_LEASE_SECONDS = 5.0
"""How much longer a message is hidden than its job's lease lasts: who gets it may then claim it."""
RENEWALS = 3
"""In the time that a message is hidden for, so that one may fail and the next be late."""

_log = logging.getLogger(__name__)


@asynccontextmanager
async def held(receipt: str, messages: Messages, lease_seconds: float) -> AsyncIterator[None]:
    """Hide the message of `receipt` while the block lasts; the last call has ended with it."""
    hidden_seconds = lease_seconds + BEHIND_LEASE_SECONDS
    is_over = asyncio.Event()
    holding = asyncio.create_task(_hold(receipt, messages, hidden_seconds, is_over))
    try:
        yield
    finally:
        is_over.set()
        await holding


async def _hold(
    receipt: str, messages: Messages, hidden_seconds: float, is_over: asyncio.Event
) -> None:
    while not is_over.is_set():
        try:
            await messages.retry_in(receipt, math.ceil(hidden_seconds))
        except QueueError as error:
            _log.info("a message is not hidden for longer, and may come twice: %s", error)
        with suppress(TimeoutError):
            async with asyncio.timeout(hidden_seconds / RENEWALS):
                await is_over.wait()
