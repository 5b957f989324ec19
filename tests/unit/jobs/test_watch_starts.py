"""A due time has one job: whoever looks, how often, how many at once, and wherever one died."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from research.domain import job_transitions
from research.domain.errors import QueueError, StoreUnavailableError
from research.domain.follow_up.watch import MAX_JOBS, NewWatch, Watch
from research.domain.job import Job, JobError, JobResult, JobStatus
from research.domain.report_format import ALWAYS_MADE
from research.domain.request import ResearchRequest
from research.jobs.callback_queue import CallbackQueue
from research.jobs.new import new_job_id
from research.jobs.owned import name_of_owned
from research.jobs.watch_starts import WatchStarter
from research.jobs.watches import WATCHES, Watches
from tests.fakes.callback_sender import FakeCallbackSender
from tests.fakes.clock import StillClock
from tests.fakes.job_queue import FakeJobQueue
from tests.fakes.job_store import FakeJobStore
from tests.fakes.report_store import FakeReportStore

DAY, WEEK, MINUTE = timedelta(days=1), timedelta(days=7), timedelta(minutes=1)
WORKER = "worker"


class Died(BaseException):
    """The process is gone: nothing after it is done."""


class Dying:
    """Stands before a fake, and dies before one of the calls that all of its kind make."""

    def __init__(self, fake: Any, fate: "Fate") -> None:
        self._fake = fake
        self._fate = fate

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._fake, name)

        async def lived(*arguments: Any, **options: Any) -> Any:
            await asyncio.sleep(0)  # another's turn
            self._fate.count()
            return await call(*arguments, **options)

        return lived


class Fate:
    """Lets so many calls be made."""

    def __init__(self, calls: float = float("inf")) -> None:
        self.left = calls

    def count(self) -> None:
        if self.left <= 0:
            raise Died
        self.left -= 1


class World:
    """Stores, a queue, a clock, and workers that end jobs when a test says so."""

    def __init__(self) -> None:
        self.clock = StillClock()
        self.jobs = FakeJobStore(self.clock, job_ttl_seconds=10**9)
        self.reports = FakeReportStore()
        self.queue = FakeJobQueue()
        self.watches = Watches(self.reports)

    async def watched(self, every: str = "daily", owner: str = "", **fields: Any) -> str:
        body = NewWatch.model_validate({"query": "How high is the sea?", "every": every, **fields})
        now = self.clock.now()
        given = {name: getattr(body, name) for name in ResearchRequest.model_fields}
        watch = Watch(
            watch_id=new_job_id(now), owner=owner, request=ResearchRequest(**given),
            every=body.every, created_at=now, next_at=body.first_due(now),
        )  # fmt: skip
        assert await self.watches.add(watch)
        return watch.watch_id

    async def watch(self) -> Watch:
        (held,) = await self.watches.all(None)
        return held.watch

    def starter(self, fate: Fate | None = None, max_pending: int = 100) -> WatchStarter:
        fate = fate or Fate()
        jobs, reports, queue = (Dying(fake, fate) for fake in (self.jobs, self.reports, self.queue))
        return WatchStarter(jobs, reports, queue, self.clock, max_pending)  # type: ignore[arg-type]

    async def look(self, **options: Any) -> int:
        return await self.starter(**options).start_due("look")

    def later(self, time: timedelta) -> None:
        self.clock.advance(time.total_seconds())

    async def all_jobs(self) -> list[Job]:
        """Oldest first."""
        return list((await self.jobs.list(1_000)).jobs)[::-1]

    async def ended(self, how: str = "completed") -> Job:
        """The newest job, once it has ended."""
        job_id, now = (await self.all_jobs())[-1].job_id, self.clock.now()
        await self.jobs.claim(job_id, WORKER, 60)
        if how == "completed":
            result = JobResult(title="The sea")
            files = {form: f"memory:{job_id}.{form}" for form in ALWAYS_MADE}
            return await self.jobs.update(
                job_id,
                lambda job: job_transitions.complete(job, WORKER, now, result=result, files=files),
            )
        error = JobError(code="all_searches_failed", message="nobody answers")
        return await self.jobs.update(
            job_id, lambda job: job_transitions.fail(job, WORKER, now, error=error)
        )


@pytest.fixture
def world() -> World:
    return World()


async def test_the_first_job_is_started_at_once_and_each_next_one_follows_the_last(
    world: World,
) -> None:
    await world.watched(max_words=300)
    assert await world.look() == 1
    assert await world.look() == 0
    first = await world.ended()
    assert first.request.follow_up_of is None
    assert first.request.max_words == 300
    assert world.queue.sent == [(first.job_id, "look")]
    world.later(DAY - MINUTE)
    assert await world.look() == 0
    world.later(MINUTE)
    assert await world.look() == 1
    second = await world.ended()
    assert second.request == first.request.model_copy(update={"follow_up_of": first.job_id})
    assert (await world.watch()).job_ids == (second.job_id, first.job_id)


async def test_a_weekly_one_is_due_on_its_day_at_its_hour(world: World) -> None:
    await world.watched("weekly", weekday="friday", hour=6)  # it is Tuesday
    world.later(timedelta(days=2, hours=17))
    assert await world.look() == 0
    world.later(timedelta(hours=1))
    assert await world.look() == 1
    await world.ended()
    assert (await world.watch()).next_at == world.clock.now() + WEEK


async def test_of_many_who_look_at_once_one_starts_it(world: World) -> None:
    await world.watched()
    await asyncio.gather(*(world.look() for _ in range(8)))
    assert len(await world.all_jobs()) == 1
    assert len((await world.watch()).job_ids) == 1
    assert (await world.watch()).starting is None


async def test_wherever_a_look_dies_the_next_one_sees_it_through() -> None:
    calls = 0
    while True:
        world = World()
        await world.watched(owner="name-ann", callback_url="https://a.example/hook")
        fate = Fate(calls)
        died = False
        try:
            await world.look(fate=fate)
        except Died:
            died = True
        world.later(MINUTE)
        await asyncio.gather(world.look(), world.look())
        (job,) = await world.all_jobs()
        watch = await world.watch()
        assert (watch.job_ids, watch.starting) == ((job.job_id,), None), calls
        assert watch.next_at == watch.created_at + DAY
        assert {job_id for job_id, _ in world.queue.sent} == {job.job_id}
        assert job.owner == "name-ann"
        assert name_of_owned("name-ann", job.job_id) in world.reports.files
        if not died:
            break
        calls += 1
    assert calls > 8


async def test_what_was_told_already_is_not_told_again_by_who_sees_a_start_through(
    world: World,
) -> None:
    await world.watched(callback_url="https://a.example/hook")
    world.queue.away = True
    with pytest.raises(QueueError):
        await world.look()
    world.queue.away = False
    job, sender = await world.ended(), FakeCallbackSender()  # found by a sweep
    callbacks = CallbackQueue(sender, jobs=world.jobs, reports=world.reports, clock=world.clock)
    await callbacks.tell(job)
    assert len(sender.sent) == 1
    assert await world.look() == 1
    world.later(DAY / 2)
    await callbacks.send_due()
    assert len(sender.sent) == 1
    assert len(await world.all_jobs()) == 1


async def test_days_that_were_missed_are_made_up_for_once(world: World) -> None:
    await world.watched()
    await world.look()
    await world.ended()
    world.later(5 * DAY + MINUTE)
    assert await world.look() == 1
    await world.ended()
    assert await world.look() == 0
    assert (await world.watch()).next_at == world.clock.now() + DAY - MINUTE


async def test_jobs_do_not_pile_up_before_workers_that_are_away(world: World) -> None:
    await world.watched()
    for _ in range(5):
        await world.look()
        world.later(DAY)
    assert len(await world.all_jobs()) == 1
    await world.ended()
    assert await world.look() == 1
    await world.ended()
    assert await world.look() == 0


async def test_a_report_is_followed_over_jobs_that_have_none(world: World) -> None:
    await world.watched()
    await world.look()
    first = await world.ended()
    for how in ("failed", "failed", "completed"):
        world.later(DAY)
        await world.look()
        assert (await world.ended(how)).request.follow_up_of == first.job_id
    newest = (await world.all_jobs())[-1]
    world.later(DAY)
    await world.jobs.delete(newest.job_id)
    await world.look()
    assert (await world.ended()).request.follow_up_of == first.job_id
    for job in await world.all_jobs():
        await world.jobs.delete(job.job_id)
    world.later(DAY)
    await world.look()
    assert (await world.ended()).request.follow_up_of is None


async def test_a_report_is_followed_though_more_jobs_failed_since_than_are_remembered(
    world: World,
) -> None:
    await world.watched()
    await world.look()
    first = await world.ended()
    for _ in range(MAX_JOBS + 2):
        world.later(DAY)
        await world.look()
        assert (await world.ended("failed")).request.follow_up_of == first.job_id
    assert first.job_id not in (await world.watch()).job_ids


async def test_the_report_that_the_request_names_is_the_first_to_be_followed(world: World) -> None:
    await world.watched()
    await world.look()
    named = (await world.ended()).job_id
    await world.watches.remove((await world.watch()).watch_id, None)
    world.later(MINUTE)
    await world.watched(follow_up_of=named)
    await world.look()
    assert (await world.ended()).request.follow_up_of == named


async def test_one_that_is_removed_while_it_is_looked_at_starts_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch_id = await world.watched()
    count = world.jobs.count

    async def removed_meanwhile(status: JobStatus | None = None) -> int:
        await world.watches.remove(watch_id, None)
        return await count(status)

    monkeypatch.setattr(world.jobs, "count", removed_meanwhile)
    assert await world.look() == 0
    assert await world.all_jobs() == []
    assert await world.watches.all(None) == []


async def test_one_that_fails_keeps_no_other_from_its_start(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        await world.watched()
    await world.reports.put(f"{WATCHES}/20261124-000000-0123456789abcdef.json", b"?", "x")
    put_if, refused = world.reports.put_if, [True]

    async def refuses_once(name: str, *more: Any) -> str:
        if name.startswith(WATCHES) and refused and refused.pop():
            raise StoreUnavailableError("away for a moment")
        return await put_if(name, *more)

    monkeypatch.setattr(world.reports, "put_if", refuses_once)
    with pytest.raises(StoreUnavailableError):
        await world.look()
    assert len(await world.all_jobs()) == 2
    assert await world.look() == 1
    assert len(await world.all_jobs()) == 3


async def test_no_more_wait_than_may_and_who_waits_longest_goes_first(world: World) -> None:
    for hour in (15, 14, 13):
        await world.watched(hour=hour)
    world.later(timedelta(hours=4))
    assert await world.look(max_pending=2) == 2
    assert await world.look(max_pending=2) == 0
    for job in await world.all_jobs():
        await world.jobs.delete(job.job_id)
    due = [
        one.watch for one in await world.watches.all(None) if one.watch.is_due(world.clock.now())
    ]
    assert [one.next_at.hour for one in due] == [15]
    assert await world.look(max_pending=2) == 1


async def test_it_goes_on_looking_until_it_is_cancelled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.watched()
    world.reports.away = True
    looks: list[float] = []

    async def asleep(seconds: float) -> None:
        world.reports.away = False
        looks.append(seconds)
        if len(looks) == 3:
            raise asyncio.CancelledError

    monkeypatch.setattr("research.jobs.repeating.asyncio.sleep", asleep)
    keeping = WatchStarter(world.jobs, world.reports, world.queue, world.clock, 10).keep_starting()
    with pytest.raises(asyncio.CancelledError):
        await keeping
    assert len(await world.all_jobs()) == 1
