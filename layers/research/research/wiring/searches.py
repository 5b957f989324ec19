"""Opens the searches of the web, of its news, and of papers, at the providers that are wanted."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

from research.cache import CacheManager
from research.domain.errors import InvalidSettingError
from research.domain.request_bounds import SearchPlace
from research.domain.scope import ANYWHERE, Scope
from research.domain.searching.mcp_servers import mcp_search_servers
from research.ports import WebSearch
from research.settings import Settings
from research.wiring.search_providers import HAVE_NEWS, configured_providers, providers_in

if TYPE_CHECKING:
    from research.adapters.search.search_api import SearchSetup

Searches = tuple[WebSearch, ...]

_ADAPTERS: Mapping[SearchPlace, tuple[str, str]] = {
    SearchPlace.TAVILY: ("tavily_search", "TavilySearch"),
    SearchPlace.BRAVE: ("brave_search", "BraveSearch"),
    SearchPlace.EXA: ("exa_search", "ExaSearch"),
    SearchPlace.SERPER: ("serper_search", "SerperSearch"),
    SearchPlace.OPENALEX: ("scholarly.openalex_search", "OpenAlexSearch"),
    SearchPlace.ARXIV: ("scholarly.arxiv_search", "ArxivSearch"),
    SearchPlace.EUROPE_PMC: ("scholarly.europe_pmc_search", "EuropePmcSearch"),
    SearchPlace.SEMANTIC_SCHOLAR: ("scholarly.semantic_scholar_search", "SemanticScholarSearch"),
    SearchPlace.WIKIPEDIA: ("scholarly.wikipedia_search", "WikipediaSearch"),
}
"""The module and class of each that takes turns, below `research.adapters.search`."""


class _Closable(WebSearch, Protocol):
    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True)
class SearchOpener:
    """Opens searches, whose answers `cache` keeps; they are closed with `stack`."""

    settings: Settings
    stack: AsyncExitStack
    cache: CacheManager
    warn: Callable[[str], None]
    scope: Scope = ANYWHERE
    """What providers are asked to keep to, as far as they can."""
    language: str = ""
    """Of the Wikipedia that is searched."""

    def searches(self, places: Iterable[SearchPlace]) -> Searches:
        """The searches at `places`. Raises `InvalidSettingError` for one that lacks its key."""
        wanted = providers_in(places, configured_providers(self.settings))
        named = (one for one in wanted if one is not SearchPlace.MCP)
        servers = self._mcp_servers() if SearchPlace.MCP in wanted else ()
        return (*map(self._open, named), *servers)

    def news(self, places: Iterable[SearchPlace]) -> Searches:
        """Searches of the news at those of `places` that have any."""
        wanted = providers_in(places, configured_providers(self.settings))
        return tuple(self._open(one, is_news=True) for one in wanted if one in HAVE_NEWS)

    def _open(self, place: SearchPlace, *, is_news: bool = False) -> WebSearch:
        match place:
            case SearchPlace.DDGS:
                return self._ddgs(is_news=is_news)
            case SearchPlace.SEARXNG:
                return self._searxng(is_news=is_news)
            case SearchPlace.GOOGLE:
                return self._google()
            case _:
                return self._in_turn(place, is_news=is_news)

    def setup_at(self, place: SearchPlace) -> "SearchSetup":
        """What a search at `place` is given, which may be asked so often."""
        from research.adapters.search.pacing import pace_of
        from research.adapters.search.search_api import SearchSetup

        return SearchSetup(
            timeout_seconds=self.settings.search_timeout_seconds,
            user_agent=self.settings.fetch_user_agent,
            pace=pace_of(place, _module_of(place).INTERVAL_SECONDS),
            scope=self.scope,
        )

    def _in_turn(self, place: SearchPlace, *, is_news: bool) -> WebSearch:
        """A search at a provider that may be asked so often, and keeps to a scope by itself."""
        module = _module_of(place)
        setup = self.setup_at(place)
        given: dict[str, Any] = {"is_news": True} if is_news else {}
        if setting := getattr(module, "SETTING", ""):
            given["api_key"] = getattr(self.settings, setting.lower())
        if place is SearchPlace.WIKIPEDIA:
            given["language"] = self.language
        return self._kept(
            getattr(module, _ADAPTERS[place][1])(setup, **given), f"{self.scope} {self.language}"
        )

    def _mcp_servers(self) -> Searches:
        servers = mcp_search_servers(self.settings.mcp_search_servers.get_secret_value())
        if not servers:
            raise InvalidSettingError("MCP_SEARCH_SERVERS: it names no server to search with")
        if not find_spec("mcp"):
            raise InvalidSettingError(
                "MCP_SEARCH_SERVERS: it needs `pip install 'content-research-pipeline[mcp]'`"
            )
        from research.adapters.search.mcp_clients import opener
        from research.adapters.search.mcp_search import McpSearch

        seconds = self.settings.search_timeout_seconds
        agent = self.settings.fetch_user_agent
        return tuple(
            self._kept(
                McpSearch(name, one, opener(one, agent, seconds), timeout_seconds=seconds),
                # With what it is asked: the same name may stand for another server later.
                f"{one.model_dump_json(exclude={'env', 'headers'})}",
            )
            for name, one in servers.items()
        )

    def _searxng(self, *, is_news: bool) -> WebSearch:
        from research.adapters.search.searxng_search import SearxngSearch

        search = SearxngSearch(
            self.settings.searxng_url,
            timeout_seconds=self.settings.search_timeout_seconds,
            user_agent=self.settings.fetch_user_agent,
            language=self.scope.language,
            is_news=is_news,
        )
        return self._kept(search, f"{self.settings.searxng_url} {self.scope.language}")

    def _google(self) -> WebSearch:
        from research.adapters.search.google_search import END_OF_WEB_SEARCH_WARNING, GoogleSearch

        search = GoogleSearch(
            self.settings.google_api_key,
            self.settings.google_cse_id,
            timeout_seconds=self.settings.search_timeout_seconds,
            user_agent=self.settings.fetch_user_agent,
            language=self.scope.language,
        )
        self.warn(END_OF_WEB_SEARCH_WARNING)
        return self._kept(search, f"{self.settings.google_cse_id} {self.scope.language}")

    def _ddgs(self, *, is_news: bool) -> WebSearch:
        from research.adapters.search.cached_search import CachedSearch
        from research.adapters.search.ddgs_search import DdgsSearch

        seconds = self.settings.search_timeout_seconds
        language = self.scope.language
        search = DdgsSearch(timeout_seconds=seconds, language=language, is_news=is_news)
        return CachedSearch(search, self.cache, setup=language)

    def _kept(self, search: _Closable, setup: str) -> WebSearch:
        from research.adapters.search.cached_search import CachedSearch

        self.stack.push_async_callback(search.aclose)
        return CachedSearch(search, self.cache, setup=setup)


def _module_of(place: SearchPlace) -> ModuleType:
    return import_module(f"research.adapters.search.{_ADAPTERS[place][0]}")
