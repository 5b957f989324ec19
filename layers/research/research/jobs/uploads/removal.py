"""Removes uploads that no job took, for a store without rules of its own."""

from datetime import UTC, datetime, timedelta

from research.domain.errors import UploadNotFoundError
from research.domain.job import is_job_id
from research.domain.uploads.upload import KEPT_WAITING
from research.jobs.repeating import keep_doing
from research.jobs.uploads.taken import LIST_FOLDER, purge_uploads
from research.jobs.uploads.waiting import RECORD_FOLDER, find_upload, record_name, remove_upload
from research.ports import Clock, JobStore, ReportStore

PAUSE_SECONDS = 3600.0
NEW = timedelta(days=1)
"""A younger list of a job that is not there may be that of a submit."""


async def remove_old_uploads(jobs: JobStore, reports: ReportStore, clock: Clock) -> int:
    """Remove what has waited for a day, and files of jobs that are no longer remembered.

    Returns of how many uploads and jobs something was removed. Raises `StoreError`.
    """
    now = clock.now()
    waiting = [
        each for each in await _ids(RECORD_FOLDER, reports) if _made_at(each) + KEPT_WAITING <= now
    ]
    for upload_id in waiting:
        try:
            upload = await find_upload(upload_id, reports)
        except UploadNotFoundError:  # taken meanwhile, or its record is damaged
            await reports.delete(record_name(upload_id))
        else:
            await remove_upload(upload_id, upload.owner, reports)
    old = [each for each in await _ids(LIST_FOLDER, reports) if _made_at(each) + NEW <= now]
    forgotten = [job_id for job_id in old if not await jobs.exists(job_id)]
    for job_id in forgotten:
        await purge_uploads(job_id, reports)
    return len(waiting) + len(forgotten)


async def keep_removing_uploads(jobs: JobStore, reports: ReportStore, clock: Clock) -> None:
    """`remove_old_uploads`, now and each hour, until cancelled."""
    await keep_doing(
        lambda: remove_old_uploads(jobs, reports, clock), PAUSE_SECONDS, "can't remove old uploads"
    )


async def _ids(folder: str, reports: ReportStore) -> list[str]:
    """The ids by which the files of `folder` are called: of uploads, or of jobs."""
    names = await reports.list(folder)
    ids = (name.removeprefix(f"{folder}/").removesuffix(".json") for name in names)
    return [each for each in ids if is_job_id(each)]


def _made_at(some_id: str) -> datetime:
    return datetime.strptime(some_id[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
