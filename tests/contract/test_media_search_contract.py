"""What every search for images or videos must do, the fake one included."""

import asyncio
import json
from collections.abc import Callable

import httpx
import pytest

from research.adapters.search.media.cached_media_search import CachedMediaSearch
from research.cache import CacheManager
from research.domain.errors import SearchError
from research.domain.source import FoundMedia
from research.ports import MediaSearch
from tests.fakes.cache import FakeCache
from tests.fakes.clock import StillClock
from tests.fakes.media_search import MAKERS, FakeMediaSearch, found, media_search
from tests.fakes.search_providers import BROKEN, KEY, NOTHING, recorded


class _Fake(FakeMediaSearch):
    async def search(self, query: str, limit: int) -> list[FoundMedia]:
        return [] if query == NOTHING else await super().search(query, limit)


def _fake() -> MediaSearch:
    return _Fake([found(f"{n}.jpg") for n in range(6)], errors={BROKEN: "down"})


def _cached() -> MediaSearch:
    return CachedMediaSearch(_fake(), CacheManager(FakeCache(StillClock())))


def _at_provider(name: str) -> Callable[[], MediaSearch]:
    return lambda: media_search(name, recorded(name))


@pytest.fixture(
    params=[_fake, _cached, *map(_at_provider, MAKERS)], ids=["fake", "cached", *MAKERS]
)
def search(request: pytest.FixtureRequest) -> MediaSearch:
    """A search that finds six things for any query but two."""
    made: MediaSearch = request.param()
    return made


@pytest.mark.parametrize("limit", [1, 2, 6, 50])
async def test_no_more_than_asked_for_each_with_a_caption(search: MediaSearch, limit: int) -> None:
    media = await search.search("storks", limit)
    assert len(media) == min(limit, 6)
    assert len({one.url for one in media}) == len(media)
    assert len({one.kind for one in media}) == 1
    assert all(one.caption and one.provider == search.name for one in media)


async def test_many_queries_at_once(search: MediaSearch) -> None:
    answers = await asyncio.gather(*(search.search(f"storks {n}", 9) for n in range(5)))
    assert [len(answer) for answer in answers] == [6] * 5


@pytest.mark.parametrize("query", ["白鹳", "a\x00b\n", '"storks" & -x:y#?%', "storks " * 400])
async def test_any_query_is_answered(search: MediaSearch, query: str) -> None:
    assert len(await search.search(query, 9)) == 6


async def test_nothing_found_is_an_answer(search: MediaSearch) -> None:
    assert await search.search(NOTHING, 9) == []


async def test_one_that_fails_is_a_search_error_and_may_recover(search: MediaSearch) -> None:
    with pytest.raises(SearchError):
        await search.search(BROKEN, 9)
    assert len(await search.search("storks", 9)) == 6


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize(
    "body",
    [b"[]", b"{}", b"null", b"{", b"<html>", b'{"type": 3}', b'{"results": 3, "images": {}}',
     b"[" * 100_000],
)  # fmt: skip
async def test_other_answers_are_errors_and_tell_no_key(name: str, body: bytes) -> None:
    search = media_search(name, lambda _: httpx.Response(200, content=body))
    with pytest.raises(SearchError) as raised:
        await search.search("storks", 9)
    assert KEY not in str(raised.value)


@pytest.mark.parametrize("name", MAKERS)
async def test_rows_of_other_forms_and_addresses_of_other_kinds_are_left_out(name: str) -> None:
    bad = ["javascript:alert(1)", "file:///etc/passwd", "http://10.0.0.1/a.jpg", "http://printer/a",
           "https://a.example/" + "x" * 9_000, "", 7, None, "https://a.example/a b",
           "data:image/png;base64,aGk="]  # fmt: skip
    rows = [
        {"title": "Storks", "description": "Storks", "url": url, "link": url, "imageUrl": url,
         "properties": {"url": url}}
        for url in bad
    ]  # fmt: skip
    url = "https://a.example/untold"  # of which nothing is said
    rows.append({"url": url, "link": url, "imageUrl": url, "properties": {"url": url}})
    everywhere = [*rows, "text", 3, None, []]
    answer = {"type": "x", "searchParameters": {}, "results": everywhere, "images": everywhere,
              "videos": everywhere}  # fmt: skip
    search = media_search(name, lambda _: httpx.Response(200, content=json.dumps(answer)))
    assert await search.search("storks", 50) == []


@pytest.mark.parametrize("name", MAKERS)
async def test_what_is_asked_and_with_which_key(name: str) -> None:
    asked: list[httpx.Request] = []
    played = recorded(name)

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return played(request)

    media = await media_search(name, handler).search("storks", 9)
    [request] = asked
    assert KEY not in str(request.url)
    assert KEY in str(request.headers.raw)
    assert KEY not in repr(media)


@pytest.mark.parametrize("name", ["brave_images", "serper_images"])
async def test_an_image_names_its_page(name: str) -> None:
    [first, *_] = await media_search(name, recorded(name)).search("storks", 9)
    assert first.url == "https://img0.example.com/stork.jpg"
    assert first.page == "https://h0.example.com/storks"
    assert first.caption == "White storks on roof 0"
