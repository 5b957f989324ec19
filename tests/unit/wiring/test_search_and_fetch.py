"""Which searches a request gets: the web, its news, and what only those have who were named."""

import json
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from research.cache import CacheManager
from research.domain.errors import InvalidSettingError
from research.domain.request import ResearchRequest
from research.domain.request_bounds import SearchPlace
from research.domain.scope import ANYWHERE, Scope
from research.settings import Settings
from research.wiring import search_and_fetch
from research.wiring.run import open_run
from research.wiring.search_and_fetch import open_renderer
from research.wiring.searches import SearchOpener
from tests.fakes.cache import FakeCache
from tests.fakes.clock import StillClock
from tests.fakes.report_store import FakeReportStore

SEARXNG = {"searxng_url": "http://searx.test"}
GOOGLE = {"google_api_key": "key", "google_cse_id": "engine"}
SOURCES = ("https://a.example/",)
KEYED = ("tavily", "brave", "exa", "serper")
KEYS = {f"{name}_api_key": "key" for name in KEYED}
TAVILY = {"tavily_api_key": "key"}
SCHOLARLY = ("openalex", "arxiv", "europepmc", "semanticscholar")


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
        (KEYS, {}, list(KEYED), [f"{name} news" for name in KEYED]),
        ({**GOOGLE, **TAVILY}, {}, ["google", "tavily"], ["tavily news"]),
        (SEARXNG, {"search": ["web"]}, ["searxng"], ["searxng news"]),
        (SEARXNG, {"search": ["scholar"]}, list(SCHOLARLY), []),
        (
            TAVILY,
            {"search": ["arxiv", "web", "scholar", "tavily", "wikipedia"]},
            ["arxiv", "tavily", "openalex", "europepmc", "semanticscholar", "wikipedia"],
            ["tavily news"],
        ),
        (TAVILY, {"search": ["ddgs"]}, ["ddgs"], ["ddgs news"]),
        (
            SEARXNG,
            {"sources": SOURCES, "search": ["arxiv"], "include_news": False},
            ["addresses", "arxiv"],
            [],
        ),
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
    ("settings", "request_fields", "names"),
    [
        (SEARXNG, {}, []),
        ({"brave_api_key": "k"}, {}, ["brave images", "brave videos"]),
        ({"brave_api_key": "k"}, {"include_images": False}, ["brave videos"]),
        ({"brave_api_key": "k"}, {"search": ["arxiv"]}, []),
        ({"brave_api_key": "k"}, {"sources": SOURCES}, []),
        (TAVILY, {"include_videos": False}, ["tavily images"]),
        (
            {"serper_api_key": "k", "tavily_api_key": "k"},
            {},
            ["tavily images", "serper images", "serper videos"],
        ),
    ],
)
async def test_images_and_videos_are_searched_where_they_are_wanted_and_there_are_any(
    settings: dict[str, str],
    request_fields: dict[str, object],
    names: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    request = ResearchRequest.model_validate({"query": "storks", **request_fields})
    async with open_run(
        Settings.load(_env_file=None, **settings),
        request,
        request.sources,
        cache=CacheManager(FakeCache(StillClock())),
        reports=FakeReportStore(),
    ) as wired:
        assert [search.name for search in wired.ports.media] == names


MCP = json.dumps({
    "notes": {"command": "notes-mcp", "tool": "search"},
    "news": {"url": "https://mcp.example/mcp", "tool": "find"},
})  # fmt: skip


@pytest.mark.parametrize(
    ("places", "names"),
    [
        (["web"], ["searxng", "mcp notes", "mcp news"]),
        (["mcp"], ["mcp notes", "mcp news"]),
        (["arxiv", "mcp", "web"], ["arxiv", "searxng", "mcp notes", "mcp news"]),
        (["arxiv"], ["arxiv"]),
    ],
)
async def test_mcp_servers_are_searched_with_where_they_are_set_up(
    places: list[str], names: list[str]
) -> None:
    settings = Settings.load(_env_file=None, mcp_search_servers=MCP, searxng_url="http://s.test")
    async with AsyncExitStack() as stack:
        found = opener(settings, stack).searches(map(SearchPlace, places))
        assert [search.name for search in found] == names


async def test_mcp_without_a_server_is_an_error() -> None:
    async with AsyncExitStack() as stack:
        with pytest.raises(InvalidSettingError, match="MCP_SEARCH_SERVERS: it names no server"):
            opener(Settings.load(_env_file=None), stack).searches([SearchPlace.MCP])


@pytest.mark.parametrize("module", ["playwright", "psutil"])
def test_a_renderer_that_cant_be_had_is_warned_of(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    warnings: list[str] = []
    wanted = Settings.load(_env_file=None, fetch_render="chromium")
    assert open_renderer(wanted, warnings.append) is not None
    assert open_renderer(Settings.load(_env_file=None), warnings.append) is None
    assert warnings == []
    monkeypatch.setattr(
        search_and_fetch, "find_spec", lambda name: None if name == module else object()
    )
    assert open_renderer(wanted, warnings.append) is None
    assert warnings == [search_and_fetch.NO_RENDERER]


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


@pytest.mark.parametrize(
    ("place", "variable"),
    [("tavily", "TAVILY_API_KEY"), ("brave", "BRAVE_API_KEY"), ("exa", "EXA_API_KEY"),
     ("serper", "SERPER_API_KEY"), ("google", "GOOGLE_API_KEY"), ("searxng", "SEARXNG_URL")],
)  # fmt: skip
async def test_a_provider_that_is_named_and_has_no_key_names_the_setting(
    place: str, variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    request = ResearchRequest.model_validate({"query": "storks", "search": [place]})
    cache = CacheManager(FakeCache(StillClock()))
    with pytest.raises(InvalidSettingError, match=variable):
        async with open_run(Settings.load(), request, cache=cache, reports=FakeReportStore()):
            pass


async def test_files_that_are_named_are_read_beside_the_places_that_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Storks return in March.")
    fields = {"query": "storks", "search": ["wikipedia"], "search_web": True}
    request = ResearchRequest.model_validate(fields)
    cache = CacheManager(FakeCache(StillClock()))
    sources = [str(tmp_path / "a.txt")]
    async with open_run(
        Settings.load(), request, sources, cache=cache, reports=FakeReportStore()
    ) as wired:
        assert [search.name for search in wired.ports.searches] == ["files", "wikipedia"]


def opener(settings: Settings, stack: AsyncExitStack, scope: Scope = ANYWHERE) -> SearchOpener:
    return SearchOpener(settings, stack, CacheManager(FakeCache(StillClock())), print, scope, "de")


IN_TURN = (*KEYED, *SCHOLARLY, "wikipedia")


@pytest.mark.parametrize("place", IN_TURN)
async def test_runs_of_one_process_take_turns_at_a_provider(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings.load(**KEYS)
    async with AsyncExitStack() as stack:
        [one] = opener(settings, stack).searches([SearchPlace(place)])
        [other] = opener(settings, stack).searches([SearchPlace(place)])
        assert one.name == place
        assert one._search is not other._search
        assert one._search._api._setup.pace is other._search._api._setup.pace
        assert one._search._api._setup.pace._interval_seconds > 0


async def test_those_that_keep_to_domains_or_find_papers_take_plain_queries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with AsyncExitStack() as stack:
        places = [SearchPlace.WEB, SearchPlace.DDGS, SearchPlace.SCHOLAR, SearchPlace.WIKIPEDIA]
        searches = opener(Settings.load(**KEYS, **SEARXNG), stack).searches(places)
        sited = [one.name for one in searches if not one.takes_plain_queries]
        assert sited == ["searxng", "brave", "serper", "ddgs"]


async def test_providers_are_told_the_bounds_and_wikipedia_the_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    request = ResearchRequest.model_validate({
        "query": "Wann kommen die Störche aus Afrika zurück?",
        "search": ["tavily", "wikipedia"],
        "since": "2026-01-02",
        "domains": {"allow": ["a.test"]},
    })  # fmt: skip
    cache = CacheManager(FakeCache(StillClock()))
    settings = Settings.load(**TAVILY)
    async with open_run(settings, request, cache=cache, reports=FakeReportStore()) as wired:
        tavily, wikipedia = (search._search for search in wired.ports.searches)
        assert tavily._bounds == {"include_domains": ["a.test"], "start_date": "2026-01-02"}
        assert wikipedia._site == "https://de.wikipedia.org"
