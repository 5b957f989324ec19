"""Whether the stores take what is written: a store that is full or read-only answers reads.

Anyone may call ``/health``, so what a probe found is told again for a while.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from research.domain.errors import ResearchError, StoreUnavailableError
from research.ports import Clock, ReportStore

if TYPE_CHECKING:
    from redis.asyncio import Redis

FRESH_SECONDS = 5.0
PROBE_NAME = "jobs-probe/written"
PROBE = b"0" * 4_096
"""A block of a disk: a full one may have room for less."""


class RecentProbe:
    """A probe that is made once in `FRESH_SECONDS`, however often and by how many it is asked."""

    def __init__(self, probe: Callable[[], Awaitable[None]], clock: Clock) -> None:
        self._probe = probe
        self._clock = clock
        self._lock = asyncio.Lock()
        self._probed_at: float | None = None
        self._error: ResearchError | None = None

    async def __call__(self) -> None:
        """Raise what the last probe did."""
        async with self._lock:
            now_seconds = self._clock.elapsed_seconds()
            if self._probed_at is None or now_seconds - self._probed_at >= FRESH_SECONDS:
                self._error = await self._outcome()
                self._probed_at = now_seconds
        if self._error is not None:
            raise self._error

    async def _outcome(self) -> ResearchError | None:
        try:
            await self._probe()
        except ResearchError as error:
            return error
        return None


async def write_to_reports(reports: ReportStore) -> None:
    """Raise `StoreError` where the report store takes no file."""
    await reports.put(PROBE_NAME, PROBE, "text/plain")


async def write_to_redis(client: "Redis") -> None:
    """Raise `StoreUnavailableError` where Redis is away, full or read-only."""
    from redis.exceptions import RedisError

    try:
        await client.set("crp:probe", PROBE, px=60_000)
    except (RedisError, OSError) as error:
        raise StoreUnavailableError(f"Redis takes no writes: {error}") from error
