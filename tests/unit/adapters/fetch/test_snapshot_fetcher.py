"""Pages that can't be had any longer: which come from a snapshot, and which do not."""

import pytest

from research.adapters.fetch.snapshot_fetcher import SnapshotFetcher
from research.domain.errors import (
    AddressRefusedError,
    FetchError,
    HttpStatusError,
    RobotsDisallowedError,
)
from research.domain.passage import StoredPassage
from research.domain.source import Page
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.report_store import FakeReportStore
from tests.unit.stages.sources import HARBOUR, source

SOURCE = source(1, HARBOUR)
STORED = StoredPassage(
    id="0" * 32,
    url=SOURCE.url,
    title=SOURCE.title,
    published=None,
    kind=SOURCE.kind,
    raw_sha256=SOURCE.raw_sha256,
    text=HARBOUR[:60],
    similarity=0.7,
)


class FailingFetcher:
    def __init__(self, error: FetchError) -> None:
        self._error = error

    async def fetch(self, url: str) -> Page:
        raise self._error


async def reports() -> FakeReportStore:
    store = FakeReportStore()
    await store.put(f"snapshots/{SOURCE.raw_sha256}.raw", SOURCE.raw, "application/octet-stream")
    return store


async def test_a_page_that_can_be_had_is_taken_as_it_is_now() -> None:
    told: list[str] = []
    web = FakeFetcher({SOURCE.url: b"The page as it is now."})
    fetcher = SnapshotFetcher(web, {SOURCE.url: STORED}, await reports(), warn=told.append)
    assert (await fetcher.fetch(SOURCE.url)).body == b"The page as it is now."
    assert told == []


async def test_a_page_that_is_gone_comes_from_its_snapshot_and_is_told_of() -> None:
    told: list[str] = []
    gone = FailingFetcher(HttpStatusError("404 Not Found."))
    fetcher = SnapshotFetcher(gone, {SOURCE.url: STORED}, await reports(), warn=told.append)
    page = await fetcher.fetch(SOURCE.url)
    assert (page.body, page.content_type) == (SOURCE.raw, "text/plain")
    assert page.url == page.final_url == SOURCE.url
    assert len(told) == 1
    assert SOURCE.url in told[0]
    assert told[0].endswith("404 Not Found.")


@pytest.mark.parametrize("error", [AddressRefusedError("private"), RobotsDisallowedError("no")])
async def test_what_must_not_be_read_is_not_read_from_a_snapshot(error: FetchError) -> None:
    told: list[str] = []
    fetcher = SnapshotFetcher(
        FailingFetcher(error), {SOURCE.url: STORED}, await reports(), warn=told.append
    )
    with pytest.raises(type(error)):
        await fetcher.fetch(SOURCE.url)
    assert told == []


@pytest.mark.parametrize("url", [SOURCE.url, "https://unknown.example/"])
async def test_without_a_snapshot_the_fetchers_error_comes_through(url: str) -> None:
    told: list[str] = []
    fetcher = SnapshotFetcher(
        FailingFetcher(HttpStatusError("404")),
        {SOURCE.url: STORED},
        FakeReportStore(),
        warn=told.append,
    )
    with pytest.raises(HttpStatusError, match="404"):
        await fetcher.fetch(url)
    assert told == []
