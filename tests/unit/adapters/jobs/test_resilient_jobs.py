"""Two job stores as one, while either is away, comes back, or comes back empty."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from research.adapters.jobs.report_store_jobs import ReportStoreJobs, UnsyncedJobs
from research.adapters.jobs.resilient_jobs import (
    COMPARE_SECONDS,
    PAUSE_SECONDS,
    ResilientJobs,
)
from research.domain import job_transitions
from research.domain.errors import (
    InvalidTransitionError,
    JobExistsError,
    JobNotFoundError,
    JobUnreadableError,
    LeaseHeldError,
    LeaseLostError,
    StoreUnavailableError,
)
from research.domain.job import Job, JobProgress, JobResult, JobStatus
from research.domain.question import PlanApproval
from research.domain.request import ResearchRequest
from research.jobs.new import new_job_id
from tests.fakes.clock import FakeClock
from tests.fakes.job_store import FakeJobStore
from tests.fakes.plans import PAYS, plan_of
from tests.fakes.report_store import FakeReportStore

LEASE_SECONDS = 60.0
TTL_SECONDS = 3600


class StillClock(FakeClock):
    """Time passes only when the test says so."""

    def elapsed_seconds(self) -> float:
        return self._elapsed_seconds


class World:
    """A quick store, a durable one, and as many processes as a test likes."""

    def __init__(self) -> None:
        self.clock = StillClock()
        self.quick = FakeJobStore(self.clock, TTL_SECONDS)
        self.reports = FakeReportStore()
        self.durable = ReportStoreJobs(self.reports, clock=self.clock, job_ttl_seconds=TTL_SECONDS)
        self.jobs = self.process()

    def process(self) -> ResilientJobs:
        return ResilientJobs(self.quick, self.durable, UnsyncedJobs(self.reports), clock=self.clock)

    def new_job(self) -> Job:
        self.clock.advance(0.001)
        now = self.clock.now()
        return Job(
            job_id=new_job_id(now),
            request=ResearchRequest(query="q"),
            created_at=now,
            updated_at=now,
        )

    async def made(self) -> str:
        job = self.new_job()
        await self.jobs.create(job)
        return job.job_id

    async def finish(self, job_id: str, jobs: ResilientJobs | None = None) -> None:
        await (jobs or self.jobs).claim(job_id, "worker", LEASE_SECONDS)
        await self.end(job_id, jobs)

    async def end(self, job_id: str, jobs: ResilientJobs | None = None) -> None:
        await (jobs or self.jobs).update(
            job_id,
            lambda job: job_transitions.complete(
                job,
                "worker",
                self.clock.now(),
                result=JobResult(title="t"),
                files={"html": "r", "json": "j", "md": "m"},
            ),
        )

    async def cancel(self, job_id: str) -> None:
        await self.jobs.update(job_id, lambda job: job_transitions.cancel(job, self.clock.now()))

    def back(self) -> None:
        """Redis is there again, and the breaker's pause is over."""
        self.quick.away = False
        self.clock.advance(PAUSE_SECONDS)

    def emptied(self) -> None:
        self.quick.records.clear()
        self.quick.rebuilt = None


@pytest.fixture
def world() -> World:
    return World()


async def listed(jobs: ResilientJobs, limit: int = 100) -> list[str]:
    found: list[str] = []
    page = await jobs.list(limit)
    found += [job.job_id for job in page.jobs]
    while page.next_cursor:
        page = await jobs.list(limit, cursor=page.next_cursor)
        found += [job.job_id for job in page.jobs]
    return found


async def test_moves_are_in_both_stores_and_progress_in_one(world: World) -> None:
    job_id = await world.made()
    await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    assert await world.durable.get(job_id) == await world.quick.get(job_id)
    files = dict(world.reports.files)
    await world.jobs.note_progress(job_id, "worker", LEASE_SECONDS, JobProgress(percent=5))
    assert world.reports.files == files
    await world.end(job_id)
    assert await world.durable.get(job_id) == await world.quick.get(job_id)
    assert not [name for name in world.reports.files if "unsynced" in name]


