"""Marks in the report store: which jobs were written there alone, while Redis was away."""

from secrets import token_hex

from research.adapters.jobs.report_store_jobs import unavailable
from research.ports import ReportStore

FOLDER = "jobs-unsynced"


class UnsyncedJobs:
    """The marks, for any number of processes; raises `StoreUnavailableError`.

    Each mark has a name of its own, so removing those one has seen never removes a later one.
    """

    def __init__(self, reports: ReportStore) -> None:
        self._reports = reports

    async def mark(self, job_id: str) -> None:
        """Leave a mark for the job."""
        name = f"{FOLDER}/{job_id}.{token_hex(8)}"
        with unavailable():
            await self._reports.put(name, b"", "text/plain")

    async def marks(self) -> dict[str, str]:
        """Each mark, and the job it is for."""
        with unavailable():
            names = await self._reports.list(FOLDER)
        return {name: name.removeprefix(f"{FOLDER}/").partition(".")[0] for name in names}

    async def forget(self, mark: str) -> None:
        """Remove a mark."""
        with unavailable():
            await self._reports.delete(mark)
