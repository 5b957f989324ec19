"""How the service is, for load balancers and people: open to all, and cheap."""

import asyncio
from typing import Any, cast

from fastapi import APIRouter, Response

from research import __version__
from research.api.access import Serving
from research.api.forms import Health, PartHealth
from research.api.service import Probe
from research.domain.errors import ResearchError

PROBE_SECONDS = 2.0
PARTS = ("redis", "chroma", "report_store", "queue")

router = APIRouter()


@router.get(
    "/health",
    tags=["health"],
    summary="How the service is",
    responses={503: {"model": Health, "description": "No job can be accepted now."}},
)
async def health(response: Response, service: Serving) -> Health:
    """Which parts answer. `degraded` still takes jobs; `unavailable` comes with a 503."""
    answers = await asyncio.gather(*(_part(service.probes.get(part)) for part in PARTS))
    parts = dict(zip(PARTS, answers, strict=True))
    status = _status(parts)
    if status == "unavailable":
        response.status_code = 503
        response.headers["Retry-After"] = "5"
    return Health(
        status=cast("Any", status),
        timestamp=service.clock.now(),
        version=__version__,
        **parts,
    )


def _status(parts: dict[str, PartHealth]) -> str:
    """A job is kept in Redis or in the report store, whichever is there, and it must be queued."""
    nowhere_to_keep = "ok" not in (parts["redis"], parts["report_store"])
    if parts["queue"] == "away" or nowhere_to_keep:
        return "unavailable"
    return "degraded" if "away" in parts.values() else "ok"


async def _part(probe: Probe | None) -> PartHealth:
    if probe is None:
        return "off"
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            await probe()
    except (ResearchError, TimeoutError):
        return "away"
    return "ok"
