"""A queue in Amazon SQS whose jobs this process runs itself, a few at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Self

from research.adapters.queue.sqs_inbox import SqsInbox
from research.adapters.queue.sqs_queue import SqsQueue
from research.adapters.queue.workers import stop_workers
from research.domain.errors import QueueError, ResearchError
from research.jobs.deliveries import Delivery

Work = Callable[[Delivery], Awaitable[object]]
"""Does what a message asks for. Raises `ResearchError` once it has said when it should come again;
cancelled, it hands the job back, within `workers.GRACE_SECONDS`.
"""
PAUSE_SECONDS = 5.0
"""After a call that the queue did not answer, or refused for there were too many."""

_log = logging.getLogger(__name__)


class SqsWorkers:
    """`ports.JobQueue` in SQS that also runs its jobs, while it is entered."""

    def __init__(self, queue: SqsQueue, inbox: SqsInbox, work: Work, *, workers: int) -> None:
        """`workers` is how many jobs run at the same time."""
        self._queue, self._inbox, self._work, self._workers = queue, inbox, work, workers
        self._asking = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._run()) for _ in range(self._workers)]
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Stop, with every running job handed back, and its message soon to be had."""
        tasks, self._tasks = self._tasks, []
        await stop_workers(tasks)

    async def send(self, job_id: str, request_id: str = "") -> None:
        """Put a message for the job into the queue."""
        await self._queue.send(job_id, request_id)

    async def check(self) -> None:
        """Ask for the queue's name."""
        await self._queue.check()

    async def _run(self) -> None:
        while True:
            try:
                async with self._asking:  # a call that waits for messages holds a thread
                    delivery = await self._inbox.receive()
                if delivery is not None:
                    await self._finish(delivery)
            except QueueError as error:
                _log.warning("%s", error)
                await asyncio.sleep(PAUSE_SECONDS)

    async def _finish(self, delivery: Delivery) -> None:
        """Do it, and remove the message. Raises `QueueError` where it can't be removed."""
        try:
            await self._work(delivery)
        except ResearchError as error:
            _log.warning("a message will come again: %s: %s", error.code, error)
        except asyncio.CancelledError:
            with suppress(QueueError):  # it comes again when it is no longer hidden
                await self._inbox.hand_back(delivery.receipt)
            raise
        except Exception:
            _log.exception("a message will come again: a bug")
        else:
            await self._inbox.remove(delivery.receipt)
