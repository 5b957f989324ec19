"""The API with real stores on a free port, and workers that only pretend: jobs end at once.

Run as ``python -m tests.integration.api_server``, with settings from the environment. Of three
jobs one is completed, one fails and one goes on running; each has its plan approved first where
that was asked for.
"""

import asyncio
import socket
from contextlib import AsyncExitStack
from hashlib import sha256

import uvicorn

from research.api.app import create_app
from research.api.files import router as reports_router
from research.domain import job_transitions
from research.domain.job import Job, JobError, JobResult
from research.domain.report import Report, ReportStats
from research.domain.source import SourceKind, SourceRecord
from research.settings import Settings
from research.wiring.asking import ReportAsker
from research.wiring.service import open_service
from research.wiring.stores import Stores, open_local_queue, open_stores
from tests.fakes.plans import plan_of

OWNER = "pretender"
LEASE_SECONDS = 600.0
TEXT = (
    "A tide mill stores the sea behind a dam and lets it out through a wheel when the tide falls.\n"
    "In 2024 the tide mill at Corran Sound ground 41 tonnes of barley for the bakers of the island."
)
"""Of our own writing. There is no Corran Sound."""


async def pretend(job_id: str, stores: Stores) -> None:
    """Run the job without doing anything."""
    job = await stores.jobs.claim(job_id, OWNER, LEASE_SECONDS)
    kind = sum(job_id.encode()) % 3
    now = stores.clock.now()
    if job.request.confirm_plan and job.plan is None:
        plan = plan_of(now, "The old one, or the new one?")
        await stores.jobs.update(
            job_id, lambda job: job_transitions.await_plan(job, OWNER, now, plan=plan)
        )
    elif kind == 0:
        await stores.reports.put(f"{job_id}.html", b"<h1>Report</h1>", "text/html")
        await _report(job, stores)
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


async def _report(job: Job, stores: Stores) -> None:
    """Store a report of one source, which can be asked."""
    body = TEXT.encode()
    source = SourceRecord(
        id=1, url="https://mills.example/", title="Tide mills", author="", site="", published=None,
        language="en", kind=SourceKind.TEXT, sha256=sha256(body).hexdigest(),
        raw_sha256=sha256(body).hexdigest(),
    )  # fmt: skip
    report = Report(
        job_id=job.job_id, query=job.request.query, title="Pretended", key_findings=(), sections=(),
        created_at=stores.clock.now(), sources=(source,),
        stats=ReportStats(
            words=0, claims=0, sources_found=1, sources_read=1, sources_cited=0, sources_failed=0,
            seconds=0.0,
        ),
    )  # fmt: skip
    await stores.reports.put(f"snapshots/{source.sha256}.txt", body, "text/plain")
    written = report.model_dump_json().encode()
    await stores.reports.put(f"{job.job_id}.json", written, "application/json")


async def _serve() -> None:
    settings = Settings.load()
    async with AsyncExitStack() as stack:
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=2048))
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stores = open_stores(settings, stack)
        queue = open_local_queue(settings, stores, lambda job_id: pretend(job_id, stores))
        await stack.enter_async_context(queue)
        asker = ReportAsker(settings, stores.reports)
        service = open_service(settings, stores, queue, ask=asker)
        app = create_app(service, others=[reports_router])
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
        )
        print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
        await server.serve(sockets=[listening])


if __name__ == "__main__":
    asyncio.run(_serve())
