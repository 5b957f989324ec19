"""A run's journal in the report store: the result of each step, for a worker that resumes."""

from collections.abc import Callable

from research.domain.errors import OutOfTimeError
from research.ports import ReportStore

FOLDER = "journal"
_TYPE = "application/gzip"


class ReportStoreJournal:
    """`ports.Journal` of one job: a file a step under ``journal/{job_id}/``."""

    def __init__(
        self,
        reports: ReportStore,
        job_id: str,
        *,
        remaining_seconds: Callable[[], float],
        step_seconds: float,
    ) -> None:
        """No step is begun with less than `step_seconds` of `remaining_seconds()` left."""
        self._reports = reports
        self._folder = f"{FOLDER}/{job_id}"
        self._remaining_seconds = remaining_seconds
        self._step_seconds = step_seconds

    async def begin(self, step: str) -> None:
        """Raises `OutOfTimeError`."""
        left = self._remaining_seconds()
        if left < self._step_seconds:
            raise OutOfTimeError(f"{left:.0f} s left, and {step} may take {self._step_seconds:g} s")

    async def load(self, step: str) -> bytes:
        """Return the result of `step`. Raises `NotStoredError`, `StoreError`."""
        return (await self._reports.get(self._name(step))).body

    async def store(self, step: str, result: bytes) -> None:
        """Store the result of `step`. Raises `StoreError`."""
        await self._reports.put(self._name(step), result, _TYPE)

    async def forget(self) -> None:
        """Remove every result, once the run has ended. Raises `StoreError`."""
        for name in await self._reports.list(self._folder):
            await self._reports.delete(name)

    def _name(self, step: str) -> str:
        return f"{self._folder}/{step}.json.gz"
