"""A worker and a job: to its end, handed over, taken over, cancelled, failed."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from research.adapters.reports.report_store_journal import ReportStoreJournal
from research.domain import job_transitions
from research.domain.errors import StoreUnavailableError
from research.domain.job import Job, JobStatus
from research.domain.progress import Stage
from research.domain.request import ResearchRequest
from research.domain.source import Page
from research.jobs.delete import purge_files, purge_job
from research.jobs.new import new_job_id
from research.jobs.worker import MAX_ATTEMPTS, JobOutcome, WorkerDependencies, run_job
from research.ports import Journal
from tests.fakes.clock import StillClock
from tests.fakes.job_store import FakeJobStore
from tests.fakes.web_search import FakeWebSearch
from tests.unit.pipeline.pipeline_on_fakes import QUERY, FakeWiring


class FakeQueue:
    """Keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def send(self, job_id: str, request_id: str = "") -> None:
        self.sent.append(job_id)

    async def check(self) -> None:
        """It is there."""


class Shop:
    """A workplace on fakes, with one pending job."""

    def __init__(self, wiring: FakeWiring | None = None, query: str = QUERY) -> None:
        self.clock = StillClock()
        self.jobs = FakeJobStore(self.clock)
        self.queue = FakeQueue()
        self.wiring = wiring or FakeWiring()
        now = self.clock.now()
        self.job = Job(
            job_id=new_job_id(now),
            request=ResearchRequest(query=query),
            created_at=now,
            updated_at=now,
        )
        self.announced: list[Job] = []
        self.forgotten: list[str] = []
        self.left_seconds = 900.0

    def dependencies(self) -> WorkerDependencies:
        return WorkerDependencies(
            jobs=self.jobs,
            queue=self.queue,
            clock=self.clock,
            journal=self._journal,
            wire=self.wiring.wire,
            announce=self._announce,
            discard=partial(
                purge_files, reports=self.wiring.reports, forget_passages=self._forget_passages
            ),
            lease_seconds=30,
        )

    async def work(self) -> JobOutcome:
        if not await self.jobs.exists(self.job.job_id):
            await self.jobs.create(self.job)
        return await run_job(self.job.job_id, self.dependencies(), lambda: self.left_seconds)

    async def now(self) -> Job:
        return await self.jobs.get(self.job.job_id)

    def _journal(self, job_id: str, remaining_seconds: Callable[[], float]) -> Journal:
        return ReportStoreJournal(
            self.wiring.reports, job_id, remaining_seconds=remaining_seconds, step_seconds=60
        )

    async def _forget_passages(self, job_id: str) -> None:
        self.forgotten.append(job_id)

    async def _announce(self, job: Job) -> None:
        self.announced.append(job)


async def test_a_job_ends_with_its_report_and_leaves_no_journal() -> None:
    shop = Shop()
    assert await shop.work() is JobOutcome.COMPLETED
    job = await shop.now()
    assert job.status is JobStatus.COMPLETED
    assert job.result is not None
    assert job.result.claims >= 2
    assert {event.stage for event in job.progress.events} >= {Stage.INDEX, Stage.WRITE}
    assert (job.progress.stage, job.progress.percent) == (Stage.RENDER, 100)
    assert job.report_url == f"memory:{job.job_id}.html"
    assert json.loads(shop.wiring.reports.body(f"{job.job_id}.json"))["query"] == QUERY
    assert not [name for name in shop.wiring.reports.files if name.startswith("journal/")]
    assert [one.job_id for one in shop.announced] == [job.job_id]


async def test_a_message_delivered_again_makes_no_second_run() -> None:
    shop = Shop()
    await shop.work()
    asked = list(shop.wiring.search.asked)
    assert await shop.work() is JobOutcome.SKIPPED
    assert shop.wiring.search.asked == asked


async def test_a_worker_that_died_before_it_told_of_the_end_is_made_up_for() -> None:
    shop = Shop()

    async def dies(job: Job) -> None:
        raise asyncio.CancelledError

    await shop.jobs.create(shop.job)
    with pytest.raises(asyncio.CancelledError):
        await run_job(shop.job.job_id, replace(shop.dependencies(), announce=dies), lambda: 900.0)
    assert (await shop.now()).status is JobStatus.COMPLETED
    assert await shop.work() is JobOutcome.SKIPPED
    assert shop.announced == [await shop.now()]
    assert not [name for name in shop.wiring.reports.files if name.startswith("journal/")]


async def test_an_end_that_a_store_kept_and_could_not_confirm_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shop = Shop()
    update = shop.jobs.update

    async def twice(job_id: str, change: Callable[[Job], Job]) -> Job:
        await update(job_id, change)
        return await update(job_id, change)

    monkeypatch.setattr(shop.jobs, "update", twice)
    assert await shop.work() is JobOutcome.STOPPED  # it was claimed twice as well, which is no harm
    assert shop.announced == [await shop.now()]


async def test_a_job_that_someone_runs_or_that_is_gone_is_skipped() -> None:
    shop = Shop()
    await shop.jobs.create(shop.job)
    await shop.jobs.claim(shop.job.job_id, "another", 30)
    assert await shop.work() is JobOutcome.SKIPPED
    await shop.jobs.delete(shop.job.job_id)
    gone = await run_job(shop.job.job_id, shop.dependencies(), lambda: 900.0)
    assert gone is JobOutcome.SKIPPED
    assert shop.wiring.search.asked == []


