"""Pages that are kept: what is asked for again, and what is not."""

import pytest

from research.adapters.fetch.cached_fetcher import CachedFetcher
from research.cache import CacheManager
from research.domain.errors import FetchError
from tests.fakes.cache import FakeCache
from tests.fakes.fetcher import FakeFetcher

PAGE = "https://a.test/page"


async def test_a_page_is_fetched_once_whatever_the_form_of_its_address(
    cache: FakeCache, manager: CacheManager
) -> None:
    body = bytes(range(256))
    web = FakeFetcher({PAGE: body})
    assert (await CachedFetcher(web, manager).fetch(PAGE)).body == body
    again = CachedFetcher(web, CacheManager(cache))
    for form in (
        PAGE,
        f"{PAGE}?utm_source=x",
        "http://www.a.test/page#part",
        PAGE.upper()[:5] + PAGE[5:],
    ):
        page = await again.fetch(form)
        assert (page.url, page.final_url, page.body) == (form, PAGE, body)
    assert web.asked == [PAGE]


async def test_who_may_not_read_an_address_does_not_get_it_from_the_cache(
    manager: CacheManager,
) -> None:
    allowed = CachedFetcher(FakeFetcher({PAGE: b"inside"}), manager, setup="10.0.0.0/8")
    await allowed.fetch(PAGE)
    with pytest.raises(FetchError):
        await CachedFetcher(FakeFetcher({}), manager).fetch(PAGE)


async def test_files_failures_and_large_pages_are_not_kept(manager: CacheManager) -> None:
    file = "file:///a.txt"
    web = FakeFetcher({file: b"1", PAGE: bytes(11)})
    fetcher = CachedFetcher(web, manager, max_body_bytes=10)
    for _ in range(2):
        assert (await fetcher.fetch(file)).body == b"1"
        assert (await fetcher.fetch(PAGE)).body == bytes(11)
        with pytest.raises(FetchError):
            await fetcher.fetch("https://a.test/missing")
    assert len(web.asked) == 6
    assert (await manager.stats()).entries == 0
