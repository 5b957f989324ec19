"""Opens what is searched and read: the web, the sources that the user named, earlier jobs."""

import re
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from research.cache import CacheManager
from research.domain.errors import SourceUnusableError
from research.ports import Embedder, Extractor, Fetcher, ReportStore, VectorStore, WebSearch
from research.settings import Settings, loader_environment

if TYPE_CHECKING:
    from research.adapters.children.child_pool import ChildPool
    from research.adapters.search.earlier_sources_search import EarlierSourcesSearch

_OTHER_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
Searches = tuple[WebSearch, ...]


def open_children(settings: Settings, stack: AsyncExitStack) -> "ChildPool":
    """The processes that read what strangers wrote, ended with `stack`; none is started yet."""
    from research.adapters.children.child_pool import ChildPool
    from research.adapters.children.frames import ChildLimits

    limits = ChildLimits(settings.extract_timeout_seconds, settings.extract_max_memory_bytes)
    children = ChildPool(settings.extract_processes, limits, loader_environment())
    stack.push_async_callback(children.aclose)
    return children


def open_extractor(children: "ChildPool") -> Extractor:
    """An extractor of every kind of page, which has each extracted once, by `children`."""
    from research.adapters.extract.cached_extractor import CachedExtractor
    from research.adapters.extract.child_extractor import ChildExtractor

    return CachedExtractor(ChildExtractor(children))


def language_of_pages(language: str, query: str) -> str:
    """The language that pages are asked for in: `language`, else that of `query` if it is sure."""
    from research.adapters.extract.charset_and_language import language_of

    return language or language_of(query, "en")


def open_fetcher(
    settings: Settings,
    stack: AsyncExitStack,
    cache: CacheManager,
    *,
    files: Fetcher | None,
    earlier: "EarlierSourcesSearch | None",
    reports: ReportStore,
    warn: Callable[[str], None],
    language: str = "",
) -> Fetcher:
    """A fetcher of pages of the web, each fetched once while `cache` keeps it.

    Where a server has a page in several languages, that in `language` is asked for.
    `files` fetches ``file:`` addresses. Of a page that `earlier` found and that is gone, the
    snapshot in `reports` is taken, with a warning.
    """
    from research.adapters.fetch.cached_fetcher import CachedFetcher
    from research.adapters.fetch.file_fetcher import RoutingFetcher
    from research.adapters.fetch.following_fetcher import FollowingFetcher
    from research.adapters.fetch.httpx_fetcher import HttpxFetcher
    from research.adapters.fetch.snapshot_fetcher import SnapshotFetcher

    web = HttpxFetcher(
        timeout_seconds=settings.fetch_timeout_seconds,
        max_bytes=settings.fetch_max_bytes,
        max_redirects=settings.fetch_max_redirects,
        allow_networks=settings.fetch_allow_networks,
        user_agent=settings.fetch_user_agent,
        language=language,
    )
    stack.push_async_callback(web.aclose)
    networks = ",".join(map(str, settings.fetch_allow_networks))
    setup = f"{networks} {settings.fetch_user_agent} {language}".rstrip()
    fetcher: Fetcher = CachedFetcher(web, cache, setup=setup)
    if files:
        fetcher = RoutingFetcher(web=fetcher, files=files)
    fetcher = FollowingFetcher(fetcher)
    if earlier:
        fetcher = SnapshotFetcher(fetcher, earlier.found, reports, warn=warn)
    return fetcher


