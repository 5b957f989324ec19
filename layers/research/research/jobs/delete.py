"""Deletes a job with everything stored for it."""

import asyncio
from collections.abc import Awaitable, Callable

from pydantic import TypeAdapter, ValidationError

from research.domain.errors import InvalidTransitionError, JobUnreadableError, NotStoredError
from research.jobs.owned import name_of_owned
from research.ports import JobStore, ReportStore

ENDINGS = ("html", "json", "md")
JOURNAL = "journal"
SNAPSHOT_LISTS = "snapshots-of"
"""As `stages.render` names them; this module must not load that one, which renders."""
READS_AT_ONCE = 16
_Names = TypeAdapter(list[str])


async def purge_job(
    job_id: str,
    *,
    jobs: JobStore,
    reports: ReportStore,
    forget_passages: Callable[[str], Awaitable[None]],
) -> None:
    """Delete the job, its passages, report, journal, and the snapshots that only it uses.

    A snapshot stays while another report lists it, so this reads the snapshot list of every other
    report. Raises `InvalidTransitionError` while the job waits or runs, `JobNotFoundError` and
    `StoreError`. The job itself goes last, so a deletion that was cut short can be repeated.
    """
    try:
        job = await jobs.get(job_id)
    except JobUnreadableError:
        pass  # damaged: nobody can run it, so it may be deleted
    else:
        if not job.status.is_finished:
            raise InvalidTransitionError(f"job {job_id} is {job.status}: cancel it first")
        if job.owner:
            await reports.delete(name_of_owned(job.owner, job_id))
    await forget_passages(job_id)
    for name in [f"{job_id}.{ending}" for ending in ENDINGS]:
        await reports.delete(name)
    for name in await reports.list(f"{JOURNAL}/{job_id}"):
        await reports.delete(name)
    await _delete_snapshots(f"{SNAPSHOT_LISTS}/{job_id}.json", reports)
    await jobs.delete(job_id)


async def _delete_snapshots(ours: str, reports: ReportStore) -> None:
    """The list is deleted after what it lists, so that nothing is left that no list names."""
    going = await _read_list(ours, reports)
    others = [name for name in await reports.list(SNAPSHOT_LISTS) if name != ours] if going else []
    for start in range(0, len(others), READS_AT_ONCE):
        some = others[start : start + READS_AT_ONCE]
        going -= set().union(*await asyncio.gather(*(_read_list(name, reports) for name in some)))
    for name in sorted(going):
        await reports.delete(name)
    await reports.delete(ours)


async def _read_list(name: str, reports: ReportStore) -> set[str]:
    """The names in a list; none where it is missing or damaged."""
    try:
        return set(_Names.validate_json((await reports.get(name)).body))
    except (NotStoredError, ValidationError):
        return set()
