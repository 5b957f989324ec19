"""A queue in the process that loses nothing, and hands back what it can't finish."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from pydantic import SecretStr

from research.adapters.queue import local_queue, workers
from research.adapters.queue.local_queue import LocalQueue
from research.api.key_ring import KeyRing
from research.domain.errors import LeaseHeldError, QueueError, StoreUnavailableError
from research.jobs.owned import name_of_owned
from tests.unit.api.api_on_fakes import LEASE_SECONDS, Api


class Work:
    """A worker that notes what it runs, and does what a test says."""

    def __init__(self, act: Callable[[str], Awaitable[None]] | None = None) -> None:
        self.ran: list[str] = []
        self.handed_back: list[str] = []
        self.most_at_once = 0
        self._at_once = 0
        self._act = act

    async def __call__(self, job_id: str) -> None:
        self.ran.append(job_id)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            if self._act:
                await self._act(job_id)
        except asyncio.CancelledError:
            self.handed_back.append(job_id)
            raise
        finally:
            self._at_once -= 1


def queue_of(api: Api, work: Work, workers: int = 2) -> LocalQueue:
    return LocalQueue(work, jobs=api.jobs, reports=api.reports, clock=api.clock, workers=workers)


async def _sleep_long(_job_id: str) -> None:
    await asyncio.sleep(60)


async def _sleep_short(_job_id: str) -> None:
    await asyncio.sleep(0.01)


async def settled() -> None:
    await asyncio.sleep(0.1)


async def test_jobs_left_waiting_are_found_at_the_start_oldest_first() -> None:
    api, work = Api(), Work()
    left = []
    for _ in range(250):  # more than a page of the store's list
        api.clock.advance(1)
        left.append(await api.submit())
    async with queue_of(api, work, workers=1):
        await settled()
    assert work.ran == left


async def test_one_whose_submit_died_is_entered_in_the_index_of_its_owner() -> None:
    api, work = Api(keys=KeyRing.of(SecretStr("ann:a-key"))), Work()
    headers = {"X-API-Key": "a-key"}
    answer = await api.call("POST", "/research", json={"query": "How high?"}, headers=headers)
    entry = name_of_owned("name-ann", answer.json()["job_id"])
    del api.reports.files[entry]
    async with queue_of(api, work):
        await settled()
    assert entry in api.reports.files
    assert (await api.call("GET", "/jobs", headers=headers)).json()["total"] == 1


async def test_a_running_job_is_taken_up_once_its_lease_has_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(local_queue, "SWEEP_SECONDS", 0.01)
    api, work = Api(), Work(_sleep_long)
    job_id = await api.submit()
    await api.start(job_id)
    async with queue_of(api, work):
        await settled()
        assert work.ran == []
        api.clock.advance(LEASE_SECONDS + 1)
        await settled()
        assert work.ran == [job_id]


async def test_the_next_look_is_when_a_lease_ends() -> None:
    api, work = Api(), Work()
    job_id = await api.submit()
    await api.start(job_id)
    api.clock.advance(LEASE_SECONDS - 0.05)
    async with queue_of(api, work):
        await asyncio.sleep(0.02)
        api.clock.advance(0.1)
        await settled()
    assert work.ran == [job_id]


async def test_finished_jobs_are_left_alone() -> None:
    api, work = Api(), Work()
    await api.finish(await api.submit())
    async with queue_of(api, work):
        await settled()
    assert work.ran == []


async def test_no_more_run_at_once_than_there_are_workers_and_none_twice() -> None:
    api, work = Api(), Work(_sleep_short)
    async with queue_of(api, work, workers=3) as queue:
        for number in range(12):
            await queue.send(f"j-{number}")
            await queue.send(f"j-{number}")
        await asyncio.sleep(0.3)
    assert sorted(work.ran) == sorted(f"j-{number}" for number in range(12))
    assert work.most_at_once == 3


async def test_a_job_that_is_sent_while_it_runs_runs_once_more() -> None:
    api = Api()
    queue: LocalQueue

    async def hand_over_once(job_id: str) -> None:
        if len(work.ran) == 1:
            await queue.send(job_id)

    work = Work(hand_over_once)
    queue = queue_of(api, work)
    async with queue:
        await queue.send("j-1")
        await settled()
    assert work.ran == ["j-1", "j-1"]


@pytest.mark.parametrize(
    "error", [LeaseHeldError("held"), StoreUnavailableError("away"), KeyError("bug")]
)
async def test_a_job_that_fails_stops_nothing_else(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(job_id: str) -> None:
        if job_id == "j-1":
            raise error

    work = Work(fail)
    async with queue_of(Api(), work, workers=1) as queue:
        await queue.send("j-1")
        await queue.send("j-2")
        await settled()
    assert work.ran == ["j-1", "j-2"]
    assert ("j-1" in caplog.text) == (not isinstance(error, LeaseHeldError))


async def test_what_runs_is_handed_back_at_the_end_and_nothing_more_is_taken() -> None:
    api, work = Api(), Work(_sleep_long)
    async with queue_of(api, work) as queue:
        await queue.send("j-1")
        await queue.send("j-2")
        await queue.send("j-3")
        await settled()
    assert sorted(work.handed_back) == ["j-1", "j-2"]
    with pytest.raises(QueueError):
        await queue.send("j-4")


async def test_one_that_does_not_stop_is_left_after_a_while(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(workers, "GRACE_SECONDS", 0.05)
    done = asyncio.Event()

    async def deaf(_job_id: str) -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            await done.wait()

    async with queue_of(Api(), Work(deaf)) as queue:
        await queue.send("j-1")
        await settled()
    assert "1 jobs were not handed back" in caplog.text
    done.set()
    await settled()


async def test_a_store_that_is_away_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_queue, "SWEEP_SECONDS", 0.01)
    api, work = Api(), Work(_sleep_long)
    job_id = await api.submit()
    api.jobs.away = True
    async with queue_of(api, work):
        await settled()
        api.jobs.away = False
        await settled()
    assert work.ran == [job_id]