def open_named_sources(
    settings: Settings, sources: Sequence[str], extractor: Extractor
) -> tuple[Fetcher, Searches]:
    """A fetcher of the files among `sources`, and searches that find `sources` alone.

    `sources` are files, folders and http(s) addresses. Raises `SourceUnusableError` for a file that
    can't be read, and for an address of another kind.
    """
    from research.adapters.fetch.file_fetcher import FileFetcher
    from research.adapters.fetch.local_files import find_files
    from research.adapters.search.named_sources_search import AddressListSearch, FolderSearch

    urls = [source for source in sources if source.lower().startswith(("http://", "https://"))]
    for source in sources:
        if source not in urls and _OTHER_ADDRESS.match(source):
            raise SourceUnusableError(f"{source}: only http and https addresses can be read")
    paths = [Path(source) for source in sources if source not in urls]
    files = FileFetcher(paths, max_bytes=settings.fetch_max_bytes)
    searches: list[WebSearch] = [AddressListSearch(urls)] if urls else []
    if paths:
        found = find_files(paths, settings.fetch_max_bytes)
        searches.append(FolderSearch(found, fetcher=files, extractor=extractor))
    return files, tuple(searches)


def open_web_searches(
    settings: Settings,
    stack: AsyncExitStack,
    cache: CacheManager,
    warn: Callable[[str], None],
    language: str = "",
) -> Searches:
    """The searches of the web that are configured, or DuckDuckGo and others where none is.

    They are asked for pages in `language`, or in any where it is empty.
    """
    searches: list[WebSearch] = []
    if settings.searxng_url:
        searches.append(_open_searxng(settings, stack, cache, language))
    if settings.google_api_key.get_secret_value():
        from research.adapters.search.cached_search import CachedSearch
        from research.adapters.search.google_search import END_OF_WEB_SEARCH_WARNING, GoogleSearch

        google = GoogleSearch(
            settings.google_api_key,
            settings.google_cse_id,
            timeout_seconds=settings.search_timeout_seconds,
            user_agent=settings.fetch_user_agent,
            language=language,
        )
        stack.push_async_callback(google.aclose)
        searches.append(CachedSearch(google, cache, setup=f"{settings.google_cse_id} {language}"))
        warn(END_OF_WEB_SEARCH_WARNING)
    return tuple(searches) or (_open_ddgs(settings, cache, language),)


def open_news_searches(
    settings: Settings, stack: AsyncExitStack, cache: CacheManager, language: str = ""
) -> Searches:
    """Searches of the news at the configured providers; none for Google, whose API has no news."""
    if settings.searxng_url:
        return (_open_searxng(settings, stack, cache, language, is_news=True),)
    if settings.google_api_key.get_secret_value():
        return ()
    return (_open_ddgs(settings, cache, language, is_news=True),)


def _open_searxng(
    settings: Settings,
    stack: AsyncExitStack,
    cache: CacheManager,
    language: str,
    *,
    is_news: bool = False,
) -> WebSearch:
    from research.adapters.search.cached_search import CachedSearch
    from research.adapters.search.searxng_search import SearxngSearch

    search = SearxngSearch(
        settings.searxng_url,
        timeout_seconds=settings.search_timeout_seconds,
        user_agent=settings.fetch_user_agent,
        language=language,
        is_news=is_news,
    )
    stack.push_async_callback(search.aclose)
    return CachedSearch(search, cache, setup=f"{settings.searxng_url} {language}")


def _open_ddgs(
    settings: Settings, cache: CacheManager, language: str, *, is_news: bool = False
) -> WebSearch:
    from research.adapters.search.cached_search import CachedSearch
    from research.adapters.search.ddgs_search import DdgsSearch

    search = DdgsSearch(
        timeout_seconds=settings.search_timeout_seconds, language=language, is_news=is_news
    )
    return CachedSearch(search, cache, setup=language)


def open_earlier_sources_search(
    settings: Settings, embedder: Embedder, vectors: VectorStore, warn: Callable[[str], None]
) -> "EarlierSourcesSearch | None":
    """A search through what earlier jobs read, where that is wanted and kept."""
    if not settings.reuse_sources:
        return None
    if not settings.keeps_passages:
        warn("REUSE_SOURCES finds nothing: set CHROMA_HOST or CHROMA_PERSIST_DIRECTORY.")
        return None
    from research.adapters.search.earlier_sources_search import EarlierSourcesSearch

    return EarlierSourcesSearch(embedder, vectors)
