"""A run's sign of life."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from research.domain import job_transitions
from research.domain.errors import LeaseLostError
from research.domain.job import Job, JobProgress
from research.domain.progress import Stage, Step
from research.domain.request import ResearchRequest
from research.jobs import heartbeat
from research.jobs.heartbeat import Heartbeat
from research.jobs.new import new_job_id
from tests.fakes.clock import FakeClock
from tests.fakes.job_store import FakeJobStore

LEASE_SECONDS = 60.0
BEAT_SECONDS = 0.01


@pytest.fixture(autouse=True)
def _quick_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "INTERVAL_SECONDS", BEAT_SECONDS)


class SlowClock(FakeClock):
    """Time passes only when the test says so."""

    def elapsed_seconds(self) -> float:
        return self._elapsed_seconds


@pytest.fixture
def clock() -> SlowClock:
    return SlowClock()


@pytest.fixture
def jobs(clock: SlowClock) -> FakeJobStore:
    return FakeJobStore(clock)


@pytest.fixture
async def job_id(jobs: FakeJobStore) -> str:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    job = Job(
        job_id=new_job_id(now),
        request=ResearchRequest(query="q"),
        created_at=now,
        updated_at=now,
    )
    await jobs.create(job)
    await jobs.claim(job.job_id, "worker", LEASE_SECONDS)
    return job.job_id


def beats(jobs: FakeJobStore, job_id: str, clock: FakeClock, owner: str = "worker") -> Heartbeat:
    return Heartbeat(jobs, job_id, owner, LEASE_SECONDS, clock=clock)


async def test_many_steps_make_few_writes(
    jobs: FakeJobStore, job_id: str, clock: SlowClock
) -> None:
    calls = jobs.calls
    async with beats(jobs, job_id, clock) as progress:
        for done in range(500):
            progress(Step(stage=Stage.READ, done=done, total=500, message=f"page {done}"))
        await asyncio.sleep(5 * BEAT_SECONDS)
    assert jobs.calls - calls == 1
    stored = (await jobs.get(job_id)).progress
    assert (stored.done, stored.total, len(stored.events)) == (499, 500, 20)


async def test_a_silent_run_keeps_its_lease(
    jobs: FakeJobStore, job_id: str, clock: SlowClock
) -> None:
    async with beats(jobs, job_id, clock):
        clock.advance(LEASE_SECONDS / 2)
        await asyncio.sleep(5 * BEAT_SECONDS)
    lease = (await jobs.get(job_id)).lease
    assert lease is not None
    assert (lease.expires_at - clock.now()).total_seconds() == LEASE_SECONDS


async def work(beating: Heartbeat) -> None:
    async with beating as progress:
        progress(Step(stage=Stage.READ))
        await asyncio.sleep(10)


async def test_a_cancelled_job_stops_its_run(
    jobs: FakeJobStore, job_id: str, clock: SlowClock
) -> None:
    await jobs.update(job_id, lambda job: job_transitions.cancel(job, clock.now()))
    with pytest.raises(LeaseLostError):
        await work(beats(jobs, job_id, clock))
    current = asyncio.current_task()
    assert current is not None
    assert current.cancelling() == 0


async def test_a_deleted_job_stops_its_run(
    jobs: FakeJobStore, job_id: str, clock: SlowClock
) -> None:
    await jobs.delete(job_id)
    with pytest.raises(LeaseLostError):
        await work(beats(jobs, job_id, clock))


async def test_who_does_not_run_the_job_hears_so(
    jobs: FakeJobStore, job_id: str, clock: SlowClock
) -> None:
    with pytest.raises(LeaseLostError):
        await work(beats(jobs, job_id, clock, owner="other"))


async def test_a_store_that_is_away_stops_nothing_and_hears_later(
    jobs: FakeJobStore, job_id: str, clock: SlowClock
) -> None:
    async with beats(jobs, job_id, clock) as progress:
        jobs.away = True
        progress(Step(stage=Stage.READ, done=1, total=2))
        await asyncio.sleep(5 * BEAT_SECONDS)
        jobs.away = False
        await asyncio.sleep(5 * BEAT_SECONDS)
    assert (await jobs.get(job_id)).progress.done == 1


async def test_an_error_of_the_run_comes_through(
    jobs: FakeJobStore, job_id: str, clock: SlowClock
) -> None:
    with pytest.raises(ZeroDivisionError):
        async with beats(jobs, job_id, clock):
            raise ZeroDivisionError


async def test_a_run_cancelled_from_outside_is_cancelled(
    jobs: FakeJobStore, job_id: str, clock: SlowClock
) -> None:
    task = asyncio.create_task(work(beats(jobs, job_id, clock)))
    await asyncio.sleep(3 * BEAT_SECONDS)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_run_that_ignores_its_cancellation_is_lost_all_the_same(
    jobs: FakeJobStore, job_id: str, clock: SlowClock
) -> None:
    async def stubborn() -> None:
        async with beats(jobs, job_id, clock, owner="other") as progress:
            progress(Step(stage=Stage.READ))
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(10)

    with pytest.raises(LeaseLostError):
        await stubborn()
    await asyncio.sleep(0)


class DeafJobs(FakeJobStore):
    """Loses a cancellation that comes while it answers, as `asyncio.wait_for` may."""

    async def note_progress(
        self, job_id: str, owner: str, lease_seconds: float, progress: JobProgress | None = None
    ) -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(3 * BEAT_SECONDS)
        await super().note_progress(job_id, owner, lease_seconds, progress)


async def test_a_beat_that_loses_its_cancellation_ends_all_the_same(clock: SlowClock) -> None:
    jobs = DeafJobs(clock)
    now = clock.now()
    job = Job(
        job_id=new_job_id(now),
        request=ResearchRequest(query="q"),
        created_at=now,
        updated_at=now,
    )
    await jobs.create(job)
    await jobs.claim(job.job_id, "worker", LEASE_SECONDS)
    async with asyncio.timeout(2):
        async with beats(jobs, job.job_id, clock) as progress:
            progress(Step(stage=Stage.READ))
            await asyncio.sleep(2 * BEAT_SECONDS)
