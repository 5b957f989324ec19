"""Routes that read watches."""

import asyncio

from fastapi import APIRouter, Depends, Request

from research.api.access import Serving, caller_of, may_read
from research.api.openapi import COMMON_ERRORS, documented
from research.api.parameters import WatchIdInPath
from research.api.watches.forms import WatchAnswer, WatchList, WatchSummary
from research.domain.errors import JobNotFoundError, JobUnreadableError, WatchNotFoundError
from research.domain.job import Job
from research.jobs.watches import Watches
from research.ports import JobStore

router = APIRouter()


@router.get(
    "/watches",
    tags=["watches"],
    summary="List watches",
    dependencies=[Depends(may_read)],
    responses=documented(*COMMON_ERRORS),
)
async def list_watches(request: Request, service: Serving) -> WatchList:
    """The caller's watches, oldest first; an admin's are all."""
    held = await Watches(service.reports).all(caller_of(request).owner_to_see)
    return WatchList(
        watches=tuple(WatchSummary.of(one.watch) for one in held), limit=service.max_watches
    )


@router.get(
    "/watches/{watch_id}",
    tags=["watches"],
    summary="How a watch is",
    dependencies=[Depends(may_read)],
    responses=documented(*COMMON_ERRORS, WatchNotFoundError),
)
async def read_watch(request: Request, service: Serving, watch_id: WatchIdInPath) -> WatchAnswer:
    """What it asks, when it is due, and its last jobs."""
    watch = await Watches(service.reports).get(watch_id, caller_of(request).owner_to_see)
    jobs = await asyncio.gather(*(_job(job_id, service.jobs) for job_id in watch.job_ids))
    return WatchAnswer.with_jobs(watch, filter(None, jobs))


async def _job(job_id: str, jobs: JobStore) -> Job | None:
    """None where it was deleted, or its record is damaged."""
    try:
        return await jobs.get(job_id)
    except (JobNotFoundError, JobUnreadableError):
        return None
