"""Takes messages about jobs as a Lambda worker does, from its input: an id a line.

A queue may bring a message twice, long after its job has ended, or when it was deleted. What this
worker can't do, the services find in the stores.
"""

import asyncio
import json
import math
import sys
from contextlib import AsyncExitStack, suppress

from research.domain.errors import ResearchError
from research.jobs.deliveries import Delivery, deliver
from research.settings import Settings
from research.wiring.run import open_worker_dependencies
from research.wiring.stores import open_stores
from research.wiring.vectors_and_cache import open_cache


class _NoQueue:
    """As `ports.JobQueue` and `ports.Messages`, where nothing comes again."""

    async def send(self, job_id: str, request_id: str = "") -> None:
        """Nothing."""

    async def check(self) -> None:
        """Nothing."""

    async def retry_in(self, receipt: str, seconds: float) -> None:
        """Nothing."""

    async def dead_letter(self, body: str, code: str, reason: str) -> None:
        """Nothing."""


async def _take(lines: asyncio.StreamReader) -> None:
    settings, nowhere = Settings.load(), _NoQueue()
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        stores = open_stores(settings, stack)
        cache = open_cache(settings, stack)
        place = open_worker_dependencies(settings, stores, nowhere, stack, cache)

        async def one(job_id: str) -> None:
            body = json.dumps({"job_id": job_id})
            with suppress(ResearchError):
                await deliver(Delivery(body, "receipt", 1), place, nowhere, lambda: math.inf)

        while line := await lines.readline():
            tasks.create_task(one(line.decode().strip()))


async def main() -> None:
    """Until the input ends."""
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
    )
    await _take(lines)


if __name__ == "__main__":
    asyncio.run(main())
