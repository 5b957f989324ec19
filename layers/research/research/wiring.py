"""The only place where a port meets its adapter. Each adapter is imported when it is asked for."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from research.errors import InvalidSettingError
from research.models import ResearchRequest
from research.pipeline import Limits, Ports
from research.ports import (
    Clock,
    Embedder,
    Extractor,
    Fetcher,
    ReportStore,
    VectorStore,
    WebSearch,
)
from research.settings import Settings
from research.stages.read import ReadLimits
from research.stages.search import SearchLimits

HITS_PER_SOURCE = 2
"""Hits kept for each source wanted: every other page may fail, repeat another or be too slow."""
HITS_PER_QUERY = 20
HITS_PER_DOMAIN = 3
STRAGGLER_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class Wired:
    """What a run needs, and what its report must say about it."""

    ports: Ports
    limits: Limits
    warnings: tuple[str, ...]


@asynccontextmanager
async def wire(
    settings: Settings, request: ResearchRequest, sources: Sequence[str] = ()
) -> AsyncIterator[Wired]:
    """Everything for one run of `request`, closed at the end.

    `sources` are files, folders and http(s) addresses that are read instead of searching the web.
    Raises `SourceUnusableError` for one that can't be used, and `StoreError`, `EmbedderError`.
    """
    async with AsyncExitStack() as stack:
        extractor = _extractor()
        fetcher = await _web_fetcher(settings, stack)
        warnings: tuple[str, ...] = ()
        if sources:
            fetcher, searches = _named_sources(settings, sources, fetcher, extractor)
        else:
            searches, warnings = await _web_searches(settings, stack)
        embedder = _embedder(settings)
        yield Wired(
            Ports(
                searches=searches,
                fetcher=fetcher,
                extractor=extractor,
                embedder=embedder,
                vectors=_vectors(settings, embedder),
                reports=_reports(settings),
                clock=_clock(),
            ),
            _limits(settings, request),
            warnings,
        )


def _limits(settings: Settings, request: ResearchRequest) -> Limits:
    return Limits(
        SearchLimits(
            per_query=max(HITS_PER_QUERY, request.max_sources),
            total=HITS_PER_SOURCE * request.max_sources,
            per_domain=HITS_PER_DOMAIN,
        ),
        ReadLimits(
            max_sources=request.max_sources,
            concurrency=settings.fetch_concurrency,
            concurrency_per_host=settings.fetch_concurrency_per_host,
            deadline_seconds=settings.read_deadline_seconds,
            straggler_seconds=STRAGGLER_SECONDS,
        ),
    )


def _extractor() -> Extractor:
    from research.adapters.memo_extractor import MemoExtractor
    from research.adapters.page_extractor import PageExtractor

    return MemoExtractor(PageExtractor())


async def _web_fetcher(settings: Settings, stack: AsyncExitStack) -> Fetcher:
    from research.adapters.httpx_fetcher import HttpxFetcher

    return await stack.enter_async_context(
        HttpxFetcher(
            timeout_seconds=settings.fetch_timeout_seconds,
            max_bytes=settings.fetch_max_bytes,
            max_redirects=settings.fetch_max_redirects,
            allow_networks=settings.fetch_allow_networks,
            user_agent=settings.fetch_user_agent,
        )
    )


def _named_sources(
    settings: Settings, sources: Sequence[str], web: Fetcher, extractor: Extractor
) -> tuple[Fetcher, tuple[WebSearch, ...]]:
    """A fetcher that also opens the files among `sources`, and searches that find them alone."""
    from research.adapters.address_list_search import AddressListSearch
    from research.adapters.file_fetcher import FileFetcher
    from research.adapters.folder_search import FolderSearch
    from research.adapters.local_files import find_files
    from research.adapters.routing_fetcher import RoutingFetcher

    urls = [source for source in sources if source.lower().startswith(("http://", "https://"))]
    paths = [Path(source) for source in sources if source not in urls]
    files = FileFetcher(paths, max_bytes=settings.fetch_max_bytes)
    searches: list[WebSearch] = [AddressListSearch(urls)] if urls else []
    if paths:
        found = find_files(paths, settings.fetch_max_bytes)
        searches.append(FolderSearch(found, fetcher=files, extractor=extractor))
    return RoutingFetcher(web=web, files=files), tuple(searches)


async def _web_searches(
    settings: Settings, stack: AsyncExitStack
) -> tuple[tuple[WebSearch, ...], tuple[str, ...]]:
    """What is configured, or DuckDuckGo and others where nothing is; and what to warn of."""
    searches: list[WebSearch] = []
    warnings: list[str] = []
    timeout, agent = settings.search_timeout_seconds, settings.fetch_user_agent
    if settings.searxng_url:
        from research.adapters.searxng_search import SearxngSearch

        searxng = SearxngSearch(settings.searxng_url, timeout_seconds=timeout, user_agent=agent)
        stack.push_async_callback(searxng.aclose)
        searches.append(searxng)
    if settings.google_api_key.get_secret_value():
        from research.adapters.google_search import END_OF_WEB_SEARCH_WARNING, GoogleSearch

        google = GoogleSearch(
            settings.google_api_key,
            settings.google_cse_id,
            timeout_seconds=timeout,
            user_agent=agent,
        )
        stack.push_async_callback(google.aclose)
        searches.append(google)
        warnings.append(END_OF_WEB_SEARCH_WARNING)
    if not searches:
        from research.adapters.ddgs_search import DdgsSearch

        searches.append(DdgsSearch(timeout_seconds=timeout))
    return tuple(searches), tuple(warnings)


def _embedder(settings: Settings) -> Embedder:
    match settings.embedder:
        case "wordllama":
            from research.adapters.wordllama_embedder import WordllamaEmbedder

            return WordllamaEmbedder()
        case "onnx":
            return _onnx_embedder(settings.embedder_directory)
        case other:
            raise InvalidSettingError(f"EMBEDDER: there is no {other!r}")


def _onnx_embedder(folder: Path | None) -> Embedder:
    if folder is None:
        raise InvalidSettingError("EMBEDDER_DIRECTORY: EMBEDDER=onnx needs it")
    try:
        from research.adapters.onnx_embedder import OnnxEmbedder
    except ImportError as error:
        raise InvalidSettingError(f"EMBEDDER: onnx needs the `local` extra: {error}") from error
    return OnnxEmbedder(folder)


def _vectors(settings: Settings, embedder: Embedder) -> VectorStore:
    from research.adapters.chroma_vectors import ChromaVectors

    return ChromaVectors(embedder.name, settings.chroma_persist_directory)


def _reports(settings: Settings) -> ReportStore:
    from research.adapters.folder_reports import FolderReports

    return FolderReports(settings.reports_directory)


def _clock() -> Clock:
    from research.adapters.system_clock import SystemClock

    return SystemClock()