async def awaiting(world: World) -> str:
    job_id = await world.made()
    await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    plan = plan_of(world.clock.now())
    await world.jobs.update(
        job_id,
        lambda job: job_transitions.await_plan(job, "worker", world.clock.now(), plan=plan),
    )
    return job_id


async def approve(world: World, job_id: str) -> Job:
    return await world.jobs.update(
        job_id,
        lambda job: job_transitions.approve_plan(
            job, PlanApproval(questions=(PAYS,)), world.clock.now()
        ),
    )


async def test_a_plan_is_approved_in_both_stores_or_not_at_all(world: World) -> None:
    """Told by Redis alone, it would be forgotten with it."""
    job_id = await awaiting(world)
    assert await world.durable.get(job_id) == await world.quick.get(job_id)
    world.reports.away = True
    with pytest.raises(StoreUnavailableError):
        await approve(world, job_id)
    world.reports.away = False
    world.emptied()
    assert (await world.jobs.get(job_id)).status is JobStatus.AWAITING_PLAN
    await approve(world, job_id)
    world.emptied()
    kept = (await world.process().get(job_id)).plan
    assert kept is not None
    assert [one.as_planned for one in kept.questions] == [PAYS]


async def test_a_redis_with_the_plan_of_before_does_not_bring_it_back(world: World) -> None:
    job_id = await awaiting(world)
    before = dict(world.quick.records)
    await approve(world, job_id)
    world.quick.records = before
    assert (await world.jobs.get(job_id)).status is JobStatus.PENDING
    taken = await world.jobs.claim(job_id, "another", LEASE_SECONDS)
    assert taken.plan is not None
    assert taken.plan.is_approved


async def test_with_redis_away_a_job_that_waits_is_listed_and_approved(world: World) -> None:
    job_id = await awaiting(world)
    world.quick.away = True
    page = await world.jobs.list(10, JobStatus.AWAITING_PLAN)
    assert [job.job_id for job in page.jobs] == [job_id]
    await approve(world, job_id)
    world.back()
    assert (await world.jobs.get(job_id)).status is JobStatus.PENDING
    assert (await world.jobs.list(10, JobStatus.AWAITING_PLAN)).jobs == ()


async def test_a_plan_made_while_the_report_store_is_away_is_planned_again_at_worst(
    world: World,
) -> None:
    job_id = await world.made()
    await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    world.reports.away = True
    plan = plan_of(world.clock.now())
    await world.jobs.update(
        job_id,
        lambda job: job_transitions.await_plan(job, "worker", world.clock.now(), plan=plan),
    )
    world.reports.away = False
    assert (await world.jobs.get(job_id)).status is JobStatus.AWAITING_PLAN
    world.emptied()
    world.clock.advance(LEASE_SECONDS)
    again = await world.jobs.claim(job_id, "another", LEASE_SECONDS)
    assert (again.status, again.attempts, again.plan) == (JobStatus.RUNNING, 2, None)


async def test_with_redis_away_a_job_is_made_run_listed_and_found(world: World) -> None:
    before = await world.made()
    world.quick.away = True
    job_id = await world.made()
    await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    await world.jobs.note_progress(job_id, "worker", LEASE_SECONDS, JobProgress(percent=50))
    assert (await world.jobs.get(job_id)).progress.percent == 50
    with pytest.raises(LeaseHeldError):
        await world.process().claim(job_id, "other", LEASE_SECONDS)
    await world.end(job_id)
    await world.finish(before)
    assert await listed(world.jobs, 1) == [job_id, before]
    assert await world.jobs.count(JobStatus.COMPLETED) == 2
    with pytest.raises(JobNotFoundError):
        await world.jobs.get("20261124-120000-" + "0" * 21)


