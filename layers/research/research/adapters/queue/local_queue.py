"""A queue that runs jobs in this process, a few at a time, for a machine without SQS.

The queue itself is in memory. What makes it durable is the store of jobs: what waits there, or
was left running by a process that died, is found again at the start and every few seconds.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Self

from research.adapters.queue.workers import stop_workers
from research.domain.errors import JobRefusedError, QueueError, ResearchError
from research.domain.job import Job
from research.jobs.owned import try_to_enter
from research.jobs.sweep import open_jobs
from research.ports import Clock, JobStore, ReportStore

Worker = Callable[[str], Awaitable[None]]
"""Runs the job of that id. Cancelled, it hands the job back, within `workers.GRACE_SECONDS`."""

SWEEP_SECONDS = 15.0

_log = logging.getLogger(__name__)


class LocalQueue:
    """`ports.JobQueue` that runs the jobs itself, while it is entered."""

    def __init__(
        self, run: Worker, *, jobs: JobStore, reports: ReportStore, clock: Clock, workers: int
    ) -> None:
        """`workers` is how many jobs run at the same time. `reports` has the indexes of owners."""
        self._run = run
        self._jobs = jobs
        self._reports = reports
        self._clock = clock
        self._workers = workers
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        self._waiting: set[str] = set()
        self._running: set[str] = set()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        works = [self._work() for _ in range(self._workers)]
        self._tasks = [asyncio.create_task(work) for work in (*works, self._sweep())]
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Stop, with every running job handed back."""
        tasks, self._tasks = self._tasks, []
        await stop_workers(tasks)

    async def send(self, job_id: str, request_id: str = "") -> None:
        """Run the job when a worker is free; one that waits already is run once."""
        if not self._tasks:
            raise QueueError("the queue has stopped")
        if job_id not in self._waiting:
            _log.info("job %s waits (request %s)", job_id, request_id or "none")
            self._waiting.add(job_id)
            self._queue.put_nowait(job_id)

    async def check(self) -> None:
        """Whether it runs."""
        if not self._tasks:
            raise QueueError("the queue has stopped")

    async def _work(self) -> None:
        while True:
            job_id = await self._queue.get()
            self._waiting.discard(job_id)
            self._running.add(job_id)
            try:
                await self._run(job_id)
            except JobRefusedError as error:
                _log.info("job %s is not for us: %s", job_id, error)
            except ResearchError as error:
                _log.warning("job %s: %s: %s", job_id, error.code, error)
            except Exception:
                _log.exception("job %s: a bug", job_id)
            finally:
                self._running.discard(job_id)

    async def _sweep(self) -> None:
        while True:
            pause_seconds = SWEEP_SECONDS
            try:
                pause_seconds = await self._find()
            except ResearchError as error:
                _log.warning("can't look for jobs that wait: %s", error)
            await asyncio.sleep(pause_seconds)

    async def _find(self) -> float:
        """Queue what nobody has, oldest first; how long until there may be more."""
        found = [job async for job in open_jobs(self._jobs)]
        pause_seconds = SWEEP_SECONDS
        for job in sorted(found, key=lambda job: job.job_id):
            if job.job_id in self._waiting | self._running:
                continue
            left_seconds = self._lease_seconds(job)
            if left_seconds > 0:
                pause_seconds = min(pause_seconds, left_seconds)
            else:
                await try_to_enter(job, self._reports)  # its submit may have died before
                await self.send(job.job_id)
        return pause_seconds

    def _lease_seconds(self, job: Job) -> float:
        """How long somebody else may still run the job."""
        return (job.lease.expires_at - self._clock.now()).total_seconds() if job.lease else 0.0
