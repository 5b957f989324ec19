"""Watches in every report store: found by their owner, written by one at a time."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from research.adapters.reports.folder_reports import FolderReports
from research.adapters.reports.s3_reports import S3Reports
from research.domain.errors import StoreConflictError, WatchNotFoundError
from research.domain.follow_up.watch import Watch
from research.domain.request import ResearchRequest
from research.domain.request_bounds import Every
from research.jobs.watches import WATCHES, Watches
from research.ports import ReportStore
from tests.fakes.report_store import FakeReportStore

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OWNERS = ("", "name-ann", "name-a.json", "key-0123456789abcdef0123456789abcdef", "name-a.")


@pytest.fixture(params=["fake", "folder", "s3"])
def reports(request: pytest.FixtureRequest, tmp_path: Path) -> ReportStore:
    if request.param == "fake":
        return FakeReportStore()
    if request.param == "folder":
        return FolderReports(tmp_path)
    url, bucket = request.getfixturevalue("s3"), request.getfixturevalue("bucket")
    return S3Reports(bucket, endpoint_url=url)


def made(number: int, owner: str = "", **fields: Any) -> Watch:
    return Watch(
        watch_id=f"20261124-120000-{number:016x}",
        owner=owner,
        request=ResearchRequest(query="How high is the sea?", sources=("https://sea.example/",)),
        every=Every.DAILY,
        created_at=NOON,
        next_at=NOON,
        **fields,
    )


async def test_a_watch_comes_back_as_it_was(reports: ReportStore) -> None:
    watches, watch = Watches(reports), made(1, "name-ann", hour=6)
    assert await watches.add(watch)
    assert await watches.get(watch.watch_id, "name-ann") == watch
    assert await watches.get(watch.watch_id, None) == watch


async def test_an_id_is_given_once(reports: ReportStore) -> None:
    watches = Watches(reports)
    answers = await asyncio.gather(*(watches.add(made(1, hour=hour)) for hour in range(4)))
    assert sorted(answers) == [False, False, False, True]
    assert [one.watch.hour for one in await watches.all(None)] == [answers.index(True)]


@pytest.mark.parametrize("owner", OWNERS)
async def test_whoever_is_not_the_owner_finds_nothing(reports: ReportStore, owner: str) -> None:
    watches, watch = Watches(reports), made(1, owner)
    await watches.add(watch)
    for stranger in set(OWNERS) - {owner}:
        with pytest.raises(WatchNotFoundError):
            await watches.get(watch.watch_id, stranger)
        with pytest.raises(WatchNotFoundError):
            await watches.remove(watch.watch_id, stranger)
        assert await watches.all(stranger) == []
        assert await watches.count(stranger) == 0
    assert [one.watch for one in await watches.all(owner)] == [watch]
    assert await watches.count(owner) == 1
    assert await watches.get(watch.watch_id, owner) == watch


async def test_all_are_listed_oldest_first(reports: ReportStore) -> None:
    watches = Watches(reports)
    for number in (3, 1, 40, 2):
        await watches.add(made(number, OWNERS[number % len(OWNERS)]))
    listed = [one.watch.watch_id for one in await watches.all(None)]
    assert listed == [made(number).watch_id for number in (1, 2, 3, 40)]


@pytest.mark.parametrize("owner", ["name-ann", None])
async def test_what_is_removed_is_gone(reports: ReportStore, owner: str | None) -> None:
    watches, watch = Watches(reports), made(1, "name-ann")
    await watches.add(watch)
    await watches.remove(watch.watch_id, owner)
    assert await watches.all(None) == []
    for call in (watches.get, watches.remove):
        with pytest.raises(WatchNotFoundError):
            await call(watch.watch_id, owner)


async def test_of_those_who_write_at_once_one_does(reports: ReportStore) -> None:
    watches = Watches(reports)
    await watches.add(made(1))
    (held,) = await watches.all(None)
    later = [
        held.watch.model_copy(update={"next_at": NOON + timedelta(days=days)}) for days in (1, 2, 3)
    ]
    writes = (watches.replace(held, watch) for watch in later)
    answers = await asyncio.gather(*writes, return_exceptions=True)
    refused = [one for one in answers if isinstance(one, StoreConflictError)]
    (written,) = [one for one in answers if not isinstance(one, BaseException)]
    assert len(refused) == 2
    assert (await watches.all(None)) == [written]


async def test_one_that_was_removed_is_not_written_again(reports: ReportStore) -> None:
    watches = Watches(reports)
    await watches.add(made(1))
    (held,) = await watches.all(None)
    await watches.remove(held.watch.watch_id, None)
    with pytest.raises(StoreConflictError):
        await watches.replace(held, held.watch)
    assert await watches.all(None) == []


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b"\xff", made(2).model_dump_json().encode()])
async def test_a_damaged_one_is_left_out_and_can_be_removed(
    reports: ReportStore, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    watches, sound = Watches(reports), made(5)
    await watches.add(sound)
    bad = made(1).watch_id
    await reports.put(f"{WATCHES}/{bad}.json", body, "application/json")
    assert [one.watch for one in await watches.all("")] == [sound]
    assert bad in caplog.text
    with pytest.raises(WatchNotFoundError):
        await watches.get(bad, "")
    await watches.remove(bad, "")
    assert await watches.count("") == 1
