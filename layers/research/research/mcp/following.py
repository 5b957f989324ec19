"""Follows a job for an assistant that waits, and tells it how far the job is."""

import asyncio
from collections.abc import Awaitable, Callable

from research.api.forms import JobAnswer
from research.domain.errors import LaterError
from research.mcp.desk import Desk
from research.text.cleaning import clean_line

LOOK_SECONDS = 10.0
"""How long one call of the API waits for a change."""
PAUSE_SECONDS = 0.5
"""Between two such calls: a caller's rate counts them."""
AT_ONCE_SECONDS = 0.08
"""A service that waits looks again after 0.1 s: one that answers sooner is about to end."""
MAX_MESSAGE_CHARACTERS = 120

Tell = Callable[[int, str], Awaitable[None]]
"""Tells the assistant how far the call is, in percent, and what is being done."""


async def follow(desk: Desk, job_id: str, wait_seconds: float, tell: Tell) -> JobAnswer:
    """The job when it has ended, or after `wait_seconds`; `tell` is told as it gets on.

    From a service that is about to end, the job as it is: it goes on once there is one again.
    """
    loop = asyncio.get_running_loop()
    end, told = loop.time() + wait_seconds, -1
    while True:
        asked = loop.time()
        left = max(0.0, end - asked)
        try:
            job = await desk.client.status(job_id, wait_seconds=min(LOOK_SECONDS, left))
        except LaterError as refused:  # the job goes on, so the call does
            if left <= refused.retry_after_seconds:
                raise
            await asyncio.sleep(refused.retry_after_seconds)
            continue
        if job.progress.percent > told:
            told = job.progress.percent
            await tell(told, _message(job))
        is_at_once = left > 1 and loop.time() - asked < AT_ONCE_SECONDS
        if job.status.is_finished or is_at_once or not left:
            return job
        await asyncio.sleep(min(PAUSE_SECONDS, left))


def _message(job: JobAnswer) -> str:
    """What is being done; it may quote a page, so it is one bounded line."""
    stage, events = job.progress.stage, job.progress.events
    text = f"{stage or job.status}: {events[-1].message}" if events else f"{stage or job.status}"
    return clean_line(text, MAX_MESSAGE_CHARACTERS)
