"""Routes about the service: counts of jobs and of the cache, and whether its parts answer."""

import asyncio
from typing import Literal

from fastapi import APIRouter, Depends, Request, Response

from research import __version__
from research.api.access import Serving, caller_of, may_read, owned_jobs
from research.api.forms import Health, PartHealth, Stats
from research.api.key_ring import Caller
from research.api.openapi import COMMON_ERRORS, documented
from research.api.service import Probe, Service
from research.domain.errors import ResearchError
from research.domain.job import JobStatus

PROBE_SECONDS = 2.0
PARTS = ("redis", "chroma", "report_store", "queue")

router = APIRouter()


@router.get(
    "/stats",
    tags=["health"],
    summary="Counts of jobs and of the cache",
    dependencies=[Depends(may_read)],
    responses=documented(*COMMON_ERRORS),
)
async def stats(request: Request, service: Serving) -> Stats:
    """How many jobs there are of each status, of those that the caller may see, and what came of
    the cache.
    """
    return Stats(
        timestamp=service.clock.now(),
        jobs=await _counts(service, caller_of(request)),
        cache=await service.cache_stats() if service.cache_stats else None,
    )


async def _counts(service: Service, caller: Caller) -> dict[JobStatus, int]:
    if not caller.sees_all:
        return await owned_jobs(caller, service).count_by_status()
    counts = await asyncio.gather(*(service.jobs.count(status) for status in JobStatus))
    return dict(zip(JobStatus, counts, strict=True))


@router.get(
    "/health",
    tags=["health"],
    summary="How the service is",
    responses={503: {"model": Health, "description": "No job can be accepted now."}},
)
async def health(response: Response, service: Serving) -> Health:
    """Which parts answer. `degraded` still takes jobs; `unhealthy` comes with a 503."""
    # No key, for load balancers call it.
    answers = await asyncio.gather(*(_part(service.probes.get(part)) for part in PARTS))
    parts = dict(zip(PARTS, answers, strict=True))
    status = _status(parts)
    if status == "unhealthy":
        response.status_code = 503
        response.headers["Retry-After"] = "5"
    return Health(
        status=status,
        timestamp=service.clock.now(),
        version=__version__,
        authentication="enabled" if service.keys.is_required else "disabled",
        **parts,
    )


def _status(parts: dict[str, PartHealth]) -> Literal["healthy", "degraded", "unhealthy"]:
    """A job is kept in Redis or in the report store, whichever is there, and it must be queued."""
    nowhere_to_keep = "connected" not in (parts["redis"], parts["report_store"])
    if parts["queue"] == "disconnected" or nowhere_to_keep:
        return "unhealthy"
    return "degraded" if "disconnected" in parts.values() else "healthy"


async def _part(probe: Probe | None) -> PartHealth:
    if probe is None:
        return "disabled"
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            await probe()
    except (ResearchError, TimeoutError):
        return "disconnected"
    return "connected"
