"""The API on fakes, and a client of it that opens no socket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx

from research.adapters.rate_limit.memory_rate_limiter import MemoryRateLimiter
from research.api.app import create_app
from research.api.files import router as reports_router
from research.api.service import PendingLimit, Service
from research.api.uploads.receipts import router as receipts_router
from research.domain import job_transitions
from research.domain.claim import AnswerStatus, PartAnswer
from research.domain.errors import ResearchError, StoreUnavailableError
from research.domain.follow_up.question import ReportAnswer
from research.domain.job import Job, JobResult
from research.domain.request import ResearchRequest
from tests.fakes.clock import StillClock
from tests.fakes.job_queue import FakeJobQueue
from tests.fakes.job_store import FakeJobStore
from tests.fakes.report_store import FakeReportStore

LEASE_SECONDS = 60.0
OWNER = "worker-1"


class Api:
    """A service on fakes, all of them at hand; `options` go to `Service`."""

    def __init__(self, *, max_pending_jobs: int = 1_000, **options: Any) -> None:
        self.clock = StillClock()
        self.jobs = FakeJobStore(self.clock)
        self.queue = FakeJobQueue()
        self.reports = FakeReportStore()
        self.forgotten: list[str] = []
        self.passages_are_away = False
        self.asked: list[tuple[str, str, ResearchRequest]] = []
        self.answer_error: ResearchError | None = None
        self.service = Service(
            jobs=self.jobs,
            queue=self.queue,
            reports=self.reports,
            limiter=MemoryRateLimiter(self.clock),
            clock=self.clock,
            forget_passages=self._forget_passages,
            ask=self._ask,
            pending=PendingLimit(self.jobs, clock=self.clock, limit=max_pending_jobs),
        )
        self.service = replace(self.service, **options)
        self.app = create_app(self.service, others=[reports_router, receipts_router])

    @asynccontextmanager
    async def client(self, **options: Any) -> AsyncIterator[httpx.AsyncClient]:
        """A client of the service; `options` are httpx's."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://api.test", **options
        ) as client:
            yield client

    async def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One call."""
        async with self.client() as client:
            return await client.request(method, path, **options)

    async def submit(self, query: str = "How high is it?", **fields: Any) -> str:
        """A new job's id."""
        answer = await self.call("POST", "/research", json={"query": query, **fields})
        assert answer.status_code == 202, answer.text
        return str(answer.json()["job_id"])

    async def start(self, job_id: str) -> Job:
        """Have a worker run the job."""
        return await self.jobs.update(
            job_id, lambda job: job_transitions.claim(job, OWNER, LEASE_SECONDS, self.clock.now())
        )

    async def finish(self, job_id: str) -> Job:
        """Have a worker run the job to its end."""
        await self.start(job_id)
        return await self.jobs.update(
            job_id,
            lambda job: job_transitions.complete(
                job,
                OWNER,
                self.clock.now(),
                result=JobResult(title="Heights", key_findings=("It is high.",), words=3),
                files={
                    "html": f"file:///reports/{job_id}.html",
                    "json": f"https://reports.example/{job_id}.json",
                    "md": f"file:///reports/{job_id}.md",
                    "csl.json": f"file:///x/{job_id}.csl.json",
                },
                warnings=("Mind the step.",),
            ),
        )

    async def _ask(self, job_id: str, question: str, request: ResearchRequest) -> ReportAnswer:
        self.asked.append((job_id, question, request))
        if self.answer_error:
            raise self.answer_error
        part = PartAnswer(part=question, status=AnswerStatus.NOT_FOUND, message="Not said.")
        return ReportAnswer(
            job_id=job_id, question=question, answer=(part,), sources=(), written_by_model=False
        )

    async def _forget_passages(self, job_id: str) -> None:
        if self.passages_are_away:
            raise StoreUnavailableError("Chroma is away at chroma.internal")
        self.forgotten.append(job_id)


def problem_of(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem in `answer`, which must be of this status and code."""
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem["request_id"] == answer.headers["x-request-id"]
    return problem
