"""Which providers are searched: those that are set up, and those that a request names."""

from collections.abc import Iterable, Mapping

from research.domain.request_bounds import SCHOLARLY_PROVIDERS, WEB_PROVIDERS, SearchPlace
from research.settings import Settings

HAVE_NEWS = frozenset({
    SearchPlace.DDGS, SearchPlace.SEARXNG, SearchPlace.TAVILY, SearchPlace.BRAVE, SearchPlace.EXA,
    SearchPlace.SERPER,
})  # fmt: skip
"""Those whose news can be searched."""


def configured_providers(settings: Settings) -> tuple[SearchPlace, ...]:
    """The providers of the whole web that `settings` have what they need for."""
    given = {
        SearchPlace.SEARXNG: settings.searxng_url,
        SearchPlace.GOOGLE: settings.google_api_key.get_secret_value(),
        SearchPlace.TAVILY: settings.tavily_api_key.get_secret_value(),
        SearchPlace.BRAVE: settings.brave_api_key.get_secret_value(),
        SearchPlace.EXA: settings.exa_api_key.get_secret_value(),
        SearchPlace.SERPER: settings.serper_api_key.get_secret_value(),
        SearchPlace.MCP: settings.mcp_search_servers.get_secret_value().strip(),
    }
    return tuple(place for place in WEB_PROVIDERS if given[place])


def places_with_keys(settings: Settings) -> tuple[SearchPlace, ...]:
    """The web, and the collections of papers that `settings` have a key for."""
    keys = {
        SearchPlace.OPENALEX: settings.openalex_api_key,
        SearchPlace.SEMANTIC_SCHOLAR: settings.semantic_scholar_api_key,
    }
    return (SearchPlace.WEB, *(place for place, key in keys.items() if key.get_secret_value()))


def providers_in(
    places: Iterable[SearchPlace], configured: Iterable[SearchPlace]
) -> tuple[SearchPlace, ...]:
    """The providers that `places` name, each once, in their order.

    Of the web they are those that are `configured`, or DuckDuckGo and others where none is.
    """
    groups: Mapping[SearchPlace, tuple[SearchPlace, ...]] = {
        SearchPlace.WEB: tuple(configured) or (SearchPlace.DDGS,),
        SearchPlace.SCHOLAR: SCHOLARLY_PROVIDERS,
    }
    named = (provider for place in places for provider in groups.get(place, (place,)))
    return tuple(dict.fromkeys(named))
