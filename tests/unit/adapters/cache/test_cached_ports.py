"""Searches, pages and vectors that are kept: what is asked for again, and what is not."""

import asyncio
from collections.abc import Sequence

import numpy as np
import pytest

from research.adapters.embed.cached_embedder import CachedEmbedder
from research.adapters.fetch.cached_fetcher import CachedFetcher
from research.adapters.search.cached_search import CachedSearch
from research.cache import CacheManager
from research.cache.entries import Entries
from research.cache.typed_json import TypedJson
from research.domain.errors import FetchError, SearchError
from tests.fakes.cache import FakeCache
from tests.fakes.clock import StillClock
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.web_search import FakeWebSearch

PAGE = "https://a.test/page"


@pytest.fixture
def cache() -> FakeCache:
    return FakeCache(StillClock())


@pytest.fixture
def manager(cache: FakeCache) -> CacheManager:
    return CacheManager(cache)


async def put_in_place_of_all(cache: FakeCache, value: object) -> None:
    """What someone else, who knows the form, might have stored under the same keys."""
    entries = Entries(TypedJson())
    await cache.set({name: entries.pack(name, value) for name in cache.blocking.entries}, 60)


def manager_of_another_process(cache: FakeCache) -> CacheManager:
    return CacheManager(cache)


async def test_a_search_is_made_once_for_each_query_limit_provider_and_setup(
    cache: FakeCache, manager: CacheManager
) -> None:
    engine = FakeWebSearch([PAGE, "https://b.test/"])
    search = CachedSearch(engine, manager, setup="http://one")
    first = await search.search("storks", 2)
    again = CachedSearch(engine, manager_of_another_process(cache), setup="http://one")
    assert await again.search("storks", 2) == await search.search("storks", 2) == first
    assert engine.asked == ["storks"]
    await search.search("storks ", 2)
    await search.search("storks", 1)
    await CachedSearch(engine, manager, setup="http://two").search("storks", 2)
    engine.name = "other"
    await search.search("storks", 2)
    assert len(engine.asked) == 5


async def test_many_who_search_for_the_same_at_once_search_once(manager: CacheManager) -> None:
    engine = FakeWebSearch([PAGE], delay_seconds=0.01)
    search = CachedSearch(engine, manager)
    hits = await asyncio.gather(*(search.search("storks", 5) for _ in range(50)))
    assert len(engine.asked) == 1
    assert all(each == hits[0] for each in hits)


async def test_no_hits_and_errors_are_not_kept(manager: CacheManager) -> None:
    nothing = FakeWebSearch([])
    broken = FakeWebSearch([PAGE], errors={"storks": "down"}, name="broken")
    for _ in range(2):
        assert await CachedSearch(nothing, manager).search("storks", 5) == []
        with pytest.raises(SearchError, match="down"):
            await CachedSearch(broken, manager).search("storks", 5)
    assert len(nothing.asked) == len(broken.asked) == 2


async def test_an_entry_that_is_no_list_of_hits_is_searched_for_again(
    cache: FakeCache, manager: CacheManager
) -> None:
    engine = FakeWebSearch([PAGE])
    search = CachedSearch(engine, manager)
    await search.search("storks", 5)
    for foreign in ("text", [1], [], {"hits": []}, None):
        await put_in_place_of_all(cache, foreign)
        assert len(await search.search("storks", 5)) == 1
    assert len(engine.asked) == 6


async def test_a_page_is_fetched_once_whatever_the_form_of_its_address(
    cache: FakeCache, manager: CacheManager
) -> None:
    body = bytes(range(256))
    web = FakeFetcher({PAGE: body})
    assert (await CachedFetcher(web, manager).fetch(PAGE)).body == body
    again = CachedFetcher(web, manager_of_another_process(cache))
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


async def test_a_text_is_embedded_once(cache: FakeCache, manager: CacheManager) -> None:
    inner = FakeEmbedder()
    embedder = CachedEmbedder(inner, manager)
    texts = ["sails", "cargo", "sails", ""]
    first = await embedder.embed(texts)
    assert inner.asked == ["sails", "cargo", ""]
    assert np.array_equal(first, await FakeEmbedder().embed(texts))
    cache.blocking.calls.clear()
    again = CachedEmbedder(inner, manager_of_another_process(cache))
    assert np.array_equal(await again.embed(texts), first)
    assert cache.blocking.calls == ["get"], "one round trip for all"
    mixed = await again.embed(["bread", "cargo"])
    assert inner.asked == ["sails", "cargo", "", "bread"]
    assert np.array_equal(mixed[1], first[1])
    assert mixed.dtype == np.float32
    assert cache.blocking.calls == ["get", "get", "set"]


async def test_vectors_of_another_model_are_never_taken(manager: CacheManager) -> None:
    class Other(FakeEmbedder):
        name = "other-2"

        async def embed(self, texts: Sequence[str]) -> np.ndarray:
            return np.ones((len(texts), 2), dtype=np.float32)

    await CachedEmbedder(FakeEmbedder(), manager).embed(["sails"])
    assert (await CachedEmbedder(Other(), manager).embed(["sails"])).shape == (1, 2)


async def test_an_entry_that_is_no_vector_of_this_length_is_embedded_again(
    cache: FakeCache, manager: CacheManager
) -> None:
    inner = FakeEmbedder()
    embedder = CachedEmbedder(inner, manager)
    await embedder.embed(["sails"])
    expected = await FakeEmbedder().embed(["cargo", "sails"])
    for foreign in ([1.0], "text", None, np.zeros((2, 2), np.float32), np.zeros(3, np.float32)):
        await put_in_place_of_all(cache, foreign)
        inner.asked.clear()
        assert np.array_equal(await embedder.embed(["cargo", "sails"]), expected)
        assert "sails" in inner.asked
        await cache.delete(next(reversed(cache.blocking.entries)))
