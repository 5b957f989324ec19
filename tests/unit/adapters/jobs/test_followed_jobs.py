"""Jobs that are asked for again and again, while Redis and the report store come to differ."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from research.adapters.jobs import followed_jobs
from research.adapters.jobs.followed_jobs import FRESH_SECONDS, FollowedJobs
from research.domain import job_transitions
from research.domain.errors import JobNotFoundError, ResearchError, StoreUnavailableError
from research.domain.job import Job, JobProgress, JobStatus
from research.ports import JobReader
from tests.unit.adapters.jobs.two_stores import LEASE_SECONDS, World


class Following(World):
    """A process that changes jobs, and one that follows them."""

    def __init__(self) -> None:
        super().__init__()
        self.reader = self.process()
        self.followed = FollowedJobs(self.reader, clock=self.clock)

    async def running(self) -> str:
        job_id = await self.made()
        await self.jobs.claim(job_id, "worker", LEASE_SECONDS)
        return job_id

    async def status(self, job_id: str) -> JobStatus:
        return (await self.followed.get(job_id)).status

    async def end_unseen_by_redis(self, job_id: str) -> None:
        """By a process for which Redis is away, and which leaves no sign of it in Redis."""
        self.quick.away = True
        await self.end(job_id, self.process())
        self.quick.away = False

    async def reads_both(self, job_id: str) -> bool:
        """Whether a look at the job asks the report store."""
        before = self.reports.gets
        await self.followed.get(job_id)
        return self.reports.gets > before


@pytest.fixture
def world() -> Following:
    return Following()


async def test_what_was_read_in_both_stores_is_then_read_in_redis_alone_for_a_while(
    world: Following,
) -> None:
    job_id = await world.running()
    assert await world.reads_both(job_id)
    for _ in range(int(FRESH_SECONDS) - 1):
        world.clock.advance(1)
        assert not await world.reads_both(job_id)
    world.clock.advance(1)  # however often it was read in Redis meanwhile
    assert await world.reads_both(job_id)
    assert not await world.reads_both(job_id)


async def test_each_job_and_each_process_reads_both_for_itself(world: Following) -> None:
    first, second = await world.running(), await world.running()
    assert await world.reads_both(first)
    assert await world.reads_both(second)
    world.followed = FollowedJobs(world.process(), clock=world.clock)
    assert await world.reads_both(first)


async def test_progress_and_an_end_are_told_at_once(world: Following) -> None:
    job_id = await world.made()
    assert await world.status(job_id) is JobStatus.PENDING
    gets = world.reports.gets
    claimed = await world.jobs.claim(job_id, "worker", LEASE_SECONDS)
    changes = world.reports.gets - gets
    assert await world.followed.get(job_id) == claimed
    await world.jobs.note_progress(job_id, "worker", LEASE_SECONDS, JobProgress(percent=40))
    assert (await world.followed.get(job_id)).progress.percent == 40
    assert world.reports.gets == gets + changes
    await world.end(job_id)
    assert await world.followed.get(job_id) == await world.quick.get(job_id)
    assert await world.status(job_id) is JobStatus.COMPLETED


async def test_a_job_that_redis_lost_is_read_in_both_and_is_there_again(world: Following) -> None:
    job_id = await world.running()
    await world.followed.get(job_id)
    world.emptied()
    assert await world.status(job_id) is JobStatus.RUNNING
    assert (await world.quick.get(job_id)).status is JobStatus.RUNNING


async def test_an_older_record_in_redis_takes_back_nothing_that_was_told(world: Following) -> None:
    job_id = await world.running()
    await world.followed.get(job_id)
    older = dict(world.quick.records)
    await world.end(job_id)
    assert await world.status(job_id) is JobStatus.COMPLETED  # as Redis alone tells
    world.quick.records = dict(older)
    assert await world.status(job_id) is JobStatus.COMPLETED
    assert (await world.quick.get(job_id)).status is JobStatus.COMPLETED


async def test_an_older_record_of_the_same_run_is_read_in_both(world: Following) -> None:
    job_id = await world.running()
    older = dict(world.quick.records)
    world.clock.advance(1)
    await world.jobs.note_progress(job_id, "worker", LEASE_SECONDS, JobProgress(percent=40))
    assert (await world.followed.get(job_id)).progress.percent == 40
    world.quick.records = older
    assert await world.reads_both(job_id)


async def test_a_damaged_record_in_redis_is_read_in_both_and_mended(world: Following) -> None:
    job_id = await world.running()
    await world.followed.get(job_id)
    world.quick.records[job_id] = "garbage"
    assert await world.status(job_id) is JobStatus.RUNNING
    assert (await world.quick.get(job_id)).job_id == job_id


async def test_a_redis_that_failed_since_is_asked_with_the_report_store(world: Following) -> None:
    """It may have missed an end meanwhile: another call of this process met it."""
    job_id, other = await world.running(), await world.made()
    await world.followed.get(job_id)
    world.quick.away = True
    await world.reader.get(other)
    await world.end_unseen_by_redis(job_id)
    world.back()
    assert (await world.quick.get(job_id)).status is JobStatus.RUNNING
    assert await world.status(job_id) is JobStatus.COMPLETED


async def test_a_redis_that_fails_at_the_look_itself_is_done_without(world: Following) -> None:
    job_id = await world.running()
    await world.followed.get(job_id)
    world.quick.away = True
    await world.end(job_id, world.process())
    calls = world.quick.calls
    for _ in range(3):
        assert await world.status(job_id) is JobStatus.COMPLETED
    assert world.quick.calls == calls + 1  # it is then left alone


async def test_a_redis_that_takes_no_writes_misses_what_happens(world: Following) -> None:
    """Full, or a replica: what it has can be read as before."""
    job_id = await world.running()
    await world.followed.get(job_id)
    world.quick.takes_no_writes = True
    await world.end(job_id, world.process())
    assert (await world.quick.get(job_id)).status is JobStatus.RUNNING
    assert await world.status(job_id) is JobStatus.COMPLETED


async def test_a_redis_that_was_connected_to_anew_is_asked_with_the_report_store(
    world: Following,
) -> None:
    """No call failed, for one that finds its connection broken is made again."""
    job_id = await world.running()
    await world.followed.get(job_id)
    await world.end_unseen_by_redis(job_id)
    world.quick.times_connected += 1
    assert await world.status(job_id) is JobStatus.COMPLETED


async def test_a_redis_that_is_connected_to_anew_by_the_look_itself_is_not_enough(
    world: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = await world.running()
    await world.followed.get(job_id)
    await world.end_unseen_by_redis(job_id)
    look = world.quick.look

    async def reconnects(job_id: str) -> Job:
        world.quick.times_connected += 1
        return await look(job_id)

    monkeypatch.setattr(world.quick, "look", reconnects)
    assert await world.status(job_id) is JobStatus.COMPLETED


async def test_what_was_read_while_redis_was_connected_to_anew_is_not_relied_on(
    world: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = await world.running()
    get = world.quick.get

    async def reconnects(job_id: str) -> Job:
        world.quick.times_connected += 1
        return await get(job_id)

    monkeypatch.setattr(world.quick, "get", reconnects)
    await world.followed.get(job_id)
    monkeypatch.undo()
    assert await world.reads_both(job_id)
    assert not await world.reads_both(job_id)


async def test_a_job_that_another_deleted_is_none_at_once_and_stays_so(world: Following) -> None:
    job_id = await world.made()
    await world.finish(job_id)
    await world.followed.get(job_id)
    older = dict(world.quick.records)
    await world.jobs.delete(job_id)
    with pytest.raises(JobNotFoundError):
        await world.followed.get(job_id)
    world.quick.records = older
    with pytest.raises(JobNotFoundError):
        await world.followed.get(job_id)


async def test_a_deletion_that_redis_missed_is_told_soon(world: Following) -> None:
    """Redis was away for the process that deleted it, and for no other."""
    job_id = await world.made()
    await world.finish(job_id)
    await world.followed.get(job_id)
    world.quick.away = True
    await world.process().delete(job_id)
    world.quick.away = False
    world.clock.advance(FRESH_SECONDS)
    with pytest.raises(JobNotFoundError):
        await world.followed.get(job_id)
    assert FRESH_SECONDS < 60  # the minute in which what was deleted has to be gone


async def test_an_end_that_redis_missed_is_told_soon(world: Following) -> None:
    job_id = await world.running()
    await world.followed.get(job_id)
    await world.end_unseen_by_redis(job_id)
    world.clock.advance(FRESH_SECONDS)
    assert await world.status(job_id) is JobStatus.COMPLETED
    assert (await world.quick.get(job_id)).status is JobStatus.COMPLETED


async def test_what_redis_alone_could_tell_is_not_relied_on(world: Following) -> None:
    job_id = await world.running()
    await world.end_unseen_by_redis(job_id)
    world.reports.away = True
    assert await world.status(job_id) is JobStatus.RUNNING
    world.reports.away = False
    assert await world.status(job_id) is JobStatus.COMPLETED


async def test_what_the_report_store_alone_could_tell_is_not_relied_on(world: Following) -> None:
    """Redis is left alone, and when it is back it is the one that missed an end."""
    job_id = await world.running()
    world.quick.away = True
    for _ in range(2):
        assert await world.status(job_id) is JobStatus.RUNNING
    await world.end_unseen_by_redis(job_id)
    world.back()
    assert await world.status(job_id) is JobStatus.COMPLETED


async def test_a_job_that_the_report_store_does_not_have_is_not_relied_on(
    world: Following,
) -> None:
    job = world.new_job()
    await world.quick.create(job)
    assert await world.followed.get(job.job_id) == job
    assert await world.reads_both(job.job_id)


async def test_a_report_store_that_goes_away_is_not_missed_for_a_while(world: Following) -> None:
    job_id = await world.running()
    await world.followed.get(job_id)
    world.reports.away = True
    await world.jobs.note_progress(job_id, "worker", LEASE_SECONDS, JobProgress(percent=40))
    assert (await world.followed.get(job_id)).progress.percent == 40


async def test_with_redis_away_the_report_store_tells(world: Following) -> None:
    world.quick.away = True
    job_id = await world.running()
    for _ in range(2):
        assert await world.reads_both(job_id)
    await world.end(job_id)
    assert await world.status(job_id) is JobStatus.COMPLETED
    world.reports.away = True
    with pytest.raises(StoreUnavailableError):
        await world.followed.get(job_id)


async def test_a_job_that_never_was_is_none_each_time(world: Following) -> None:
    for _ in range(2):
        with pytest.raises(JobNotFoundError):
            await world.followed.get("20261124-120000-" + "0" * 21)


async def test_of_many_jobs_the_last_read_are_remembered(
    world: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(followed_jobs, "MAX_JOBS", 3)
    job_ids = [await world.running() for _ in range(4)]
    for job_id in job_ids:
        await world.followed.get(job_id)
    for job_id in job_ids[1:]:
        assert not await world.reads_both(job_id)
    assert await world.reads_both(job_ids[0])
    assert not await world.reads_both(job_ids[0])
    assert await world.reads_both(job_ids[1])


@pytest.mark.parametrize("seconds", [-0.5, -3600, FRESH_SECONDS, 3600])
async def test_the_time_of_day_decides_how_long(
    world: Following, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    """Set anew, or gone on while the process, and its monotonic clock, stood still."""
    job_id = await world.running()
    await world.followed.get(job_id)
    now = world.clock.now() + timedelta(seconds=seconds)
    monkeypatch.setattr(world.clock, "now", lambda: now)
    assert await world.reads_both(job_id)


State = tuple[JobStatus, int] | None
"""A job's status, and how often it was taken up; None: there is no such job."""
STEP_SECONDS = 3.0
SHORT_LEASE_SECONDS = 1.0


