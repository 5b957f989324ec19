"""Opens what pages are read with, and the search of what earlier jobs read."""

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypedDict, Unpack

from research.cache import CacheManager
from research.ports import (
    Embedder,
    Extractor,
    Fetcher,
    ImagePreviews,
    ReportStore,
    VectorStore,
)
from research.settings import Settings, loader_environment
from research.web.addresses import Network

if TYPE_CHECKING:
    from research.adapters.children.child_pool import ChildPool
    from research.adapters.fetch.chromium.chromium_renderer import ChromiumRenderer
    from research.adapters.fetch.guarded_transport import Resolver
    from research.adapters.fetch.httpx_fetcher import HttpxFetcher
    from research.adapters.search.earlier_sources_search import EarlierSourcesSearch


class _Given(TypedDict, total=False):
    """What one fetcher of the web has otherwise than another."""

    language: str
    accept: str
    resolver: "Resolver"


NO_RENDERER = (
    "FETCH_RENDER=chromium shows no page: it needs "
    "`pip install 'content-research-pipeline[render]'`."
)


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
    from research.adapters.fetch.snapshot_fetcher import SnapshotFetcher

    web = _web_fetcher(settings, settings.fetch_allow_networks, language=language)
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


def open_previews(
    settings: Settings, stack: AsyncExitStack, children: "ChildPool"
) -> ImagePreviews:
    """Makes small copies of images of the web, which are fetched as pages are."""
    from research.adapters.images.guarded_previews import IMAGES, GuardedPreviews

    web = _web_fetcher(settings, settings.fetch_allow_networks, accept=IMAGES)
    stack.push_async_callback(web.aclose)
    return GuardedPreviews(web, children)


def open_renderer(
    settings: Settings, warn: Callable[[str], None], language: str = ""
) -> "ChromiumRenderer | None":
    """What shows pages whose text only scripts bring, where that is wanted.

    Where it is wanted and can't be had, `warn` is told why. Nothing is started yet.
    """
    if settings.fetch_render == "none":
        return None
    if not all(map(find_spec, ("playwright", "psutil"))):
        warn(NO_RENDERER)
        return None
    from research.adapters.fetch.chromium.chromium_process import ChromiumSetup
    from research.adapters.fetch.chromium.chromium_renderer import ChromiumRenderer, RenderLimits

    return ChromiumRenderer(
        ChromiumSetup(
            settings.fetch_render_executable,
            settings.fetch_render_sandbox,
            loader_environment(),
            settings.fetch_render_max_memory_bytes,
        ),
        RenderLimits(settings.fetch_render_timeout_seconds, settings.fetch_max_bytes),
        open_fetcher=partial(_fetcher_for_browser, settings, language),
        allow_networks=settings.fetch_allow_networks,
        language=language,
    )


def _fetcher_for_browser(
    settings: Settings, language: str, networks: Sequence[Network], resolver: "Resolver"
) -> "HttpxFetcher":
    return _web_fetcher(settings, networks, language=language, resolver=resolver)


def _web_fetcher(
    settings: Settings, networks: Sequence[Network], **given: Unpack["_Given"]
) -> "HttpxFetcher":
    """A fetcher of the web as `settings` bound it, which may reach `networks`, too."""
    from research.adapters.fetch.httpx_fetcher import HttpxFetcher

    return HttpxFetcher(
        timeout_seconds=settings.fetch_timeout_seconds,
        max_bytes=settings.fetch_max_bytes,
        max_redirects=settings.fetch_max_redirects,
        allow_networks=networks,
        user_agent=settings.fetch_user_agent,
        **given,
    )


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
