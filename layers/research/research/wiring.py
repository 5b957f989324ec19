"""The only place where a port meets its adapter. Each adapter is imported when it is asked for."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from research.cache import CacheManager
from research.errors import InvalidSettingError
from research.models import ResearchRequest
from research.ports import (
    Clock,
    Embedder,
    Extractor,
    Fetcher,
    LanguageModel,
    ReportStore,
    VectorStore,
    WebSearch,
)
from research.run import Limits, Ports, Wired
from research.settings import Settings
from research.stages.answer import Strictness
from research.stages.read import ReadLimits
from research.stages.search import SearchLimits

if TYPE_CHECKING:
    from research.adapters.memory_search import MemorySearch

HITS_PER_SOURCE = 2
"""Hits kept for each source wanted: every other page may fail, repeat another or be too slow."""
HITS_PER_QUERY = 20
HITS_PER_DOMAIN = 3
STRAGGLER_SECONDS = 1.5
PATIENCE = 2
"""Time-outs after which an answer of a model is no longer asked for again."""


@asynccontextmanager
async def wire(
    settings: Settings,
    request: ResearchRequest,
    sources: Sequence[str] = (),
    *,
    spent_usd: float = 0.0,
) -> AsyncIterator[Wired]:
    """Everything for one run of `request`, closed at the end.

    `sources` are files, folders and http(s) addresses that are read instead of searching the web;
    `spent_usd` is what earlier runs of the same job have cost.
    Raises `SourceUnusableError` for one that can't be used, and `StoreError`, `EmbedderError`.
    """
    async with AsyncExitStack() as stack:
        extractor = _extractor()
        fetcher = await _web_fetcher(settings, stack)
        warnings: list[str] = []
        embedder = _embedder(settings, stack)
        vectors = _vectors(settings, embedder, stack, warnings.append)
        reports = _reports(settings)
        if sources:
            fetcher, searches = _named_sources(settings, sources, fetcher, extractor)
        else:
            searches, told = await _web_searches(settings, stack)
            warnings.extend(told)
            if memory := _memory_search(settings, embedder, vectors, warnings.append):
                searches += (memory,)
                fetcher = _with_snapshots(fetcher, memory, reports, warnings.append)
        yield Wired(
            Ports(
                searches=searches,
                fetcher=fetcher,
                extractor=extractor,
                embedder=embedder,
                vectors=vectors,
                reports=reports,
                clock=_clock(),
                model=_language_model(
                    settings, stack, budget_usd=request.budget_usd, spent_usd=spent_usd
                ),
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
        strictness=Strictness(settings.verify),
        max_rounds=settings.max_rounds,
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


def _embedder(settings: Settings, stack: AsyncExitStack) -> Embedder:
    match settings.embedder:
        case "wordllama":
            from research.adapters.wordllama_embedder import WordllamaEmbedder

            return WordllamaEmbedder()
        case "onnx":
            return _onnx_embedder(settings.embedder_directory)
        case "openai":
            return _openai_embedder(settings, stack)
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


def _openai_embedder(settings: Settings, stack: AsyncExitStack) -> Embedder:
    from research.adapters.openai_embedder import OpenAiEmbedder

    embedder = OpenAiEmbedder(
        settings.openai_api_key,
        base_url=settings.openai_base_url,
        model=settings.embedding_model,
        dimensions=settings.embedding_dimensions,
        timeout_seconds=settings.llm_timeout_seconds,
        max_retries=settings.llm_max_retries,
    )
    stack.push_async_callback(embedder.aclose)
    return embedder


def _language_model(
    settings: Settings,
    stack: AsyncExitStack,
    *,
    budget_usd: float | None = None,
    spent_usd: float = 0.0,
    cache: CacheManager | None = None,
) -> LanguageModel | None:
    """The model of `settings`, or None without a key.

    What is kept costs nothing; each other try is checked against the budget. Raises
    `InvalidSettingError` for a budget in the money of a model whose price is not known.
    """
    if not settings.openai_api_key.get_secret_value():
        return None
    from research.adapters.budgeted_model import BudgetedModel
    from research.adapters.cached_model import CachedModel
    from research.adapters.model_prices import Tariff
    from research.adapters.openai_model import OpenAiModel
    from research.adapters.retrying_model import RetryingModel

    name, fast_name = settings.llm_model, settings.llm_model_fast or settings.llm_model
    tariff = Tariff(settings.llm_prices)
    openai = OpenAiModel(
        settings.openai_api_key,
        base_url=settings.openai_base_url,
        model=name,
        fast_model=fast_name,
        tariff=tariff,
        timeout_seconds=settings.llm_timeout_seconds,
        max_retries=settings.llm_max_retries,
        concurrency=settings.llm_concurrency,
    )
    stack.push_async_callback(openai.aclose)
    model: LanguageModel = openai
    if budget_usd is not None:
        model = BudgetedModel(
            model,
            budget_usd=budget_usd,
            price=tariff.price(name),
            fast_price=tariff.price(fast_name),
            spent_usd=spent_usd,
        )
    model = RetryingModel(
        model,
        max_retries=settings.llm_max_retries,
        patience_seconds=PATIENCE * settings.llm_timeout_seconds,
    )
    if cache is None:
        return model
    server = settings.openai_base_url
    return CachedModel(model, cache, model=name, fast_model=fast_name, server=server)


def _vectors(
    settings: Settings, embedder: Embedder, stack: AsyncExitStack, warn: Callable[[str], None]
) -> VectorStore:
    """The Chroma server, else the embedded Chroma, each if it is set, else memory."""
    from research.adapters.fallback_vectors import FallbackVectors, Place
    from research.adapters.memory_vectors import MemoryVectors

    def open_server() -> VectorStore:
        from research.adapters.chroma_server_vectors import ChromaServerVectors

        store = ChromaServerVectors(
            embedder.name,
            host=settings.chroma_host,
            port=settings.chroma_port,
            ssl=settings.chroma_ssl,
            token=settings.chroma_auth_token,
            timeout_seconds=settings.chroma_timeout_seconds,
            batch_size=settings.chroma_batch_size,
        )
        stack.push_async_callback(store.aclose)
        return store

    def open_embedded() -> VectorStore:
        from research.adapters.chroma_vectors import ChromaVectors

        store = ChromaVectors(embedder.name, settings.chroma_persist_directory)
        stack.push_async_callback(store.aclose)
        return store

    places = []
    if settings.chroma_host:
        address = f"{settings.chroma_host}:{settings.chroma_port}"
        places.append(Place(f"the Chroma server at {address}", open_server))
    if settings.chroma_persist_directory:
        folder = settings.chroma_persist_directory
        places.append(Place(f"the embedded Chroma in {folder}", open_embedded))
    if not places:
        return MemoryVectors()
    vectors = FallbackVectors([*places, Place("memory", MemoryVectors)], warn=warn)
    # Chroma's import takes a second, which the first search covers.
    stack.push_async_callback(asyncio.wait, [asyncio.create_task(vectors.open())])
    return vectors


def _memory_search(
    settings: Settings, embedder: Embedder, vectors: VectorStore, warn: Callable[[str], None]
) -> "MemorySearch | None":
    if not settings.reuse_sources:
        return None
    if not (settings.chroma_host or settings.chroma_persist_directory):
        warn("REUSE_SOURCES finds nothing: set CHROMA_HOST or CHROMA_PERSIST_DIRECTORY.")
        return None
    from research.adapters.memory_search import MemorySearch

    return MemorySearch(embedder, vectors)


def _with_snapshots(
    fetcher: Fetcher, memory: "MemorySearch", reports: ReportStore, warn: Callable[[str], None]
) -> Fetcher:
    from research.adapters.snapshot_fetcher import SnapshotFetcher

    return SnapshotFetcher(fetcher, memory.found, reports, warn=warn)


def _reports(settings: Settings) -> ReportStore:
    from research.adapters.folder_reports import FolderReports

    return FolderReports(settings.reports_directory)


def _clock() -> Clock:
    from research.adapters.system_clock import SystemClock

    return SystemClock()
