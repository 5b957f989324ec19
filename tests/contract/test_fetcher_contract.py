"""What every fetcher must do, the fake one included. That of the web has servers to run against."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from research.adapters.fetch.cached_fetcher import CachedFetcher
from research.adapters.fetch.file_fetcher import FileFetcher, RoutingFetcher
from research.adapters.fetch.following_fetcher import FollowingFetcher
from research.cache import CacheManager
from research.domain.errors import AddressRefusedError, FetchError, TooLargeError
from research.ports import Fetcher
from tests.fakes.cache import FakeCache
from tests.fakes.clock import StillClock
from tests.fakes.fetcher import FakeFetcher

BODY = "Störche\n".encode() + bytes(range(256))
MAX_BYTES = 1_000


@dataclass
class Case:
    """A fetcher with a page of `BODY`, and one larger than `MAX_BYTES`, below `base`."""

    fetcher: Fetcher
    base: str


def _fake(_: Path) -> Case:
    base = "http://a.test"
    bodies = {f"{base}/a.txt": BODY, f"{base}/large.txt": bytes(MAX_BYTES + 1)}
    return Case(FakeFetcher(bodies, max_bytes=MAX_BYTES), base)


def _file(folder: Path) -> Case:
    (folder / "a.txt").write_bytes(BODY)
    (folder / "large.txt").write_bytes(bytes(MAX_BYTES + 1))
    return Case(FileFetcher([folder], max_bytes=MAX_BYTES), folder.as_uri())


def _routing_to_files(folder: Path) -> Case:
    case = _file(folder)
    return Case(RoutingFetcher(web=FakeFetcher({}), files=case.fetcher), case.base)


def _routing_to_the_web(folder: Path) -> Case:
    case = _fake(folder)
    return Case(RoutingFetcher(web=case.fetcher, files=FakeFetcher({})), case.base)


def _cached(folder: Path) -> Case:
    case = _fake(folder)
    return Case(CachedFetcher(case.fetcher, CacheManager(FakeCache(StillClock()))), case.base)


def _following(folder: Path) -> Case:
    case = _fake(folder)
    return Case(FollowingFetcher(case.fetcher), case.base)


CASES: list[Callable[[Path], Case]] = [
    _fake,
    _file,
    _routing_to_files,
    _routing_to_the_web,
    _cached,
    _following,
]


@pytest.fixture(params=CASES, ids=lambda make: make.__name__.strip("_"))
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Case:
    made: Case = request.param(tmp_path)
    return made


async def test_the_page_holds_the_bytes_and_says_where_they_came_from(case: Case) -> None:
    url = f"{case.base}/a.txt"
    page = await case.fetcher.fetch(url)
    assert page.body == BODY
    assert page.url == page.final_url == url
    assert page.content_type.startswith("text/plain")


async def test_many_at_once(case: Case) -> None:
    pages = await asyncio.gather(*(case.fetcher.fetch(f"{case.base}/a.txt") for _ in range(20)))
    assert {page.body for page in pages} == {BODY}


async def test_what_does_not_exist_is_a_fetch_error(case: Case) -> None:
    with pytest.raises(FetchError):
        await case.fetcher.fetch(f"{case.base}/missing.txt")


async def test_what_is_too_large_says_so(case: Case) -> None:
    with pytest.raises(TooLargeError):
        await case.fetcher.fetch(f"{case.base}/large.txt")


@pytest.mark.parametrize(
    "url", ["", "a.txt", "ftp://a.test/a.txt", "javascript:alert(1)", "data:text/plain,a", "file:"]
)
async def test_other_schemes_are_refused(case: Case, url: str) -> None:
    with pytest.raises(AddressRefusedError):
        await case.fetcher.fetch(url)
