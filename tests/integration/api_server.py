"""The API with real stores on a free port, and workers that only pretend: jobs end at once.

Run as ``python -m tests.integration.api_server``, with settings from the environment. Of three
jobs one is completed, one fails and one goes on running.
"""

import asyncio
import socket
from contextlib import AsyncExitStack

import uvicorn

from research.api.app import create_app
from research.api.files import router as reports_router
from research.domain import job_transitions
from research.domain.job import JobError, JobResult
from research.settings import Settings
from research.wiring.service import open_service
from research.wiring.stores import Stores, open_local_queue, open_stores

OWNER = "pretender"
LEASE_SECONDS = 600.0


async def pretend(job_id: str, stores: Stores) -> None:
    """Run the job without doing anything."""
    job = await stores.jobs.claim(job_id, OWNER, LEASE_SECONDS)
    kind = sum(job_id.encode()) % 3
    now = stores.clock.now()
    if kind == 0:
        await stores.reports.put(f"{job_id}.html", b"<h1>Report</h1>", "text/html")
        ended = job_transitions.complete(
            job,
            OWNER,
            now,
            result=JobResult(title="Pretended"),
            files={
                "html": f"file:///{job_id}.html",
                "json": f"file:///{job_id}.json",
                "md": f"file:///{job_id}.md",
            },
        )
        await stores.jobs.update(job_id, lambda _: ended)
    elif kind == 1:
        error = JobError(code="nothing_found", message="it only pretends")
        await stores.jobs.update(
            job_id, lambda job: job_transitions.fail(job, OWNER, now, error=error)
        )


async def _serve() -> None:
    settings = Settings.load()
    async with AsyncExitStack() as stack:
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=2048))
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stores = open_stores(settings, stack)
        queue = open_local_queue(settings, stores, lambda job_id: pretend(job_id, stores))
        await stack.enter_async_context(queue)
        app = create_app(open_service(settings, stores, queue), others=[reports_router])
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
        )
        print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
        await server.serve(sockets=[listening])


if __name__ == "__main__":
    asyncio.run(_serve())
