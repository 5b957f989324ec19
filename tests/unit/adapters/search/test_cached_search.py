"""Searches that are kept: what is asked for again, and what is not."""

import asyncio

import pytest

from research.adapters.search.cached_search import CachedSearch
from research.cache import CacheManager
from research.domain.errors import SearchError
from tests.fakes.cache import FakeCache, replace_entries
from tests.fakes.web_search import FakeWebSearch

PAGE = "https://a.test/page"


async def test_a_search_is_made_once_for_each_query_limit_provider_and_setup(
    cache: FakeCache, manager: CacheManager
) -> None:
    engine = FakeWebSearch([PAGE, "https://b.test/"])
    search = CachedSearch(engine, manager, setup="http://one")
    first = await search.search("storks", 2)
    again = CachedSearch(engine, CacheManager(cache), setup="http://one")
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
        await replace_entries(cache, foreign)
        assert len(await search.search("storks", 5)) == 1
    assert len(engine.asked) == 6
