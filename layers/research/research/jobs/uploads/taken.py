"""Uploads that a job has taken: its own copies, kept and deleted with it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from research.domain.errors import NotStoredError
from research.domain.uploads.upload import NamedFile
from research.jobs.uploads.waiting import missing, posted_upload, waiting_file
from research.ports import ReportStore

LIST_FOLDER = "job-uploads"
FILE_FOLDER = "job-upload-files"
_Files = TypeAdapter(tuple[NamedFile, ...])


def job_file(job_id: str, upload_id: str) -> str:
    """Where the bytes of an upload are stored that a job has taken."""
    return f"{FILE_FOLDER}/{job_id}/{upload_id}"


async def take_uploads(
    upload_ids: Sequence[str],
    *,
    job_id: str,
    owner: str,
    now: datetime,
    reports: ReportStore,
    followed: str | None = None,
) -> None:
    """Give the job `job_id` copies of uploads of `owner`, or of those that `followed` has, a job
    of the same owner.

    All are looked up before any is copied. Raises what `posted_upload` does.
    """
    if not upload_ids:
        return
    taken = await uploads_of(followed, reports) if followed else ()
    earlier = {one.upload_id: one for one in taken}

    async def find(upload_id: str) -> tuple[NamedFile, str]:
        if followed and (one := earlier.get(upload_id)):
            return one, job_file(followed, upload_id)
        posted = await posted_upload(upload_id, owner, now, reports)
        named = NamedFile(upload_id=upload_id, name=posted.name)
        return named, waiting_file(upload_id, owner)

    found = await asyncio.gather(*map(find, upload_ids))
    listed = _Files.dump_json(tuple(file for file, _ in found))
    await reports.put(_list(job_id), listed, "application/json")  # first: what is copied is listed
    copies = (_copy(at, job_id, file.upload_id, reports) for file, at in found)
    await asyncio.gather(*copies)


async def _copy(stored: str, job_id: str, upload_id: str, reports: ReportStore) -> None:
    try:
        await reports.copy(stored, job_file(job_id, upload_id))
    except NotStoredError:  # another job took it at this moment
        raise missing(upload_id) from None


async def uploads_of(job_id: str, reports: ReportStore) -> tuple[NamedFile, ...]:
    """The files that a job has taken; none where it has none. Raises `StoreError`."""
    try:
        return _Files.validate_json((await reports.get(_list(job_id))).body)
    except (NotStoredError, ValidationError):
        return ()


async def purge_uploads(job_id: str, reports: ReportStore) -> None:
    """Remove the files of a job; their list goes last, for nothing else names them."""
    names = await reports.list(f"{FILE_FOLDER}/{job_id}")
    await asyncio.gather(*map(reports.delete, names))
    await reports.delete(_list(job_id))


def _list(job_id: str) -> str:
    return f"{LIST_FOLDER}/{job_id}.json"