async def state_of(job_id: str, jobs: JobReader) -> State:
    try:
        job = await jobs.get(job_id)
    except JobNotFoundError:
        return None
    return job.status, job.attempts


class Life(Following):
    """A job that others change and delete, while Redis misses, loses and takes back some of it."""

    def __init__(self) -> None:
        super().__init__()
        self.job_id = ""
        self.older: dict[str, str] = {}
        self.was: list[tuple[float, State]] = [(-FRESH_SECONDS, (JobStatus.PENDING, 0))]
        self.told: list[State] = []

    async def live(self, steps: list[str]) -> None:
        self.job_id = await self.made()
        for step in ("look", *steps):
            self.clock.advance(STEP_SECONDS)
            self.quick.away = step.startswith("unseen_")  # for the process that changes it
            with suppress(ResearchError):  # such as a claim of a job that has ended
                await getattr(self, step.removeprefix("unseen_"))()
            self.quick.away = False
            state = await state_of(self.job_id, self.durable)
            self.was.append((self.clock.elapsed_seconds(), state))

    async def look(self) -> None:
        told = await state_of(self.job_id, self.followed)
        since = self.clock.elapsed_seconds() - FRESH_SECONDS
        in_force = max(number for number, (at, _) in enumerate(self.was) if at <= since)
        assert told in [state for _, state in self.was[in_force:]]
        self.told.append(told)

    async def claim(self) -> None:
        owner = f"worker-{len(self.was)}"
        await self.process().claim(self.job_id, owner, SHORT_LEASE_SECONDS)

    async def progress(self) -> None:
        if lease := (await self.durable.get(self.job_id)).lease:
            await self.process().note_progress(self.job_id, lease.owner, SHORT_LEASE_SECONDS)

    async def cancel_it(self) -> None:
        await self.process().update(
            self.job_id, lambda job: job_transitions.cancel(job, self.clock.now())
        )

    async def delete(self) -> None:
        if (await self.durable.get(self.job_id)).status.is_finished:
            await self.process().delete(self.job_id)

    async def save(self) -> None:
        self.older = dict(self.quick.records)

    async def take_back(self) -> None:
        self.quick.records = dict(self.older)

    async def lose(self) -> None:
        self.emptied()


STEPS = (
    *("look", "claim", "unseen_claim", "progress", "cancel_it", "unseen_cancel_it"),
    *("delete", "unseen_delete", "save", "take_back", "lose"),
)


@given(st.lists(st.sampled_from(STEPS) | st.just("look"), max_size=40))
@settings(max_examples=300)
async def test_whatever_befalls_redis_what_is_told_was_so_a_moment_ago_and_no_end_is_taken_back(
    steps: list[str],
) -> None:
    life = Life()
    await life.live(steps)
    attempts = [state[1] for state in life.told if state]
    assert attempts == sorted(attempts)
    ended = [state is None or state[0].is_finished for state in life.told]
    assert ended == sorted(ended)
    gone = [state is None for state in life.told]
    assert gone == sorted(gone)