async def test_too_little_time_hands_over_and_the_next_worker_goes_on() -> None:
    shop = Shop()
    fetched = shop.wiring.fetcher.fetch

    async def slow(url: str) -> Page:
        shop.left_seconds = 1.0
        return await fetched(url)

    shop.wiring.fetcher.fetch = slow  # type: ignore[method-assign]
    assert await shop.work() is JobOutcome.HANDED_OVER
    assert (await shop.now()).status is JobStatus.PENDING
    assert shop.queue.sent == [shop.job.job_id]
    searches, pages = len(shop.wiring.search.asked), len(shop.wiring.fetcher.asked)
    shop.left_seconds, shop.wiring.fetcher.fetch = 900.0, fetched  # type: ignore[method-assign]
    assert await shop.work() is JobOutcome.COMPLETED
    assert (len(shop.wiring.search.asked), len(shop.wiring.fetcher.asked)) == (searches, pages)
    assert (await shop.now()).attempts == 2


async def test_no_time_at_all_begins_nothing() -> None:
    shop = Shop()
    shop.left_seconds = 1.0
    assert await shop.work() is JobOutcome.HANDED_OVER
    assert shop.wiring.search.asked == []


async def test_a_job_that_can_not_be_done_says_why() -> None:
    shop = Shop(FakeWiring(FakeWebSearch(name="down", errors={QUERY: "503"})))
    assert await shop.work() is JobOutcome.FAILED
    job = await shop.now()
    assert job.error is not None
    assert job.error.code == "all_searches_failed"
    assert "down: 503" in job.error.message
    assert shop.announced == [job]


async def test_a_bug_fails_the_job_and_tells_nothing_of_itself(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shop = Shop()

    async def broken(url: str) -> Page:
        raise ZeroDivisionError(f"secret of {url}")

    shop.wiring.fetcher.fetch = broken  # type: ignore[method-assign]
    assert await shop.work() is JobOutcome.FAILED
    error = (await shop.now()).error
    assert error is not None
    assert error.code == "internal_error"
    assert "secret" not in error.message
    assert "ZeroDivisionError" in caplog.text


async def test_a_job_that_outlasts_its_workers_is_given_up() -> None:
    shop = Shop()
    shop.job = shop.job.model_copy(update={"attempts": MAX_ATTEMPTS})
    assert await shop.work() is JobOutcome.FAILED
    error = (await shop.now()).error
    assert error is not None
    assert error.code == "given_up"
    assert shop.wiring.search.asked == []
    assert [job.status for job in shop.announced] == [JobStatus.FAILED]


async def test_a_store_that_is_away_gives_the_job_back() -> None:
    shop = Shop()
    shop.wiring.reports.away = True
    with pytest.raises(StoreUnavailableError):
        await shop.work()
    assert (await shop.now()).status is JobStatus.PENDING
    shop.wiring.reports.away = False
    assert await shop.work() is JobOutcome.COMPLETED


async def test_a_cancelled_job_stops() -> None:
    shop = Shop()
    reading = asyncio.Event()

    async def endless(url: str) -> Page:
        reading.set()
        await asyncio.sleep(60)
        raise AssertionError

    shop.wiring.fetcher.fetch = endless  # type: ignore[method-assign]
    working = asyncio.create_task(shop.work())
    await reading.wait()
    await shop.jobs.update(
        shop.job.job_id, lambda job: job_transitions.cancel(job, shop.clock.now())
    )
    shop.clock.advance(20)
    assert await asyncio.wait_for(working, 5) is JobOutcome.STOPPED
    assert (await shop.now()).status is JobStatus.CANCELLED
    assert shop.announced == []


async def test_a_process_that_ends_hands_its_job_over() -> None:
    shop = Shop()
    reading = asyncio.Event()

    async def endless(url: str) -> Page:
        reading.set()
        await asyncio.sleep(60)
        raise AssertionError

    fetched, shop.wiring.fetcher.fetch = shop.wiring.fetcher.fetch, endless  # type: ignore[method-assign]
    working = asyncio.create_task(shop.work())
    await reading.wait()
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert (await shop.now()).status is JobStatus.PENDING
    shop.wiring.fetcher.fetch = fetched  # type: ignore[method-assign]
    assert await shop.work() is JobOutcome.COMPLETED


@pytest.mark.parametrize("write", range(1, 40, 3))
async def test_a_job_that_is_cancelled_and_deleted_while_it_is_stored_leaves_nothing(
    write: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever file the worker is about to write when the deletion comes."""
    shop = Shop()
    reports, put, writes = shop.wiring.reports, shop.wiring.reports.put, iter(range(1, 1_000))

    async def delete() -> None:
        now = shop.clock.now()
        await shop.jobs.update(shop.job.job_id, lambda job: job_transitions.cancel(job, now))
        await purge_job(
            shop.job.job_id,
            jobs=shop.jobs,
            reports=reports,
            forget_passages=shop._forget_passages,
        )

    deleting: list[asyncio.Task[None]] = []

    async def deleted_before(name: str, body: bytes, content_type: str) -> str:
        if next(writes) == write:
            deleting.append(asyncio.create_task(delete()))
            await asyncio.shield(deleting[0])
        return await put(name, body, content_type)

    monkeypatch.setattr(reports, "put", deleted_before)
    outcome = await shop.work()
    if not deleting:
        assert outcome is JobOutcome.COMPLETED
        return
    await deleting[0]
    assert outcome is JobOutcome.STOPPED
    assert not reports.files
    assert shop.forgotten
