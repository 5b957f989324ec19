"""Finding jobs by their words, in lists of any store."""

from datetime import UTC, datetime, timedelta

import pytest

from research.domain.job import Job, JobResult, JobStatus
from research.domain.request import ResearchRequest
from research.jobs import history
from research.jobs.history import find_jobs
from research.jobs.new import new_job_id
from tests.fakes.clock import StillClock
from tests.fakes.job_store import FakeJobStore

START = datetime(2026, 11, 24, 12, tzinfo=UTC)
SWEET = "What is in a crème brûlée?"
FERRY = "What did the Gunnes ferry cost?"


async def store_of(*queries: str, title: str = "") -> FakeJobStore:
    """Jobs that asked these, the first one first."""
    store = FakeJobStore(StillClock())
    for number, query in enumerate(queries):
        at = START + timedelta(seconds=number)
        job = Job(
            job_id=new_job_id(at),
            request=ResearchRequest(query=query),
            created_at=at,
            updated_at=at,
            result=JobResult(title=title) if title else None,
        )
        await store.create(job)
    return store


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ferry", [FERRY]),
        ("FERRY gunnes", [FERRY]),
        ("creme BRULEE", [SWEET]),
        ("crème", [SWEET]),
        ("what", [SWEET, FERRY]),
        ("ferr", [FERRY]),
        ("ferry brulee", []),
        ("%", []),
        (".*", []),
    ],
)
async def test_jobs_with_every_word_are_found_newest_first(text: str, found: list[str]) -> None:
    store = await store_of(FERRY, SWEET)
    page = await find_jobs(store.list, text, 10, None, None)
    assert [job.request.query for job in page.jobs] == found
    assert page.next_cursor is None


async def test_words_of_a_title_count_beside_those_of_the_query() -> None:
    store = await store_of(FERRY, title="Seventy crossings a day")
    assert len((await find_jobs(store.list, "ferry crossings", 10, None, None)).jobs) == 1


async def test_a_status_is_asked_for_as_well() -> None:
    store = await store_of(FERRY)
    for status, count in ((JobStatus.PENDING, 1), (JobStatus.FAILED, 0)):
        assert len((await find_jobs(store.list, "ferry", 10, status, None)).jobs) == count


async def test_pages_go_on_where_the_one_before_ended_and_the_last_says_so() -> None:
    store = await store_of(*(f"{FERRY} {n}" for n in range(4)), SWEET, f"{FERRY} 4")
    seen: list[str] = []
    cursor, pages = None, 0
    while pages == 0 or cursor:
        page = await find_jobs(store.list, "ferry", 2, None, cursor)
        seen += [job.request.query[-1] for job in page.jobs]
        cursor, pages = page.next_cursor, pages + 1
    assert seen == ["4", "3", "2", "1", "0"]
    assert pages == 3
    full = await find_jobs(store.list, "ferry", 5, None, None)
    assert (len(full.jobs), full.next_cursor) == (5, None)


async def test_one_call_looks_through_so_many_and_the_next_looks_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history, "PAGE", 2)
    monkeypatch.setattr(history, "LOOKED_THROUGH", 4)
    store = await store_of(FERRY, *[SWEET] * 4)
    first = await find_jobs(store.list, "ferry", 10, None, None)
    assert (first.jobs, store.calls) == ((), 2 + 5)
    assert first.next_cursor is not None
    second = await find_jobs(store.list, "ferry", 10, None, first.next_cursor)
    assert [job.request.query for job in second.jobs] == [FERRY]
    assert second.next_cursor is None
