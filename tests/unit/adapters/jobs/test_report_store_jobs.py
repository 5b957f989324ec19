"""Jobs in the report store: whatever lies there, and what it is called."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.adapters.jobs.report_store_jobs import ReportStoreJobs, UnsyncedJobs
from research.domain import job_transitions
from research.domain.errors import JobUnreadableError, StoreUnavailableError
from research.domain.job import Job, JobStatus
from research.domain.request import ResearchRequest
from research.domain.storage import StoredFile
from research.jobs.new import new_job_id
from tests.fakes.clock import FakeClock
from tests.fakes.report_store import FakeReportStore

CLOCK = FakeClock()
JOB = Job(
    job_id=new_job_id(CLOCK.now()),
    request=ResearchRequest(query="q"),
    created_at=CLOCK.now(),
    updated_at=CLOCK.now(),
)
RECORD = json.loads(JOB.model_dump_json())
NAME = f"jobs/{JOB.job_id}.json"


def stored(body: bytes) -> ReportStoreJobs:
    reports = FakeReportStore()
    reports.files[NAME] = body, "application/json"
    return ReportStoreJobs(reports, clock=CLOCK, job_ttl_seconds=60)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
damaged = st.dictionaries(st.sampled_from([*RECORD, "other"]), values, min_size=1).map(
    lambda fields: json.dumps({**RECORD, **fields}).encode()
)


@given(st.binary() | damaged | st.just(b"[" * 100_000))
async def test_whatever_lies_under_a_job_s_name_is_a_job_or_an_error_of_ours(body: bytes) -> None:
    jobs = stored(body)
    try:
        job = await jobs.get(JOB.job_id)
    except JobUnreadableError:
        assert (await jobs.list(5)).jobs == ()
        assert (await jobs.restore(JOB)) == JOB
        assert await jobs.get(JOB.job_id) == JOB
    else:
        assert job.job_id == JOB.job_id
        assert Job.model_validate_json(job.model_dump_json()) == job


async def test_another_job_s_record_is_not_this_one_s() -> None:
    other = JOB.model_copy(update={"job_id": new_job_id(CLOCK.now())})
    with pytest.raises(JobUnreadableError, match="is that of"):
        await stored(other.model_dump_json().encode()).get(JOB.job_id)


async def test_files_that_are_no_jobs_are_not_listed() -> None:
    reports = FakeReportStore()
    jobs = ReportStoreJobs(reports, clock=CLOCK, job_ttl_seconds=60)
    await jobs.create(JOB)
    for name in ("jobs/readme.txt", "jobs/x.json", f"jobs/{JOB.job_id}.json.bak"):
        await reports.put(name, b"x", "text/plain")
    assert [job.job_id for job in (await jobs.list(5)).jobs] == [JOB.job_id]
    assert await jobs.count() == 1


async def test_marks_are_removed_one_by_one() -> None:
    unsynced = UnsyncedJobs(FakeReportStore())
    await unsynced.mark(JOB.job_id)
    first = await unsynced.marks()
    assert list(first.values()) == [JOB.job_id]
    await unsynced.mark(JOB.job_id)
    await unsynced.forget(*first)
    assert list((await unsynced.marks()).values()) == [JOB.job_id]


async def test_a_report_store_that_fails_is_a_job_store_that_is_away() -> None:
    reports = FakeReportStore()
    reports.away = True
    jobs = ReportStoreJobs(reports, clock=CLOCK, job_ttl_seconds=60)
    for call in (jobs.create(JOB), jobs.get(JOB.job_id), jobs.list(5), jobs.count()):
        with pytest.raises(StoreUnavailableError):
            await call


async def test_what_has_ended_is_not_read_again_to_find_what_is_open() -> None:
    reports = CountedReads()
    jobs = ReportStoreJobs(reports, clock=CLOCK, job_ttl_seconds=60)
    made = [JOB.model_copy(update={"job_id": new_job_id(CLOCK.now())}) for _ in range(3)]
    for job in made:
        await jobs.create(job)
    await jobs.update(made[0].job_id, lambda job: job_transitions.cancel(job, CLOCK.now()))
    for reads in (3, 2):
        reports.count = 0
        assert await jobs.count(JobStatus.PENDING) == 2
        assert reports.count == reads
    assert len((await jobs.list(5, JobStatus.PENDING)).jobs) == 2
    assert [job.job_id for job in (await jobs.list(5, JobStatus.CANCELLED)).jobs] == [
        made[0].job_id
    ]
    assert await jobs.count() == 3


class CountedReads(FakeReportStore):
    """Counts the files it was asked for."""

    count = 0

    async def get(self, name: str) -> StoredFile:
        self.count += 1
        return await super().get(name)
