"""The only place where a port meets its adapter. Each adapter is imported when it is asked for."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from research.cache import CacheManager
from research.domain.request import ResearchRequest
from research.pipeline.run import Limits, Ports, RunDependencies
from research.ports import Clock, Journal, ReportStore, WebSearch
from research.settings import Settings
from research.stages.read.read import ReadLimits
from research.stages.search.search import SearchLimits
from research.stages.verify.verify import Strictness
from research.wiring.models import open_embedder, open_language_model, with_journal
from research.wiring.search_and_fetch import (
    open_extractor,
    open_memory_search,
    open_named_sources,
    open_news_searches,
    open_web_fetcher,
    open_web_searches,
    with_snapshots,
)
from research.wiring.stores import open_reports
from research.wiring.vectors_and_cache import forget_passages, open_cache, open_vectors

__all__ = ["forget_passages", "open_cache", "wire"]

HITS_PER_SOURCE = 2
"""Hits kept for each source wanted: every other page may fail, repeat another or be too slow."""
HITS_PER_QUERY = 20
HITS_PER_DOMAIN = 3
STRAGGLER_SECONDS = 1.5


@asynccontextmanager
async def wire(
    settings: Settings,
    request: ResearchRequest,
    sources: Sequence[str] = (),
    *,
    spent_usd: float = 0.0,
    cache: CacheManager | None = None,
    reports: ReportStore | None = None,
    journal: Journal | None = None,
) -> AsyncIterator[RunDependencies]:
    """Everything for one run of `request`, closed at the end.

    `sources` are files, folders and http(s) addresses that are read instead of searching the web;
    `spent_usd` is what earlier runs of the same job have cost; `cache` and `reports` are those that
    several runs share, made anew where there are none; `journal` keeps what a run's steps and its
    model calls made. Raises `SourceUnusableError` for a source that can't be used,
    `InvalidSettingError`, `StoreError`, `EmbedderError`.
    """
    async with AsyncExitStack() as stack:
        cache = cache or open_cache(settings, stack)
        reports = reports or open_reports(settings)
        extractor = open_extractor()
        fetcher = await open_web_fetcher(settings, stack, cache)
        warnings = _of_callback(settings, request)
        embedder = open_embedder(settings, stack, cache)
        vectors = open_vectors(settings, embedder, stack, warnings.append)
        if sources:
            fetcher, searches = open_named_sources(settings, sources, fetcher, extractor)
        news: tuple[WebSearch, ...] = ()
        if not sources or (request.search_web and request.sources):
            web, told = await open_web_searches(settings, stack, cache, request.language)
            if request.include_news:
                news = open_news_searches(settings, stack, cache, request.language)
            searches = (*searches, *web) if sources else web
            warnings.extend(told)
            if memory := open_memory_search(settings, embedder, vectors, warnings.append):
                searches += (memory,)
                fetcher = with_snapshots(fetcher, memory, reports, warnings.append)
        model = open_language_model(
            settings, stack, budget_usd=request.budget_usd, spent_usd=spent_usd, cache=cache
        )
        yield RunDependencies(
            Ports(
                searches=searches,
                fetcher=fetcher,
                extractor=extractor,
                embedder=embedder,
                vectors=vectors,
                reports=reports,
                clock=_open_clock(),
                news=news,
                model=with_journal(model, journal) if model and journal else model,
                journal=journal,
            ),
            _limits(settings, request),
            warnings,
        )


def _of_callback(settings: Settings, request: ResearchRequest) -> list[str]:
    """Told by the worker: a service that submits alone does not hold the secret."""
    if request.callback_url and not settings.callback_secret.get_secret_value():
        return ["callback_url is not told of the end: CALLBACK_SECRET is not set on the service."]
    return []


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


def _open_clock() -> Clock:
    from research.adapters.clock.system_clock import SystemClock

    return SystemClock()
