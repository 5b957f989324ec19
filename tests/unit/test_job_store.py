"""The job store of plain code, over a folder: in threads, in a loop, beside the API's jobs."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from research.domain.errors import InvalidRequestError
from research.domain.job import Job
from research.domain.request import ResearchRequest
from research.job_store import JobStoreService
from research.settings import Settings
from research.wiring.stores import open_stores

API_JOB = "20261124-120000-0123456789abcdef"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, reports_directory=tmp_path, redis_host="")


@pytest.fixture
def store(settings: Settings) -> JobStoreService:
    return JobStoreService(settings)


def test_a_job_lives_as_the_guide_has_it(store: JobStoreService, settings: Settings) -> None:
    assert store.get_job("123") is None
    assert not store.job_exists("123")
    assert not store.update_job("123", {"status": "completed"})
    store.create_job("123", {"job_id": "123", "status": "pending"})
    assert store.update_job("123", {"status": "completed"})
    later = JobStoreService(settings)  # as after a restart
    assert later.get_job("123") == {"job_id": "123", "status": "completed"}
    assert later.job_exists("123")
    assert later.delete_job("123")
    assert not store.delete_job("123")


def test_lists_are_by_status_newest_first_and_limited(store: JobStoreService) -> None:
    for number in range(5):
        store.create_job(f"job {number}", {"n": number, "status": "even" if number % 2 else "odd"})
    assert [job["n"] for job in store.list_jobs(3)] == [4, 3, 2]
    assert [job["n"] for job in store.list_jobs(status="even")] == [3, 1]
    assert store.list_jobs(status="completed") == []
    with pytest.raises(InvalidRequestError):
        store.list_jobs(0)


def test_threads_lose_no_update(store: JobStoreService) -> None:
    store.create_job("a", {})
    with ThreadPoolExecutor(8) as threads:
        done = threads.map(lambda n: store.update_job("a", {str(n): n}), range(40))
        assert all(done)
    assert store.get_job("a") == {str(n): n for n in range(40)}


async def test_it_may_be_called_where_a_loop_runs(store: JobStoreService) -> None:
    store.create_job("a", {"n": 1})
    assert await asyncio.to_thread(store.get_job, "a") == store.get_job("a") == {"n": 1}


def test_the_apis_jobs_are_seen_and_not_touched(store: JobStoreService, settings: Settings) -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    job = Job(
        job_id=API_JOB, request=ResearchRequest(query="How high?"), created_at=now, updated_at=now
    )

    async def create() -> None:
        async with AsyncExitStack() as stack:
            await open_stores(settings, stack).jobs.create(job)

    asyncio.run(create())
    told = store.get_job(API_JOB)
    assert told is not None
    assert (told["job_id"], told["status"], told["query"]) == (API_JOB, "pending", "How high?")
    assert "owner" not in told
    assert [one["job_id"] for one in store.list_jobs(status="pending")] == [API_JOB]
    for change in (store.create_job, store.update_job):
        with pytest.raises(InvalidRequestError, match="a job of the API"):
            change(API_JOB, {"status": "completed"})
    with pytest.raises(InvalidRequestError, match="a job of the API"):
        store.delete_job(API_JOB)
