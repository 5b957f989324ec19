"""What may be asked, checked in one place, and how a new job is kept."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.domain.errors import InvalidRequestError, JobExistsError, StoreUnavailableError
from research.domain.job import Job
from research.domain.request import ResearchRequest
from research.jobs import callback_queue
from research.jobs.new import (
    MAX_QUERY_CHARACTERS,
    clean_query,
    new_job_id,
    store_job,
    store_secret_job,
)
from research.jobs.owned import name_of_owned
from tests.fakes.clock import StillClock
from tests.fakes.job_store import FakeJobStore
from tests.fakes.report_store import FakeReportStore


@pytest.mark.parametrize("query", ["", "   ", "\n\t\n", "\x00\x01\x7f", "\u200b\u202e", "?!…", "—"])
def test_a_query_without_a_word_is_refused(query: str) -> None:
    with pytest.raises(InvalidRequestError, match="the query is empty"):
        clean_query(query)


def test_a_long_query_is_refused_by_its_length_without_the_blanks_around_it() -> None:
    assert len(clean_query("  " + "x" * MAX_QUERY_CHARACTERS + "\n")) == MAX_QUERY_CHARACTERS
    with pytest.raises(InvalidRequestError, match="3,000 characters, more than 2,000"):
        clean_query("word" * 750)


@pytest.mark.parametrize(
    ("query", "cleaned"),
    [
        ("who\x00 is\x1b[31m it?", "who is[31m it?"),
        ("  two\n lines ", "two lines"),
        ("هل تبرد \u202eالأسطح؟", "هل تبرد الأسطح؟"),
        ("谁在建造着陆器", "谁在建造着陆器"),
        ("\udcffquery", "query"),
    ],
)
def test_a_query_is_cleaned_and_keeps_its_words(query: str, cleaned: str) -> None:
    assert clean_query(query) == cleaned


@given(st.text(max_size=3_000))
def test_any_text_is_a_request_of_one_plain_line_or_is_refused(query: str) -> None:
    try:
        asked = clean_query(query)
    except InvalidRequestError:
        return
    assert asked
    assert asked == asked.strip()
    assert len(asked) <= MAX_QUERY_CHARACTERS
    assert not re.search(r"[\x00-\x1f\x7f\n\u202a-\u202e]", asked)
    assert clean_query(asked) == asked


def test_job_ids_sort_by_time_and_differ() -> None:
    earlier, later = (datetime(2026, 11, 25, 8, 15, 0, us, tzinfo=UTC) for us in (7, 999_999))
    assert new_job_id(earlier) < new_job_id(later)
    assert new_job_id(earlier) != new_job_id(earlier)


class Slow:
    """Stores that wait for each other: what is written one after the other never ends."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.jobs, self.reports = FakeJobStore(StillClock()), FakeReportStore()
        begun = asyncio.Barrier(2)

        async def create(job: Job) -> None:
            await begun.wait()
            await FakeJobStore.create(self.jobs, job)

        async def put(name: str, body: bytes, content_type: str) -> str:
            await begun.wait()
            return await FakeReportStore.put(self.reports, name, body, content_type)

        monkeypatch.setattr(self.jobs, "create", create)
        monkeypatch.setattr(self.reports, "put", put)


def new_job(owner: str = "name-ann", **request: str) -> Job:
    now = datetime(2026, 11, 25, 8, 15, tzinfo=UTC)
    asked = ResearchRequest.model_validate({"query": "How high is it?", **request})
    return Job(job_id=new_job_id(now), request=asked, owner=owner, created_at=now, updated_at=now)


async def test_a_job_of_a_secret_id_and_its_place_in_the_index_are_written_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stores, job = Slow(monkeypatch), new_job()
    async with asyncio.timeout(5):
        await store_secret_job(job, jobs=stores.jobs, reports=stores.reports)
    assert await stores.jobs.get(job.job_id) == job
    assert [*stores.reports.files] == [name_of_owned("name-ann", job.job_id)]


@pytest.mark.parametrize("store", [store_job, store_secret_job])
async def test_of_a_job_that_could_not_be_entered_nothing_is_left(
    store: Callable[..., Awaitable[None]],
) -> None:
    jobs, reports, job = FakeJobStore(StillClock()), FakeReportStore(), new_job()
    reports.away = True
    with pytest.raises(StoreUnavailableError):
        await store(job, jobs=jobs, reports=reports)
    assert not await jobs.exists(job.job_id)


async def test_one_that_can_neither_be_entered_nor_removed_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    jobs, reports, job = FakeJobStore(StillClock()), FakeReportStore(), new_job()

    async def delete(_job_id: str) -> None:
        raise StoreUnavailableError("away")

    monkeypatch.setattr(jobs, "delete", delete)
    reports.away = True
    await store_secret_job(job, jobs=jobs, reports=reports)
    assert await jobs.get(job.job_id) == job


async def test_an_entry_that_fails_once_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs, reports, job = FakeJobStore(StillClock()), FakeReportStore(), new_job()
    put, tries = reports.put, []

    async def flaky(name: str, body: bytes, content_type: str) -> str:
        tries.append(name)
        if len(tries) == 1:
            raise StoreUnavailableError("away")
        return await put(name, body, content_type)

    monkeypatch.setattr(reports, "put", flaky)
    await store_secret_job(job, jobs=jobs, reports=reports)
    assert [*reports.files] == [name_of_owned("name-ann", job.job_id)]


@pytest.mark.parametrize("store", [store_job, store_secret_job])
async def test_a_job_that_could_not_be_stored_is_an_error_and_one_that_is_there_stays(
    store: Callable[..., Awaitable[None]],
) -> None:
    jobs, reports, job = FakeJobStore(StillClock()), FakeReportStore(), new_job()
    jobs.away = True
    with pytest.raises(StoreUnavailableError):
        await store(job, jobs=jobs, reports=reports)
    jobs.away = False
    await store(job, jobs=jobs, reports=reports)
    reports.away = True
    with pytest.raises(StoreUnavailableError if store is store_job else JobExistsError):
        await store(job, jobs=jobs, reports=reports)
    assert await jobs.get(job.job_id) == job


@pytest.mark.parametrize("store", [store_job, store_secret_job])
async def test_the_callback_is_expected_before_there_is_a_job(
    store: Callable[..., Awaitable[None]],
) -> None:
    jobs, reports = FakeJobStore(StillClock()), FakeReportStore()
    jobs.away = True
    with pytest.raises(StoreUnavailableError):
        await store(
            new_job(owner="", callback_url="https://c.example/"), jobs=jobs, reports=reports
        )
    assert len(await reports.list(callback_queue.FOLDER)) == 1


async def test_a_job_that_others_may_know_goes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs, reports, job = FakeJobStore(StillClock()), FakeReportStore(), new_job()

    async def create(job: Job) -> None:
        assert [*reports.files] == [name_of_owned("name-ann", job.job_id)]
        await FakeJobStore.create(jobs, job)

    monkeypatch.setattr(jobs, "create", create)
    await store_job(job, jobs=jobs, reports=reports)
    assert await jobs.exists(job.job_id)
