"""What every search must do, the fake one included."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from ddgs.ddgs import DDGS
from ddgs.exceptions import DDGSException
from mcp import Client
from pydantic import SecretStr

from research.adapters.fetch.file_fetcher import FileFetcher
from research.adapters.fetch.local_files import find_files
from research.adapters.search.cached_search import CachedSearch
from research.adapters.search.ddgs_search import DdgsSearch
from research.adapters.search.google_search import GoogleSearch
from research.adapters.search.mcp_search import McpSearch
from research.adapters.search.named_sources_search import AddressListSearch, FolderSearch
from research.adapters.search.searxng_search import SearxngSearch
from research.cache import CacheManager
from research.domain.errors import SearchError
from research.domain.searching.mcp_servers import McpSearchServer
from research.domain.source import SearchHit
from research.ports import WebSearch
from tests.fakes.cache import FakeCache
from tests.fakes.clock import StillClock
from tests.fakes.extractor import FakeExtractor
from tests.fakes.mcp_search_server import FORMS, search_server
from tests.fakes.search_providers import MAKERS, provider, recorded
from tests.fakes.web_search import FakeWebSearch

URLS = [f"https://h{n}.example.com/storks" for n in range(6)]
NOTHING = "nothing"
BROKEN = "broken"
"""Queries for which the engine finds nothing, and fails."""


def _fake(_: Path, __: pytest.MonkeyPatch) -> WebSearch:
    class Fake(FakeWebSearch):
        async def search(self, query: str, limit: int) -> list[SearchHit]:
            return [] if query == NOTHING else await super().search(query, limit)

    return Fake(URLS, errors={BROKEN: "down"})


def _cached(folder: Path, monkeypatch: pytest.MonkeyPatch) -> WebSearch:
    return CachedSearch(_fake(folder, monkeypatch), CacheManager(FakeCache(StillClock())))


def _searxng(_: Path, __: pytest.MonkeyPatch) -> WebSearch:
    def handler(request: httpx.Request) -> httpx.Response:
        query = request.url.params["q"]
        urls = [] if query == NOTHING else URLS
        answer = json.dumps({"results": [{"url": url, "title": "Storks"} for url in urls]})
        return httpx.Response(500 if query == BROKEN else 200, text=answer)

    transport = httpx.MockTransport(handler)
    return SearxngSearch("http://s.test", timeout_seconds=5, user_agent="us", transport=transport)


def _google(_: Path, __: pytest.MonkeyPatch) -> WebSearch:
    def handler(request: httpx.Request) -> httpx.Response:
        query = request.url.params["q"]
        items = [{"link": url, "title": "Storks"} for url in URLS]
        answer = {} if query == NOTHING else {"items": items[: int(request.url.params["num"])]}
        return httpx.Response(429 if query == BROKEN else 200, text=json.dumps(answer))

    transport = httpx.MockTransport(handler)
    key = SecretStr("key")
    return GoogleSearch(key, "id", timeout_seconds=5, user_agent="us", transport=transport)


def _ddgs(_: Path, monkeypatch: pytest.MonkeyPatch) -> WebSearch:
    def text(_: DDGS, query: str, **__: Any) -> list[dict[str, str]]:
        if query in (NOTHING, BROKEN):
            raise DDGSException("No results found." if query == NOTHING else "down")
        return [{"href": url, "title": "Storks", "body": ""} for url in URLS]

    monkeypatch.setattr(DDGS, "text", text)
    return DdgsSearch(timeout_seconds=5)


def _files(folder: Path, _: pytest.MonkeyPatch) -> WebSearch:
    for n in range(6):
        (folder / f"{n}.txt").write_text(f"Storks {n}\n" + "The stork returns in March. " * 5)
    fetcher = FileFetcher([folder], max_bytes=10_000)
    found = find_files([folder], 10_000)
    return FolderSearch(found, fetcher=fetcher, extractor=FakeExtractor())


def _addresses(_: Path, __: pytest.MonkeyPatch) -> WebSearch:
    return AddressListSearch(URLS)


def _at_provider(name: str) -> Callable[[Path, pytest.MonkeyPatch], WebSearch]:
    def make(_: Path, __: pytest.MonkeyPatch) -> WebSearch:
        return provider(name, recorded(name))

    make.__name__ = name
    return make


def _of_mcp_server(form: str) -> Callable[[Path, pytest.MonkeyPatch], WebSearch]:
    def make(_: Path, __: pytest.MonkeyPatch) -> WebSearch:
        server = McpSearchServer(tool=form, command="played")
        return McpSearch("storks", server, lambda: Client(search_server()), timeout_seconds=5)

    make.__name__ = f"mcp_{form}"
    return make


ENGINES: list[Callable[[Path, pytest.MonkeyPatch], WebSearch]] = [
    _fake,
    _cached,
    _searxng,
    _google,
    _ddgs,
    *map(_at_provider, MAKERS),
    *map(_of_mcp_server, FORMS),
]
"""Those with something behind them that may find nothing, or fail."""


@pytest.fixture(params=[*ENGINES, _files, _addresses], ids=lambda make: make.__name__.strip("_"))
async def search(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[WebSearch]:
    """A search that finds six things for any query."""
    made: WebSearch = request.param(tmp_path, monkeypatch)
    yield made
    await _close(made)


@pytest.fixture(params=ENGINES, ids=lambda make: make.__name__.strip("_"))
async def engine(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[WebSearch]:
    """A search that also may find nothing, or fail."""
    made: WebSearch = request.param(tmp_path, monkeypatch)
    yield made
    await _close(made)


async def _close(made: WebSearch) -> None:
    if isinstance(made, McpSearch):
        await made.aclose()


@pytest.mark.parametrize("limit", [1, 2, 5, 6, 50])
async def test_hits_are_ranked_from_1_and_no_more_than_asked_for(
    search: WebSearch, limit: int
) -> None:
    hits = await search.search("storks", limit)
    assert [hit.rank for hit in hits] == list(range(1, min(limit, 6) + 1))


async def test_hits_carry_the_name_of_their_provider(search: WebSearch) -> None:
    assert search.name
    assert {hit.provider for hit in await search.search("storks", 9)} == {search.name}


async def test_the_same_query_finds_the_same(search: WebSearch) -> None:
    hits = await search.search("storks", 9)
    assert await search.search("storks", 9) == hits
    assert len({hit.url for hit in hits}) == 6


async def test_many_queries_at_once(search: WebSearch) -> None:
    queries = [f"storks {n}" for n in range(8)]
    answers = await asyncio.gather(*(search.search(query, 9) for query in queries))
    assert [len(answer) for answer in answers] == [6] * 8


@pytest.mark.parametrize(
    "query",
    ["白鹳", "اللقلق", "\u202estorks", "a\x00b\n", '"storks" & -x:y#?%', "storks " * 400, "🦩"],
)
async def test_any_query_is_answered(search: WebSearch, query: str) -> None:
    assert len(await search.search(query, 9)) == 6


async def test_nothing_found_is_an_answer(engine: WebSearch) -> None:
    assert await engine.search(NOTHING, 9) == []


async def test_an_engine_that_fails_is_a_search_error_and_may_recover(engine: WebSearch) -> None:
    with pytest.raises(SearchError):
        await engine.search(BROKEN, 9)
    assert len(await engine.search("storks", 9)) == 6
