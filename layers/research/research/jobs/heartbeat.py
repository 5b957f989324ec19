"""While a job runs, its heartbeat stores its progress and renews its lease.

It writes at most every `INTERVAL_SECONDS`: when there is progress, or a renewal is due.
"""

import asyncio
import logging
from typing import Self

from research.domain import job_transitions
from research.domain.errors import JobNotFoundError, LeaseLostError, ResearchError
from research.domain.job import JobProgress
from research.domain.progress import Step
from research.ports import Clock, JobStore

INTERVAL_SECONDS = 0.4
"""Often enough: a page that shows progress asks less often."""
RENEWALS_A_LEASE = 3
"""So one renewal may fail, and the next be late, before anyone takes the job over."""

_log = logging.getLogger(__name__)


class Heartbeat:
    """`ports.Progress` for the run of a claimed job, and its lease, while the block lasts::

        async with Heartbeat(jobs, job_id, owner, lease_seconds, clock=clock) as progress:
            await research(request, progress=progress, ...)

    When the lease is lost, because the job was cancelled, deleted or taken over, the block is
    cancelled and `LeaseLostError` is raised in its place. A store that is away is tried again.
    """

    def __init__(
        self,
        jobs: JobStore,
        job_id: str,
        owner: str,
        lease_seconds: float,
        *,
        clock: Clock,
        progress: JobProgress | None = None,
    ) -> None:
        """`progress` is how far earlier runs of the job came."""
        self._jobs = jobs
        self._job_id = job_id
        self._owner = owner
        self._lease_seconds = lease_seconds
        self._clock = clock
        self.progress = progress or JobProgress()
        """How far the run is; the store knows what was so at the last beat."""
        self._noted = self.progress
        self._lost: LeaseLostError | None = None
        self._is_over = False

    def __call__(self, step: Step) -> None:
        """Remember `step`; it is stored with the next beat."""
        self.progress = job_transitions.apply_step(self.progress, step, self._clock.now())

    async def __aenter__(self) -> Self:
        self._renewed_at_seconds = self._clock.elapsed_seconds()
        self._beating = asyncio.create_task(self._beat(asyncio.current_task()))
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        block = asyncio.current_task()
        if self._lost is None or block is None:
            # Both flag and cancel: a library may lose a cancellation that comes as its call ends.
            self._is_over = True
            self._beating.cancel()
            await asyncio.wait([self._beating])
            return
        if block.uncancel():
            raise asyncio.CancelledError  # by someone else too, and that counts more
        if kind in (None, asyncio.CancelledError):
            raise self._lost

    async def _beat(self, block: "asyncio.Task[object] | None") -> None:
        while not self._is_over:
            await asyncio.sleep(INTERVAL_SECONDS)
            if self.progress is self._noted and not self._is_renewal_due():
                continue
            try:
                await self._note()
            except (LeaseLostError, JobNotFoundError) as error:
                self._lost = LeaseLostError(str(error))
                if block is not None:
                    block.cancel()
                return
            except ResearchError as error:
                _log.debug("the progress of job %s waits: %s", self._job_id, error)

    def _is_renewal_due(self) -> bool:
        silent_seconds = self._clock.elapsed_seconds() - self._renewed_at_seconds
        return silent_seconds >= self._lease_seconds / RENEWALS_A_LEASE

    async def _note(self) -> None:
        progress = self.progress
        await self._jobs.note_progress(self._job_id, self._owner, self._lease_seconds, progress)
        self._noted = progress
        self._renewed_at_seconds = self._clock.elapsed_seconds()
