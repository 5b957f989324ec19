"""What every job store must do, the fake one included."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis as sync_redis

from research.adapters.jobs.redis_jobs import RedisJobs
from research.adapters.jobs.report_store_jobs import ReportStoreJobs, UnsyncedJobs
from research.adapters.jobs.resilient_jobs import ResilientJobs
from research.adapters.redis.redis_connection import redis_client
from research.adapters.reports.folder_reports import FolderReports
from research.adapters.reports.s3_reports import S3Reports
from research.domain import job_transitions
from research.domain.errors import (
    InvalidRequestError,
    InvalidTransitionError,
    JobExistsError,
    JobNotFoundError,
    JobUnreadableError,
    LeaseHeldError,
    LeaseLostError,
)
from research.domain.job import Job, JobError, JobProgress, JobResult, JobStatus
from research.domain.progress import Stage
from research.domain.question import PlanApproval
from research.domain.request import ResearchRequest
from research.jobs.new import new_job_id
from research.ports import JobStore, ReportStore
from tests.fakes.clock import FakeClock
from tests.fakes.job_store import FakeJobStore
from tests.fakes.plans import COST, PAYS, plan_of
from tests.fakes.report_store import FakeReportStore

TTL_SECONDS = 3600
LEASE_SECONDS = 60.0


@dataclass
class Kept:
    """A store, its clock, and a way to damage a record that does not go through it."""

    store: JobStore
    clock: FakeClock
    damage: Callable[[str], Awaitable[None]]

    def job(self, query: str = "Why is the sky dark at night?") -> Job:
        """A new job; each is made a little after the one before."""
        self.clock.advance(0.001)
        now = self.clock.now()
        return Job(
            job_id=new_job_id(now),
            request=ResearchRequest(query=query),
            created_at=now,
            updated_at=now,
        )

    async def made(self) -> Job:
        job = self.job()
        await self.store.create(job)
        return job

    async def finished(self, owner: str = "worker") -> Job:
        job = await self.made()
        await self.store.claim(job.job_id, owner, LEASE_SECONDS)
        return await self.store.update(job.job_id, lambda job: done(job, owner, self.clock))


def done(job: Job, owner: str, clock: FakeClock) -> Job:
    return job_transitions.complete(
        job,
        owner,
        clock.now(),
        result=JobResult(title="Tïtle", key_findings=("One.", "Two."), words=9, claims=2),
        files={
            "html": "https://reports.example/a.html",
            "json": "https://reports.example/a.json",
            "md": "https://reports.example/a.md",
        },
        warnings=("slow",),
    )


def in_reports(reports: ReportStore, clock: FakeClock) -> Kept:
    async def damage(job_id: str) -> None:
        await reports.put(f"jobs/{job_id}.json", b'{"job_id": \xff\x00', "application/json")

    return Kept(ReportStoreJobs(reports, clock=clock, job_ttl_seconds=TTL_SECONDS), clock, damage)


@pytest.fixture(params=["fake", "fake reports", "folder", "s3", "redis", "resilient"])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Kept]:
    clock = FakeClock()
    match request.param:
        case "fake":
            fake = FakeJobStore(clock, TTL_SECONDS)

            async def spoil(job_id: str) -> None:
                fake.records[job_id] = "{"

            yield Kept(fake, clock, spoil)
        case "fake reports":
            yield in_reports(FakeReportStore(), clock)
        case "folder":
            yield in_reports(FolderReports(tmp_path / "reports"), clock)
        case "s3":
            bucket, url = request.getfixturevalue("bucket"), request.getfixturevalue("s3")
            yield in_reports(S3Reports(bucket, endpoint_url=url), clock)
        case _:
            port = request.getfixturevalue("redis").port
            sync_redis.Redis(port=port).flushall()
            client = redis_client(host="127.0.0.1", port=port)
            quick = RedisJobs(client, clock=clock, job_ttl_seconds=TTL_SECONDS)
            folder = FolderReports(tmp_path)
            files = in_reports(folder, clock)

            async def overwrite(job_id: str) -> None:
                await client.set(f"crp:job:{{jobs}}:{job_id}", b"\xff")
                if request.param == "resilient":
                    await files.damage(job_id)

            both = ResilientJobs(quick, files.store, UnsyncedJobs(folder), clock=clock)
            yield Kept(both if request.param == "resilient" else quick, clock, overwrite)
            await client.aclose()


async def ids(
    store: JobStore, limit: int, status: JobStatus | None = None, cursor: str | None = None
) -> tuple[list[str], str | None]:
    page = await store.list(limit, status, cursor)
    return [job.job_id for job in page.jobs], page.next_cursor


async def test_a_job_is_found_as_it_was_made(kept: Kept) -> None:
    job = kept.job("Ünïcode \N{SNOWMAN}\u2028 'quotes\" \\ and\nlines")
    assert not await kept.store.exists(job.job_id)
    await kept.store.create(job)
    assert await kept.store.exists(job.job_id)
    assert await kept.store.get(job.job_id) == job


async def test_a_job_is_made_once(kept: Kept) -> None:
    job = await kept.made()
    with pytest.raises(JobExistsError):
        await kept.store.create(job)
    other = job.model_copy(update={"request": ResearchRequest(query="Another?")})
    with pytest.raises(JobExistsError):
        await kept.store.create(other)
    assert await kept.store.get(job.job_id) == job


@pytest.mark.parametrize("job_id", ["", "none", "../x", "a b", "*", "20261124-120000-" + "0" * 21])
async def test_what_is_no_job_is_not_found(kept: Kept, job_id: str) -> None:
    store = kept.store
    assert not await store.exists(job_id)
    for call in (
        store.get(job_id),
        store.delete(job_id),
        store.update(job_id, lambda job: job),
        store.claim(job_id, "worker", LEASE_SECONDS),
        store.hand_over(job_id, "worker"),
        store.note_progress(job_id, "worker", LEASE_SECONDS),
    ):
        with pytest.raises(JobNotFoundError):
            await call


async def test_a_job_lives_from_pending_to_completed(kept: Kept) -> None:
    job = await kept.made()
    kept.clock.advance(5)
    running = await kept.store.claim(job.job_id, "worker", LEASE_SECONDS)
    assert (running.status, running.attempts) == (JobStatus.RUNNING, 1)
    assert running.started_at == running.updated_at == kept.clock.now()
    kept.clock.advance(5)
    finished = await kept.store.update(job.job_id, lambda job: done(job, "worker", kept.clock))
    assert await kept.store.get(job.job_id) == finished
    assert finished.version == 3
    assert finished.completed_at == kept.clock.now()
    assert (finished.lease, finished.progress.percent) == (None, 100)
    assert finished.result == JobResult(
        title="Tïtle", key_findings=("One.", "Two."), words=9, claims=2
    )


async def test_a_failed_job_says_why(kept: Kept) -> None:
    job = await kept.made()
    await kept.store.claim(job.job_id, "worker", LEASE_SECONDS)
    error = JobError(code="nothing_found", message="Nothing.")
    now = kept.clock.now()
    await kept.store.update(
        job.job_id, lambda job: job_transitions.fail(job, "worker", now, error=error)
    )
    assert (await kept.store.get(job.job_id)).error == error


async def test_a_finished_job_changes_no_more(kept: Kept) -> None:
    job = await kept.finished()
    for change in (
        lambda job: job_transitions.cancel(job, kept.clock.now()),
        lambda job: job.model_copy(update={"warnings": ("late",)}),
        lambda job: job.model_copy(update={"status": JobStatus.PENDING, "completed_at": None}),
    ):
        with pytest.raises(InvalidTransitionError):
            await kept.store.update(job.job_id, change)
    with pytest.raises(InvalidTransitionError):
        await kept.store.claim(job.job_id, "other", LEASE_SECONDS)
    assert await kept.store.get(job.job_id) == job


async def test_a_pending_job_can_only_run_or_be_cancelled(kept: Kept) -> None:
    job = await kept.made()
    end = {"status": JobStatus.COMPLETED, "completed_at": kept.clock.now()}
    with pytest.raises(InvalidTransitionError):
        await kept.store.update(job.job_id, lambda job: job.model_copy(update=end))
    await kept.store.update(job.job_id, lambda job: job_transitions.cancel(job, kept.clock.now()))
    assert (await kept.store.get(job.job_id)).status is JobStatus.CANCELLED


async def test_two_writers_at_once_lose_no_field(kept: Kept) -> None:
    job = await kept.made()

    def warn(number: int) -> Callable[[Job], Job]:
        return lambda job: job.model_copy(update={"warnings": (*job.warnings, f"{number:02}")})

    await asyncio.gather(*(kept.store.update(job.job_id, warn(n)) for n in range(8)))
    after = await kept.store.get(job.job_id)
    assert sorted(after.warnings) == [f"{number:02}" for number in range(8)]
    assert after.version == 9


async def test_progress_and_moves_at_once_lose_nothing(kept: Kept) -> None:
    job = await kept.made()
    await kept.store.claim(job.job_id, "worker", LEASE_SECONDS)
    progress = JobProgress(stage=Stage.READ, done=3, total=12, percent=30)
    await asyncio.gather(
        kept.store.update(job.job_id, lambda job: job.model_copy(update={"warnings": ("w",)})),
        *(kept.store.note_progress(job.job_id, "worker", LEASE_SECONDS, progress) for _ in "abc"),
        kept.store.update(job.job_id, lambda job: job.model_copy(update={"report_url": "u"})),
    )
    after = await kept.store.get(job.job_id)
    assert (after.warnings, after.report_url, after.progress) == (("w",), "u", progress)


async def test_a_second_delivery_does_no_second_run(kept: Kept) -> None:
    job = await kept.made()
    claims = await asyncio.gather(
        *(kept.store.claim(job.job_id, f"worker-{n}", LEASE_SECONDS) for n in range(6)),
        return_exceptions=True,
    )
    assert sum(isinstance(claim, Job) for claim in claims) == 1
    assert sum(isinstance(claim, LeaseHeldError) for claim in claims) == 5
    held = await kept.store.get(job.job_id)
    assert held.attempts == 1
    assert held.lease is not None
    again = await kept.store.claim(job.job_id, held.lease.owner, LEASE_SECONDS)
    assert (again.lease, again.attempts) == (held.lease, 1)


async def test_a_job_is_taken_over_when_its_lease_ended(kept: Kept) -> None:
    job = await kept.made()
    await kept.store.claim(job.job_id, "first", LEASE_SECONDS)
    kept.clock.advance(LEASE_SECONDS - 1)
    await kept.store.note_progress(job.job_id, "first", LEASE_SECONDS)
    kept.clock.advance(LEASE_SECONDS - 1)
    with pytest.raises(LeaseHeldError):
        await kept.store.claim(job.job_id, "second", LEASE_SECONDS)
    kept.clock.advance(1)
    taken = await kept.store.claim(job.job_id, "second", LEASE_SECONDS)
    assert (taken.attempts, taken.lease and taken.lease.owner) == (2, "second")
    with pytest.raises(LeaseLostError):
        await kept.store.note_progress(job.job_id, "first", LEASE_SECONDS)
    with pytest.raises(LeaseLostError):
        await kept.store.update(job.job_id, lambda job: done(job, "first", kept.clock))
    with pytest.raises(LeaseLostError):
        await kept.store.hand_over(job.job_id, "first")
    await kept.store.note_progress(job.job_id, "second", LEASE_SECONDS)


async def test_a_worker_hands_over_and_another_goes_on(kept: Kept) -> None:
    job = await kept.made()
    first = await kept.store.claim(job.job_id, "first", LEASE_SECONDS)
    kept.clock.advance(3)
    handed = await kept.store.hand_over(job.job_id, "first")
    assert (handed.status, handed.lease) == (JobStatus.PENDING, None)
    second = await kept.store.claim(job.job_id, "second", LEASE_SECONDS)
    assert (second.attempts, second.started_at) == (2, first.started_at)


async def test_a_worker_hears_that_its_job_was_cancelled(kept: Kept) -> None:
    job = await kept.made()
    await kept.store.claim(job.job_id, "worker", LEASE_SECONDS)
    await kept.store.update(job.job_id, lambda job: job_transitions.cancel(job, kept.clock.now()))
    with pytest.raises(LeaseLostError):
        await kept.store.note_progress(job.job_id, "worker", LEASE_SECONDS, JobProgress())


async def leave(kept: Kept, job_id: str, owner: str) -> Job:
    """Have the job wait for its plan."""
    plan = plan_of(kept.clock.now(), "Which one?")
    return await kept.store.update(
        job_id, lambda job: job_transitions.await_plan(job, owner, kept.clock.now(), plan=plan)
    )


async def test_a_job_waits_for_its_plan_which_two_approve_at_once(kept: Kept) -> None:
    store, clock = kept.store, kept.clock
    job_id = (await kept.made()).job_id
    await store.claim(job_id, "worker", LEASE_SECONDS)
    left = await leave(kept, job_id, "worker")
    assert await store.get(job_id) == left
    assert left.plan is not None
    assert left.plan.clarifying_question == "Which one?"
    clock.advance(LEASE_SECONDS)
    with pytest.raises(InvalidTransitionError):
        await store.claim(job_id, "another", LEASE_SECONDS)
    with pytest.raises(LeaseLostError):
        await store.note_progress(job_id, "worker", LEASE_SECONDS, JobProgress())

    async def approve(text: str) -> Job:
        approval = PlanApproval(questions=(text,))
        return await store.update(
            job_id, lambda job: job_transitions.approve_plan(job, approval, clock.now())
        )

    answers = await asyncio.gather(approve(COST), approve(PAYS), return_exceptions=True)
    (approved,) = [one for one in answers if isinstance(one, Job)]
    assert sum(isinstance(one, InvalidTransitionError) for one in answers) == 1
    taken = await store.claim(job_id, "another", LEASE_SECONDS)
    assert (taken.attempts, taken.plan) == (2, approved.plan)


async def test_jobs_are_listed_newest_first_in_pages(kept: Kept) -> None:
    jobs = [(await kept.made()).job_id for _ in range(7)][::-1]
    assert await ids(kept.store, 7) == (jobs, None)
    first, cursor = await ids(kept.store, 3)
    newer = (await kept.made()).job_id
    await kept.store.delete(jobs[2])
    second, last = await ids(kept.store, 3, cursor=cursor)
    third, end = await ids(kept.store, 3, cursor=last)
    assert first + second + third == jobs
    assert end is None
    assert await ids(kept.store, 1) == ([newer], newer)


async def test_lists_and_counts_agree_for_each_status(kept: Kept) -> None:
    store, clock = kept.store, kept.clock
    error = JobError(code="c", message="m")
    by_status: dict[JobStatus, list[str]] = {status: [] for status in JobStatus}
    for number in range(3 * len(JobStatus)):
        job = await kept.made()
        status = list(JobStatus)[number % len(JobStatus)]
        if status is JobStatus.CANCELLED:
            await store.update(job.job_id, lambda job: job_transitions.cancel(job, clock.now()))
        elif status is not JobStatus.PENDING:
            await store.claim(job.job_id, "w", LEASE_SECONDS)
        if status is JobStatus.COMPLETED:
            await store.update(job.job_id, lambda job: done(job, "w", clock))
        elif status is JobStatus.AWAITING_PLAN:
            await leave(kept, job.job_id, "w")
        elif status is JobStatus.FAILED:
            await store.update(
                job.job_id, lambda job: job_transitions.fail(job, "w", clock.now(), error=error)
            )
        by_status[status].insert(0, job.job_id)
    for status, expected in by_status.items():
        assert await ids(store, 20, status) == (expected, None)
        assert await store.count(status) == 3
        first, cursor = await ids(store, 2, status)
        assert first + (await ids(store, 2, status, cursor))[0] == expected
    assert await store.count() == 3 * len(JobStatus)
    assert len((await ids(store, 20))[0]) == 3 * len(JobStatus)


async def test_an_empty_store_has_no_jobs(kept: Kept) -> None:
    assert await ids(kept.store, 5) == ([], None)
    assert await kept.store.count() == await kept.store.count(JobStatus.RUNNING) == 0


@pytest.mark.parametrize(("limit", "cursor"), [(0, None), (-1, None), (5, "x"), (5, "[a\n")])
async def test_a_page_that_can_not_be_is_refused(
    kept: Kept, limit: int, cursor: str | None
) -> None:
    with pytest.raises(InvalidRequestError):
        await kept.store.list(limit, cursor=cursor)


async def test_deleted_is_gone_everywhere(kept: Kept) -> None:
    stays, goes = await kept.made(), await kept.finished()
    await kept.store.delete(goes.job_id)
    with pytest.raises(JobNotFoundError):
        await kept.store.get(goes.job_id)
    with pytest.raises(JobNotFoundError):
        await kept.store.delete(goes.job_id)
    assert await ids(kept.store, 5) == ([stays.job_id], None)
    assert await kept.store.count() == 1
    assert await kept.store.count(JobStatus.COMPLETED) == 0


async def test_finished_jobs_are_forgotten_in_time_and_others_never(kept: Kept) -> None:
    pending = await kept.made()
    first = await kept.finished()
    kept.clock.advance(TTL_SECONDS - 100)
    second = await kept.finished()
    kept.clock.advance(90)
    assert await kept.store.count(JobStatus.COMPLETED) == 2
    kept.clock.advance(20)
    assert await kept.store.count(JobStatus.COMPLETED) == 1
    assert await kept.store.count() == 2
    assert await ids(kept.store, 5) == ([second.job_id, pending.job_id], None)
    assert await ids(kept.store, 5, JobStatus.COMPLETED) == ([second.job_id], None)
    assert not await kept.store.exists(first.job_id)
    with pytest.raises(JobNotFoundError):
        await kept.store.get(first.job_id)
    with pytest.raises(JobNotFoundError):
        await kept.store.delete(first.job_id)
    kept.clock.advance(50 * TTL_SECONDS)
    assert await ids(kept.store, 5) == ([pending.job_id], None)
    assert await kept.store.count() == 1


async def test_a_damaged_record_is_an_error_of_its_own_and_stops_no_list(
    kept: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    sound, damaged = await kept.made(), await kept.made()
    await kept.damage(damaged.job_id)
    store = kept.store
    for call in (
        store.get(damaged.job_id),
        store.update(damaged.job_id, lambda job: job),
        store.claim(damaged.job_id, "worker", LEASE_SECONDS),
        store.note_progress(damaged.job_id, "worker", LEASE_SECONDS),
    ):
        with pytest.raises(JobUnreadableError):
            await call
    with caplog.at_level(logging.WARNING):
        assert await ids(store, 5) == ([sound.job_id], None)
    await store.delete(damaged.job_id)
    assert not await store.exists(damaged.job_id)
    assert await store.count() == 1


async def test_restoring_keeps_the_record_that_counts(kept: Kept) -> None:
    old = await kept.made()
    kept.clock.advance(1)
    new = await kept.store.claim(old.job_id, "worker", LEASE_SECONDS)
    assert await kept.store.restore(old) == new
    assert await kept.store.get(old.job_id) == new
    end = done(new, "worker", kept.clock).model_copy(update={"updated_at": old.updated_at})
    restored = await kept.store.restore(end)
    assert await kept.store.get(old.job_id) == restored
    assert restored.status is JobStatus.COMPLETED
    assert await kept.store.count(JobStatus.RUNNING) == 0
    missing = kept.job()
    assert await kept.store.restore(missing) == missing
    assert await ids(kept.store, 5) == ([missing.job_id, old.job_id], None)


async def test_a_damaged_record_is_replaced_by_one_that_is_restored(kept: Kept) -> None:
    job = await kept.made()
    await kept.damage(job.job_id)
    await kept.store.restore(job)
    found = await kept.store.get(job.job_id)
    assert found.model_copy(update={"version": 1}) == job
    assert await ids(kept.store, 5) == ([job.job_id], None)


async def test_a_lost_second_is_no_harm(kept: Kept) -> None:
    """A machine whose clock is behind another's writes no record that looks older."""
    job = await kept.made()
    before = await kept.store.claim(job.job_id, "worker", LEASE_SECONDS)
    kept.clock.advance(-30)
    after = await kept.store.update(
        job.job_id, lambda job: job.model_copy(update={"warnings": ("w",)})
    )
    assert after.updated_at == before.updated_at
