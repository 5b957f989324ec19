"""Deletes a job with everything stored for it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from pydantic import TypeAdapter, ValidationError

from research.domain.errors import InvalidTransitionError, JobUnreadableError, NotStoredError
from research.domain.report_format import ReportFormat, file_name
from research.jobs.callback_queue import drop_callback
from research.jobs.owned import name_of_owned
from research.jobs.uploads.taken import purge_uploads
from research.ports import JobStore, ReportStore

JOURNAL = "journal"
SNAPSHOT_LISTS = "report-snapshots"
SNAPSHOT_USERS = "snapshot-users"
"""As `stages.render` names them; this module must not load that one, which renders."""
UNMARKED_LISTS = "snapshots-of"
"""Lists of reports from before November 2026, whose snapshots have no marks of their users."""
READS_AT_ONCE = 16
_Names = TypeAdapter(list[str])


async def purge_job(
    job_id: str,
    *,
    jobs: JobStore,
    reports: ReportStore,
    forget_passages: Callable[[str], Awaitable[None]],
) -> None:
    """Delete the job, its passages, report, journal, uploads, and the snapshots that only it uses.

    Raises `InvalidTransitionError` while the job waits or runs, `JobNotFoundError` and
    `StoreError`. The job goes after all else, so that a deletion that was cut short can be
    repeated. A worker that has not heard yet that its job was cancelled may store more meanwhile:
    what it stored before the job was gone is deleted here, afterwards; what it stores later is
    deleted by the worker, which finds no job. So it is with a callback that is being sent.
    """
    owner = ""
    try:
        job = await jobs.get(job_id)
    except JobUnreadableError:
        pass  # damaged: nobody can run it, so it may be deleted
    else:
        if not job.status.is_finished:
            raise InvalidTransitionError(f"job {job_id} is {job.status}: cancel it first")
        owner = job.owner
    await purge_files(job_id, reports=reports, forget_passages=forget_passages)
    await drop_callback(job_id, reports)
    if owner:
        await reports.delete(name_of_owned(owner, job_id))
    await jobs.delete(job_id)
    await purge_files(job_id, reports=reports, forget_passages=forget_passages)
    await drop_callback(job_id, reports)


async def purge_files(
    job_id: str, *, reports: ReportStore, forget_passages: Callable[[str], Awaitable[None]]
) -> None:
    """Delete what a job made and took: passages, report, journal, uploads, and the snapshots that
    only it uses.

    What it costs depends on the snapshots of this job alone. Raises `StoreError`.
    """
    await forget_passages(job_id)
    await purge_uploads(job_id, reports)
    names = [file_name(job_id, form) for form in ReportFormat]
    names += await reports.list(f"{JOURNAL}/{job_id}")
    await _each(names, reports.delete)
    for folder in (SNAPSHOT_LISTS, UNMARKED_LISTS):
        await _delete_snapshots(f"{folder}/{job_id}.json", job_id, reports)


async def _delete_snapshots(ours: str, job_id: str, reports: ReportStore) -> None:
    """The list is deleted after what it lists, so that nothing is left that no list names."""
    listed = await _read_list(ours, reports)
    if not listed:
        await reports.delete(ours)
        return
    kept = await _unmarked(ours, reports)

    async def drop(snapshot: str) -> None:
        users = f"{SNAPSHOT_USERS}/{snapshot.rpartition('/')[2]}"
        await reports.delete(f"{users}/{job_id}")
        if snapshot not in kept and not await reports.has_files(users):
            await reports.delete(snapshot)

    await _each(sorted(listed), drop)
    await reports.delete(ours)


async def _unmarked(ours: str, reports: ReportStore) -> set[str]:
    """The snapshots of reports that left no marks. There are no new ones of these."""
    kept: set[str] = set()

    async def read(name: str) -> None:
        kept.update(await _read_list(name, reports))

    await _each([name for name in await reports.list(UNMARKED_LISTS) if name != ours], read)
    return kept


async def _each(names: Sequence[str], call: Callable[[str], Awaitable[None]]) -> None:
    """`call` each name, `READS_AT_ONCE` at a time."""
    for start in range(0, len(names), READS_AT_ONCE):
        await asyncio.gather(*map(call, names[start : start + READS_AT_ONCE]))


async def _read_list(name: str, reports: ReportStore) -> set[str]:
    """The names in a list; none where it is missing or damaged."""
    try:
        return set(_Names.validate_json((await reports.get(name)).body))
    except (NotStoredError, ValidationError):
        return set()
