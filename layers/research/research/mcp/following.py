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
MAX_MESSAGE_CHARACTERS = 120

Tell = Callable[[int, str], Awaitable[None]]
"""Tells the assistant how far the call is, in percent, and what is being done."""


async def follow(desk: Desk, job_id: str, wait_seconds: float, tell: Tell) -> JobAnswer:
    """The job when it has ended, or after `wait_seconds`; `tell` is told as it gets on."""
    loop = asyncio.get_running_loop()
    end, told = loop.time() + wait_seconds, -1
    while True:
        left = max(0.0, end - loop.time())
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
        if job.status.is_finished or not left:
            return job
        await asyncio.sleep(min(PAUSE_SECONDS, left))


def _message(job: JobAnswer) -> str:
    """What is being done; it may quote a page, so it is one bounded line."""
    stage, events = job.progress.stage, job.progress.events
    text = f"{stage or job.status}: {events[-1].message}" if events else f"{stage or job.status}"
    return clean_line(text, MAX_MESSAGE_CHARACTERS)