async def test_a_dead_redis_is_asked_once_a_pause(world: World) -> None:
    job_id = await world.made()
    world.quick.away = True
    calls = world.quick.calls
    for _ in range(20):
        await world.jobs.get(job_id)
    assert world.quick.calls == calls + 1
    world.clock.advance(PAUSE_SECONDS)
    for _ in range(20):
        await world.jobs.get(job_id)
    assert world.quick.calls == calls + 2


async def test_a_change_of_state_is_logged_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    job_id = await world.made()
    world.quick.away = True
    for _ in range(5):
        await world.jobs.get(job_id)
        world.clock.advance(PAUSE_SECONDS)
    assert [record.message[:13] for record in caplog.records] == ["Redis is away"]
    world.back()
    for _ in range(5):
        await world.jobs.get(job_id)
    assert [record.message for record in caplog.records[1:]] == ["Redis is back"]


async def test_with_redis_back_the_newer_record_wins_everywhere(world: World) -> None:
    job_id = await world.made()
    await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    world.quick.away = True
    made_meanwhile = await world.made()
    await world.end(job_id)
    world.back()
    assert (await world.quick.get(job_id)).status is JobStatus.RUNNING
    assert await listed(world.jobs) == [made_meanwhile, job_id]
    assert (await world.quick.get(job_id)).status is JobStatus.COMPLETED
    assert await world.jobs.count(JobStatus.RUNNING) == 0
    assert not [name for name in world.reports.files if "unsynced" in name]


async def test_a_process_that_saw_no_outage_hears_of_what_was_written(world: World) -> None:
    job_id, other = await world.made(), world.process()
    assert await listed(other) == [job_id]
    world.quick.away = True
    await world.finish(job_id)
    made_meanwhile = await world.made()
    world.back()
    assert (await other.get(made_meanwhile)).status is JobStatus.PENDING
    assert (await other.get(job_id)).status is JobStatus.COMPLETED
    assert await listed(other) == [made_meanwhile, job_id]


async def test_a_finished_job_is_not_run_again_by_one_who_saw_it_pending(world: World) -> None:
    job_id, other = await world.made(), world.process()
    world.quick.away = True
    await world.finish(job_id)
    world.back()
    with pytest.raises(InvalidTransitionError, match="is completed and can't become running"):
        await other.claim(job_id, "late", LEASE_SECONDS)


async def test_an_empty_redis_is_filled_again_from_the_newest_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("research.adapters.jobs.resilient_jobs.FILLED_AT_ONCE", 4)
    job_ids = [await world.made() for _ in range(10)][::-1]
    await world.finish(job_ids[3])
    world.emptied()
    first = await world.jobs.list(3)
    assert [job.job_id for job in first.jobs] == job_ids[:3]
    assert await listed(world.jobs, 3) == job_ids
    assert await world.jobs.count() == 10
    assert await world.jobs.count(JobStatus.COMPLETED) == 1
    assert sorted(world.quick.records) == sorted(job_ids)


async def test_a_job_lost_by_redis_goes_on_where_it_was(world: World) -> None:
    job_id = await world.made()
    await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    world.emptied()
    await world.jobs.note_progress(job_id, "worker", LEASE_SECONDS, JobProgress(percent=70))
    assert (await world.quick.get(job_id)).progress.percent == 70
    world.emptied()
    await world.end(job_id)
    assert (await world.quick.get(job_id)).status is JobStatus.COMPLETED
    world.emptied()
    assert await world.process().exists(job_id)


