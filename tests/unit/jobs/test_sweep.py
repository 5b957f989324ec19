"""Jobs left behind are queued again, once, and others are left alone."""

from datetime import timedelta

import pytest

from research.domain import job_transitions
from research.domain.errors import QueueError, VersionConflictError
from research.domain.job import Job, JobStatus
from research.domain.request import ResearchRequest
from research.jobs.new import new_job_id
from research.jobs.owned import OwnedJobs, name_of_owned
from research.jobs.sweep import LEFT_RUNNING, LEFT_WAITING, PAGE, open_jobs, sweep
from tests.fakes.clock import FakeClock
from tests.fakes.job_queue import FakeJobQueue
from tests.fakes.job_store import FakeJobStore
from tests.fakes.report_store import FakeReportStore

LEASE_SECONDS = 60
SECOND = timedelta(seconds=1)


class Service:
    """Jobs and a queue whose messages may get lost."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.jobs = FakeJobStore(self.clock)
        self.queue = FakeJobQueue()
        self.reports = FakeReportStore()

    async def made(self, owner: str = "") -> str:
        now = self.clock.now()
        job = Job(
            job_id=new_job_id(now),
            request=ResearchRequest(query="Why is the sky dark at night?"),
            owner=owner,
            created_at=now,
            updated_at=now,
        )
        await self.jobs.create(job)
        return job.job_id

    async def runs(self) -> str:
        job_id = await self.made()
        await self.jobs.claim(job_id, "worker", LEASE_SECONDS)
        return job_id

    def later(self, time: timedelta) -> None:
        self.clock.advance(time.total_seconds())

    async def swept(self) -> list[str]:
        self.queue.sent.clear()
        count = await sweep(self.jobs, self.queue, self.reports, self.clock, "sweep")
        assert count == len(self.queue.sent)
        assert {request_id for _, request_id in self.queue.sent} <= {"sweep"}
        return sorted(job_id for job_id, _ in self.queue.sent)


@pytest.fixture
def service() -> Service:
    return Service()


async def test_a_job_whose_worker_died_is_queued_again_once_its_lease_ended(
    service: Service,
) -> None:
    job_id = await service.runs()
    service.later(LEASE_SECONDS * SECOND + LEFT_RUNNING - SECOND)
    assert await service.swept() == []
    service.later(SECOND)
    assert await service.swept() == [job_id]
    assert await service.swept() == []
    service.later(LEFT_RUNNING)
    assert await service.swept() == [job_id]
    taken = await service.jobs.claim(job_id, "another", LEASE_SECONDS)
    assert taken.attempts == 2


async def test_a_job_that_beats_is_left_alone(service: Service) -> None:
    job_id = await service.runs()
    for _ in range(20):
        service.later(LEASE_SECONDS / 2 * SECOND)
        await service.jobs.note_progress(job_id, "worker", LEASE_SECONDS)
        assert await service.swept() == []


async def test_a_job_that_was_never_queued_is(service: Service) -> None:
    job_id = await service.made()
    service.later(LEFT_WAITING - SECOND)
    young = await service.made()
    assert await service.swept() == []
    service.later(SECOND)
    assert await service.swept() == [job_id]
    assert await service.swept() == []
    assert (await service.jobs.get(young)).version == 1


async def test_one_whose_submit_died_is_entered_in_the_index_of_its_owner(service: Service) -> None:
    job_id, nobodys = await service.made(owner="name-ann"), await service.made()
    service.later(LEFT_WAITING)
    assert await service.swept() == sorted([job_id, nobodys])
    assert [*service.reports.files] == [name_of_owned("name-ann", job_id)]
    owned = OwnedJobs("name-ann", jobs=service.jobs, reports=service.reports, clock=service.clock)
    assert [job.job_id for job in (await owned.list(9, None, None)).jobs] == [job_id]


async def test_one_that_cannot_be_entered_is_queued_all_the_same(service: Service) -> None:
    job_id, nobodys = await service.made(owner="name-ann"), await service.made()
    service.later(LEFT_WAITING)
    service.reports.away = True
    assert await service.swept() == sorted([job_id, nobodys])
    service.reports.away = False
    assert await service.swept() == [job_id]  # it is tried again, and entered
    assert [*service.reports.files] == [name_of_owned("name-ann", job_id)]
    assert await service.swept() == []


async def test_one_that_ended_meanwhile_is_passed_over(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, deleted, left = [await service.made() for _ in range(3)]
    service.later(LEFT_WAITING)
    get = service.jobs.get

    async def late(job_id: str) -> Job:
        monkeypatch.setattr(service.jobs, "get", get)
        await service.jobs.update(
            ended, lambda job: job_transitions.cancel(job, service.clock.now())
        )
        await service.jobs.delete(deleted)
        return await get(job_id)

    monkeypatch.setattr(service.jobs, "get", late)
    assert await service.swept() == [left]


async def test_a_queue_that_is_away_is_an_error(service: Service) -> None:
    await service.runs()
    service.later(LEASE_SECONDS * SECOND + LEFT_RUNNING)
    service.queue.away = True
    with pytest.raises(QueueError):
        await service.swept()


async def test_a_job_that_could_not_be_queued_is_as_soon_as_the_queue_is_back(
    service: Service,
) -> None:
    job_id = await service.made()
    service.later(LEFT_WAITING)
    service.queue.away = True
    with pytest.raises(QueueError):
        await service.swept()
    service.queue.away = False
    assert await service.swept() == [job_id]


async def test_one_that_others_write_to_keeps_no_other_from_being_queued(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [await service.made() for _ in range(2)]
    service.later(LEFT_WAITING)

    async def refused(job_id: str, change: object) -> Job:
        raise VersionConflictError(f"job {job_id} changed too often")

    monkeypatch.setattr(service.jobs, "update", refused)
    assert await service.swept() == sorted(made)


async def test_open_jobs_are_found_over_many_pages(service: Service) -> None:
    made = [await service.made() for _ in range(PAGE + 20)]
    for job_id in made[:5]:
        await service.jobs.claim(job_id, "worker", LEASE_SECONDS)
    await service.jobs.update(
        made[-1], lambda job: job_transitions.cancel(job, service.clock.now())
    )
    found = [job async for job in open_jobs(service.jobs)]
    assert sorted(job.job_id for job in found) == sorted(made[:-1])
    assert sum(job.status is JobStatus.RUNNING for job in found) == 5
