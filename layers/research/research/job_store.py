"""The job store for plain code: calls that any thread may make, whatever else runs in it.

::

    from research.job_store import job_store_service

    job_store_service.create_job("123", {"status": "pending", "query": "research query"})
    job_store_service.update_job("123", {"status": "completed"})
    job_store_service.list_jobs(limit=10, status="completed")

Records of one's own may have any id and any fields. They are in the report store of the settings
(`REPORTS_BUCKET`, `REPORTS_DIRECTORY`), and all processes that share it share them. The jobs of the
API can be read here as well, from Redis or the report store; the API alone changes them.
"""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from research.cache.background_loop import run_blocking
from research.domain.errors import InvalidRequestError, JobNotFoundError
from research.domain.job import Job, JobStatus, is_job_id
from research.jobs.records import JobRecords
from research.ports import JobStore
from research.settings import Settings
from research.wiring.stores import open_stores

Data = dict[str, Any]
_Opened = tuple[asyncio.AbstractEventLoop, JobRecords, JobStore]

__all__ = ["JobStoreService", "job_store_service"]


class JobStoreService:
    """Jobs by id, as dicts. Every method raises `StoreError` and `InvalidSettingError`."""

    def __init__(self, settings: Settings | None = None) -> None:
        """With `settings`, or those of the environment as they are at the first call."""
        self._settings = settings
        self._opened: _Opened | None = None

    def create_job(self, job_id: str, job_data: Data) -> None:
        """Keep `job_data`, in the place of what was kept under this id.

        Raises `ValueNotStorableError` for what JSON can't hold, and `InvalidRequestError` for the
        id of a job of the API.
        """
        run_blocking(self._create(job_id, job_data))

    def get_job(self, job_id: str) -> Data | None:
        """The job's data, None where there is no such job. Raises `JobUnreadableError`."""
        return run_blocking(self._get(job_id))

    def update_job(self, job_id: str, updates: Data) -> bool:
        """Set fields of a job, keeping those that others set meanwhile; whether there is the job.

        Raises as `create_job` does.
        """
        return run_blocking(self._update(job_id, updates))

    def delete_job(self, job_id: str) -> bool:
        """Remove the job; whether there was one. Raises `InvalidRequestError` for the API's."""
        return run_blocking(self._delete(job_id))

    def list_jobs(self, limit: int = 100, status: str | None = None) -> list[Data]:
        """At most `limit` jobs, newest first, of all or of one `status`, the API's among them.

        Raises `InvalidRequestError` for a limit below 1.
        """
        return run_blocking(self._list(limit, status))

    def job_exists(self, job_id: str) -> bool:
        """Whether `get_job` would return one."""
        return self.get_job(job_id) is not None

    async def _create(self, job_id: str, data: Data) -> None:
        records, jobs = self._open()
        await _refuse_api_job(job_id, jobs)
        await records.put(job_id, data)

    async def _get(self, job_id: str) -> Data | None:
        records, jobs = self._open()
        try:
            return await records.get(job_id)
        except JobNotFoundError:
            job = await _api_job(job_id, jobs)
            return None if job is None else _as_data(job)

    async def _update(self, job_id: str, updates: Data) -> bool:
        records, jobs = self._open()
        await _refuse_api_job(job_id, jobs)
        try:
            await records.update(job_id, updates)
        except JobNotFoundError:
            return False
        return True

    async def _delete(self, job_id: str) -> bool:
        records, jobs = self._open()
        await _refuse_api_job(job_id, jobs)
        return await records.delete(job_id)

    async def _list(self, limit: int, status: str | None) -> list[Data]:
        if limit < 1:
            raise InvalidRequestError(f"a list of {limit} jobs")
        records, jobs = self._open()
        found = [
            (created_seconds, data)
            for created_seconds, data in await records.all()
            if status is None or data.get("status") == status
        ]
        if status is None or status in set(JobStatus):
            page = await jobs.list(limit, JobStatus(status) if status else None)
            found += [(job.created_at.timestamp(), _as_data(job)) for job in page.jobs]
        newest_first = sorted(found, key=lambda one: one[0], reverse=True)
        return [data for _, data in newest_first[:limit]]

    def _open(self) -> tuple[JobRecords, JobStore]:
        """The stores, opened in the background loop once, and anew in a forked process."""
        loop = asyncio.get_running_loop()
        if self._opened is None or self._opened[0] is not loop:
            stores = open_stores(self._settings or Settings.load(), AsyncExitStack())
            self._opened = loop, JobRecords(stores.reports, stores.clock), stores.jobs
        return self._opened[1:]


async def _api_job(job_id: str, jobs: JobStore) -> Job | None:
    if not is_job_id(job_id):
        return None
    try:
        return await jobs.get(job_id)
    except JobNotFoundError:
        return None


async def _refuse_api_job(job_id: str, jobs: JobStore) -> None:
    if await _api_job(job_id, jobs):
        raise InvalidRequestError(f"{job_id} is a job of the API, which alone changes it")


def _as_data(job: Job) -> Data:
    """The job as the API tells of it, in short: its own fields, and those of its request."""
    data: Data = job.model_dump(mode="json", exclude={"request", "lease", "owner"})
    return data | {"query": job.request.query}


job_store_service = JobStoreService()
"""The job store of the settings."""