@pytest.mark.parametrize("times", [1, 2, 3])
async def test_a_redis_that_loses_a_job_as_it_is_written_to_is_as_good_as_away(
    world: World, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    job_id = await world.made()
    await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    note, losses = world.quick.note_progress, iter(range(times))

    async def forgets(*arguments: Any) -> None:
        for _ in losses:
            world.emptied()
            break
        await note(*arguments)

    monkeypatch.setattr(world.quick, "note_progress", forgets)
    await world.jobs.note_progress(job_id, "worker", LEASE_SECONDS, JobProgress(percent=70))
    holder = world.durable if times == 3 else world.quick
    assert (await holder.get(job_id)).progress.percent == 70
    await world.end(job_id)
    assert (await world.process().get(job_id)).status is JobStatus.COMPLETED


@pytest.mark.parametrize("call", ["update", "note_progress"])
async def test_a_record_from_before_put_into_an_empty_redis_meanwhile_is_not_the_one_that_counts(
    world: World, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    job_id = await world.made()
    before = dict(world.quick.records)
    await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    usual, meanwhile = getattr(world.quick, call), iter([before])

    async def stale(*arguments: Any) -> Any:
        world.quick.records.update(next(meanwhile, {}))
        return await usual(*arguments)

    monkeypatch.setattr(world.quick, call, stale)
    await world.jobs.note_progress(job_id, "worker", LEASE_SECONDS, JobProgress(percent=70))
    await world.end(job_id)
    for store in (world.quick, world.durable):
        assert (await store.get(job_id)).status is JobStatus.COMPLETED


async def test_progress_of_a_job_that_redis_remembers_from_before_it_was_claimed(
    world: World,
) -> None:
    job_id = await world.made()
    world.quick.away = True
    await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    world.back()
    await world.jobs.note_progress(job_id, "worker", LEASE_SECONDS, JobProgress(percent=7))
    assert (await world.quick.get(job_id)).progress.percent == 7
    with pytest.raises(LeaseLostError):
        await world.jobs.note_progress(job_id, "other", LEASE_SECONDS)


async def test_a_damaged_record_in_redis_is_mended(world: World) -> None:
    job_id = await world.made()
    world.quick.records[job_id] = "garbage"
    assert (await world.jobs.get(job_id)).job_id == job_id
    assert (await world.quick.get(job_id)).job_id == job_id
    world.quick.records[job_id] = "garbage"
    world.reports.files[f"jobs/{job_id}.json"] = b"garbage", "application/json"
    with pytest.raises(JobUnreadableError):
        await world.jobs.get(job_id)


async def test_with_the_report_store_away_jobs_go_on_in_redis(world: World) -> None:
    job_id = await world.made()
    world.reports.away = True
    await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    assert await listed(world.jobs) == [job_id]
    world.reports.away = False
    await world.end(job_id)
    assert (await world.durable.get(job_id)).status is JobStatus.COMPLETED


async def test_what_redis_alone_would_know_of_is_not_accepted(world: World) -> None:
    """It may lose it the next moment."""
    world.reports.away = True
    job = world.new_job()
    with pytest.raises(StoreUnavailableError):
        await world.jobs.create(job)
    assert not world.quick.records
    world.reports.away = False
    await world.jobs.create(job)
    assert await listed(world.jobs) == [job.job_id]


@pytest.mark.parametrize("is_cancelled", [False, True])
async def test_an_end_that_redis_alone_would_know_of_is_refused(
    world: World, is_cancelled: bool
) -> None:
    job_id = await world.made()
    await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    world.reports.away = True
    with pytest.raises(StoreUnavailableError):
        await (world.cancel(job_id) if is_cancelled else world.end(job_id))
    world.emptied()
    world.reports.away = False
    assert (await world.jobs.get(job_id)).status is JobStatus.RUNNING
    await world.end(job_id)
    world.emptied()
    assert (await world.jobs.get(job_id)).status is JobStatus.COMPLETED


async def test_with_both_away_nothing_is_accepted(world: World) -> None:
    job_id = await world.made()
    world.quick.away = world.reports.away = True
    for call in (world.made(), world.jobs.get(job_id), world.jobs.list(5), world.finish(job_id)):
        with pytest.raises(StoreUnavailableError):
            await call


async def test_a_job_that_either_store_knows_is_not_made_again(world: World) -> None:
    job = await world.jobs.get(await world.made())
    world.emptied()
    with pytest.raises(JobExistsError):
        await world.jobs.create(job)


async def test_what_was_deleted_does_not_come_back(world: World) -> None:
    stays, first, second = [await world.made() for _ in range(3)]
    await world.jobs.delete(first)
    world.quick.away = True
    await world.jobs.delete(second)
    with pytest.raises(JobNotFoundError):
        await world.jobs.delete(first)
    world.back()
    assert await listed(world.jobs) == [stays]
    assert sorted(world.quick.records) == [stays]


async def test_a_delete_that_would_not_last_is_refused(world: World) -> None:
    job_id = await world.made()
    world.reports.away = True
    with pytest.raises(StoreUnavailableError):
        await world.jobs.delete(job_id)
    assert await world.jobs.exists(job_id)


async def test_a_cancelled_job_stays_so_when_a_worker_finishes_it_elsewhere(world: World) -> None:
    """Redis is away for the worker alone: whoever comes first decides, and both stores agree."""
    job_id, worker = await world.made(), world.process()
    await worker.claim(job_id, "worker", LEASE_SECONDS)
    await world.jobs.update(job_id, lambda job: job_transitions.cancel(job, world.clock.now()))
    world.quick.away = True
    with pytest.raises(LeaseLostError):
        await world.end(job_id, worker)
    world.back()
    assert (await worker.get(job_id)).status is JobStatus.CANCELLED


async def test_a_job_that_another_brought_to_redis_first_is_made_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = world.quick.create

    async def filled_first(job: Job) -> None:
        await asyncio.sleep(0)  # the report store is quicker
        await world.quick.restore(await world.durable.get(job.job_id))
        await create(job)

    monkeypatch.setattr(world.quick, "create", filled_first)
    assert await world.jobs.exists(await world.made())


async def test_of_two_who_make_one_job_at_once_one_does(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the one is first in Redis and the other in the report store."""
    job = world.new_job()
    late = job.model_copy(update={"created_at": world.clock.now()})
    create = world.quick.create

    async def late_first(made: Job) -> None:
        if made is job:
            await asyncio.sleep(0)
        await create(made)

    monkeypatch.setattr(world.quick, "create", late_first)
    made = await asyncio.gather(
        world.jobs.create(job), world.process().create(late), return_exceptions=True
    )
    assert [type(one) for one in made] == [type(None), JobExistsError]
    await world.finish(job.job_id)


async def test_a_redis_emptied_between_reading_and_writing_loses_no_move(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id, update, left = await world.made(), world.quick.update, [1]

    async def emptied_first(job_id: str, change: Callable[[Job], Job]) -> Job:
        if left:
            left.pop()
            world.emptied()
        return await update(job_id, change)

    monkeypatch.setattr(world.quick, "update", emptied_first)
    await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    left.append(1)
    await world.jobs.note_progress(job_id, "worker", LEASE_SECONDS, JobProgress(percent=5))
    await world.end(job_id)
    assert (await world.quick.get(job_id)).status is JobStatus.COMPLETED


async def test_a_redis_back_with_older_data_has_what_it_lacks_at_the_next_list(
    world: World,
) -> None:
    """`redis-cli SAVE`, ten jobs, both killed, both started: also with its mark of being full."""
    first = await world.made()
    assert await listed(world.jobs) == [first]
    saved = dict(world.quick.records)
    made = [await world.made() for _ in range(10)]
    world.quick.records = dict(saved)
    pending = await world.process().list(100, JobStatus.PENDING)
    assert [job.job_id for job in pending.jobs] == [*made[::-1], first]


async def test_evicted_jobs_are_found_again(world: World) -> None:
    made = [await world.made() for _ in range(4)]
    assert len(await listed(world.jobs)) == 4
    for job_id in made[:2]:
        del world.quick.records[job_id]
    world.clock.advance(COMPARE_SECONDS)
    assert await listed(world.jobs) == made[::-1]


async def test_a_redis_that_serves_reads_alone_takes_no_end_back(world: World) -> None:
    """As a replica of an older one, or out of memory: what it says is compared at each look."""
    job_id, reader = await world.made(), world.process()
    await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    stale = dict(world.quick.records)
    await world.end(job_id)
    world.quick.records = stale
    assert (await reader.get(job_id)).status is JobStatus.COMPLETED
    world.quick.records = dict(stale)
    assert not (await reader.list(5, JobStatus.RUNNING)).jobs
    assert [job.status for job in (await reader.list(5)).jobs] == [JobStatus.COMPLETED]


@pytest.mark.parametrize(
    "call",
    [
        lambda jobs, job_id: jobs.get(job_id),
        lambda jobs, job_id: jobs.claim(job_id, "late", LEASE_SECONDS),
        lambda jobs, job_id: jobs.update(job_id, lambda job: job),
    ],
    ids=["get", "claim", "update"],
)
async def test_a_deleted_job_that_redis_still_has_is_none(
    world: World, call: Callable[[ResilientJobs, str], Awaitable[Job]]
) -> None:
    job_id = await world.made()
    await world.finish(job_id)
    stale = dict(world.quick.records)
    await world.jobs.delete(job_id)
    world.quick.records = dict(stale)
    with pytest.raises(JobNotFoundError):
        await call(world.process(), job_id)
    assert f"jobs/{job_id}.json" not in world.reports.files
    jobs = world.process()
    assert not (await jobs.list(5)).jobs
    world.quick.records = dict(stale)
    assert not (await jobs.list(5)).jobs
    assert await jobs.count() == 0


async def test_a_worker_that_lost_its_lease_unseen_by_redis_loses_it_all_the_same(
    world: World,
) -> None:
    """It would renew in a Redis with older data; the claim that came later decides."""
    job_id, other = await world.made(), world.process()
    await world.jobs.claim(job_id, "first", LEASE_SECONDS)
    older = dict(world.quick.records)
    world.clock.advance(2 * LEASE_SECONDS)
    await other.claim(job_id, "worker", LEASE_SECONDS)
    world.quick.records = older
    with pytest.raises(LeaseLostError):
        await world.jobs.note_progress(job_id, "first", LEASE_SECONDS, JobProgress(percent=9))
    await world.end(job_id, other)
    assert (await world.jobs.get(job_id)).status is JobStatus.COMPLETED


@pytest.mark.parametrize("loss", ["away", "emptied", "of this process alone"])
async def test_a_job_that_is_run_is_not_taken_over_because_redis_is_lost(
    world: World, loss: str
) -> None:
    """Its lease was renewed in Redis again and again, and now and then in the report store."""
    job_id, other = await world.made(), world.process()
    await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    for _ in range(20):
        world.clock.advance(LEASE_SECONDS / 6)
        await world.jobs.note_progress(job_id, "worker", LEASE_SECONDS)
    world.quick.away = loss == "away"
    if loss == "emptied":
        world.emptied()
    if loss == "of this process alone":  # its breaker is open, for it met a short time-out
        world.quick.away = True
        with pytest.raises(LeaseHeldError):
            await other.claim(job_id, "other", LEASE_SECONDS)
        world.quick.away = False
    with pytest.raises(LeaseHeldError):
        await other.claim(job_id, "other", LEASE_SECONDS)
    await world.jobs.note_progress(job_id, "worker", LEASE_SECONDS)


async def test_a_lease_is_written_to_the_report_store_a_few_times_and_not_with_each_beat(
    world: World,
) -> None:
    job_id = await world.made()
    await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    written = 0
    for _ in range(150):  # a beat each 0.4 s
        before = dict(world.reports.files)
        world.clock.advance(LEASE_SECONDS / 150)
        await world.jobs.note_progress(job_id, "worker", LEASE_SECONDS, JobProgress(percent=1))
        written += world.reports.files != before
    assert 2 <= written <= 3


async def test_an_end_keeps_the_progress_that_redis_alone_knew(world: World) -> None:
    job_id = await world.made()
    await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    await world.jobs.note_progress(job_id, "worker", LEASE_SECONDS, JobProgress(percent=42))
    await world.jobs.update(job_id, lambda job: job_transitions.cancel(job, world.clock.now()))
    assert (await world.durable.get(job_id)).progress.percent == 42
