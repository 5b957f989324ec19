"""Which searches a request gets: the web, its news, and what only those have who were named."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from research.cache import CacheManager
from research.domain.request import ResearchRequest
from research.settings import Settings
from research.wiring.run import open_run
from tests.fakes.cache import FakeCache
from tests.fakes.clock import StillClock
from tests.fakes.report_store import FakeReportStore

SEARXNG = {"searxng_url": "http://searx.test"}
GOOGLE = {"google_api_key": "key", "google_cse_id": "engine"}
SOURCES = ("https://a.example/",)


@pytest.mark.parametrize(
    ("settings", "request_fields", "searches", "news"),
    [
        ({}, {}, ["ddgs"], ["ddgs news"]),
        (SEARXNG, {}, ["searxng"], ["searxng news"]),
        (GOOGLE, {}, ["google"], []),
        ({**SEARXNG, **GOOGLE}, {}, ["searxng", "google"], ["searxng news"]),
        (SEARXNG, {"include_news": False}, ["searxng"], []),
        (SEARXNG, {"sources": SOURCES, "search_web": False}, ["addresses"], []),
        (
            SEARXNG,
            {"sources": SOURCES, "search_web": True},
            ["addresses", "searxng"],
            ["searxng news"],
        ),
        (SEARXNG, {"sources": SOURCES}, ["addresses"], []),
    ],
)
async def test_news_are_searched_where_the_web_is_and_has_any(
    settings: dict[str, str],
    request_fields: dict[str, object],
    searches: list[str],
    news: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    request = ResearchRequest.model_validate({"query": "storks", **request_fields})
    async with AsyncExitStack() as stack:
        wired = await stack.enter_async_context(
            open_run(
                Settings.load(**settings),
                request,
                request.sources,
                cache=CacheManager(FakeCache(StillClock())),
                reports=FakeReportStore(),
            )
        )
        assert [search.name for search in wired.ports.searches] == searches
        assert [search.name for search in wired.ports.news] == news


@pytest.mark.parametrize(
    ("fields", "secret", "told"),
    [
        ({}, "", 0),
        ({"callback_url": "https://c.example/"}, "whsec_c2VjcmV0", 0),
        ({"callback_url": "https://c.example/"}, "", 1),
    ],
)
async def test_a_callback_that_nobody_can_sign_is_warned_of(
    fields: dict[str, str], secret: str, told: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    request = ResearchRequest.model_validate({"query": "storks", **fields})
    settings = Settings.load(**SEARXNG, callback_secret=secret)
    cache = CacheManager(FakeCache(StillClock()))
    async with open_run(settings, request, cache=cache, reports=FakeReportStore()) as wired:
        assert sum("CALLBACK_SECRET" in warning for warning in wired.warnings) == told
