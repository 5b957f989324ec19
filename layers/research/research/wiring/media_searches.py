"""Opens the searches of images and videos, at those of the wanted providers that have any."""

from collections.abc import Collection, Iterable, Mapping
from importlib import import_module

from research.domain.request_bounds import SearchPlace
from research.domain.source import MediaKind
from research.ports import MediaSearch
from research.wiring.search_providers import configured_providers, providers_in
from research.wiring.searches import SearchOpener

MediaSearches = tuple[MediaSearch, ...]

_ADAPTERS: Mapping[SearchPlace, tuple[str, str]] = {
    SearchPlace.TAVILY: ("tavily_media_search", "TavilyMediaSearch"),
    SearchPlace.BRAVE: ("brave_media_search", "BraveMediaSearch"),
    SearchPlace.SERPER: ("serper_media_search", "SerperMediaSearch"),
}
"""The module and class of each, below `research.adapters.search.media`."""


def open_media_searches(
    opener: SearchOpener, places: Iterable[SearchPlace], kinds: Collection[MediaKind]
) -> MediaSearches:
    """Searches for what is of `kinds`, at those of `places` that have any.

    Raises `InvalidSettingError` for one that lacks its key.
    """
    wanted = providers_in(places, configured_providers(opener.settings))
    return tuple(
        search
        for place in wanted
        if place in _ADAPTERS
        for search in _of_provider(opener, place, kinds)
    )


def _of_provider(
    opener: SearchOpener, place: SearchPlace, kinds: Collection[MediaKind]
) -> Iterable[MediaSearch]:
    from research.adapters.search.media.cached_media_search import CachedMediaSearch

    module_name, class_name = _ADAPTERS[place]
    module = import_module(f"research.adapters.search.media.{module_name}")
    for kind in (kind for kind in module.KINDS if kind in kinds):
        key = getattr(opener.settings, module.SETTING.lower())
        search = getattr(module, class_name)(opener.setup_at(place), key, kind)
        opener.stack.push_async_callback(search.aclose)
        yield CachedMediaSearch(search, opener.cache, setup=str(opener.scope))
