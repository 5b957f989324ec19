"""Opens what one run of a request needs, and what a worker needs to run jobs."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from research.adapters.clock.system_clock import SystemClock
from research.adapters.reports.report_store_journal import ReportStoreJournal
from research.cache import CacheManager
from research.domain.errors import ResearchError
from research.domain.request import ResearchRequest
from research.domain.scope import Scope
from research.jobs.callback_queue import CallbackQueue
from research.jobs.delete import purge_files
from research.jobs.worker import WorkerDependencies
from research.pipeline.report_media import kinds_wanted
from research.pipeline.run_context import Limits, Ports, RunDependencies
from research.ports import CallbackSender, Clock, Fetcher, JobQueue, Journal, ReportStore
from research.settings import Settings
from research.stages.read.read import ReadLimits
from research.stages.search.search import SearchLimits
from research.stages.verify.verify import Strictness
from research.text.words.lexicon import is_irregular_form
from research.wiring.media_searches import MediaSearches, open_media_searches
from research.wiring.models import (
    open_embedder,
    open_encoder,
    open_entailment,
    open_language_model,
    open_reranker,
    open_sentiment,
)
from research.wiring.named_sources import open_named_sources, open_uploads
from research.wiring.report_writers import open_report_writers
from research.wiring.search_and_fetch import (
    language_of_pages,
    open_children,
    open_earlier_sources_search,
    open_extractor,
    open_fetcher,
    open_previews,
    open_renderer,
)
from research.wiring.searches import Searches, SearchOpener
from research.wiring.stores import Stores, forget_passages_if_kept, open_reports
from research.wiring.vectors_and_cache import open_cache, open_vectors

if TYPE_CHECKING:
    from research.adapters.children.child_pool import ChildPool
    from research.adapters.search.earlier_sources_search import EarlierSourcesSearch

HITS_PER_SOURCE = 2
"""Hits kept for each source wanted: about half of the pages fail, repeat another or are slow."""
HITS_PER_QUERY = 20
HITS_PER_DOMAIN = 3
STRAGGLER_SECONDS = 1.5
STEP_SECONDS = 180.0
"""What a worker must have left to begin a step; with less, it hands its job over."""


async def preload(settings: Settings) -> None:
    """Load the code, models and word lists that every run needs, in a thread.

    It takes a second, in which the first run would hold up the loop that answers calls. What can't
    be opened is told by the first run, as its error.
    """
    with suppress(ResearchError):
        await asyncio.to_thread(asyncio.run, _open_and_close(settings))


async def _open_and_close(settings: Settings) -> None:
    """Open a run, without the Chroma that keeps passages: that one may be away."""
    no_chroma = {"chroma_host": "", "chroma_persist_directory": None}
    request = ResearchRequest(query="What does a run need?")
    is_irregular_form("ran")  # reads the table of English words
    async with open_run(settings.model_copy(update=no_chroma), request):
        pass


@asynccontextmanager
async def open_run(
    settings: Settings,
    request: ResearchRequest,
    sources: Sequence[str] = (),
    *,
    job_id: str = "",
    spent_usd: float = 0.0,
    cache: CacheManager | None = None,
    reports: ReportStore | None = None,
    journal: Journal | None = None,
    children: "ChildPool | None" = None,
) -> AsyncIterator[RunDependencies]:
    """Everything for one run of `request`, closed at the end.

    `sources` are files, folders and http(s) addresses to read, instead of the web or beside it, and
    uploads of the job `job_id`; `spent_usd` is what earlier runs of the same job have cost;
    `cache`, `reports` and `children` are those that several runs share, opened for this one where
    there are none; `journal` keeps what the run's steps and its model calls return. Raises
    `SourceUnusableError` for a source that can't be used, `InvalidSettingError`, `StoreError`,
    `EmbedderError`.
    """
    async with AsyncExitStack() as stack:
        cache = cache or open_cache(settings, stack)
        reports = reports or open_reports(settings)
        warnings = _callback_warnings(settings, request)
        children = children or open_children(settings, stack)
        extractor = open_extractor(children)
        embedder = await asyncio.to_thread(open_embedder, settings, stack, cache)
        vectors = open_vectors(settings, embedder, stack, warnings.append)
        files: Fetcher | None = None
        earlier: EarlierSourcesSearch | None = None
        searches: Searches = ()
        news: Searches = ()
        media: MediaSearches = ()
        if sources:
            uploads = await open_uploads(job_id, request.uploads, reports)
            files, searches = open_named_sources(settings, sources, extractor, uploads)
        language = language_of_pages(request.language, request.query)
        asks_for_both = request.sources or request.search or request.search_web
        if not sources or (request.searches_web and asks_for_both):
            scope = Scope.of(request)
            opener = SearchOpener(settings, stack, cache, warnings.append, scope, language)
            searches += opener.searches(request.search_places)
            if request.include_news:
                news = opener.news(request.search_places)
            media = open_media_searches(opener, request.search_places, kinds_wanted(request))
            earlier = open_earlier_sources_search(settings, embedder, vectors, warnings.append)
        yield RunDependencies(
            Ports(
                searches=(*searches, earlier) if earlier else searches,
                news=news,
                media=media,
                fetcher=open_fetcher(
                    settings,
                    stack,
                    cache,
                    files=files,
                    earlier=earlier,
                    reports=reports,
                    warn=warnings.append,
                    language=language,
                ),
                extractor=extractor,
                renderer=open_renderer(settings, warnings.append, language),
                embedder=embedder,
                encoder=await asyncio.to_thread(open_encoder),
                reranker=open_reranker(settings),
                entailment=open_entailment(settings),
                vectors=vectors,
                reports=reports,
                sentiment=open_sentiment(),
                previews=open_previews(settings, stack, children) if request.embed_images else None,
                report_writers=open_report_writers(request.report_formats, warnings.append),
                clock=SystemClock(),
                model=open_language_model(
                    settings,
                    stack,
                    children,
                    budget_usd=request.budget_usd,
                    spent_usd=spent_usd,
                    cache=cache,
                    journal=journal,
                ),
                journal=journal,
            ),
            _limits(settings, request),
            warnings,
        )


def _callback_warnings(settings: Settings, request: ResearchRequest) -> list[str]:
    """What the report warns of. Found by the worker: submit does not hold the secret."""
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


def open_worker_dependencies(
    settings: Settings,
    stores: Stores,
    queue: JobQueue,
    stack: AsyncExitStack,
    cache: CacheManager,
    callbacks: CallbackQueue | None = None,
) -> WorkerDependencies:
    """What a worker needs to run jobs one after the other; they share `cache`.

    `callbacks` are told of by its own `run`; without, the worker tells once, and the sweep queues
    the job again for each further try.
    """
    reports = stores.reports
    announce = callbacks.announce if callbacks else open_callbacks(settings, stores, stack).tell
    children = open_children(settings, stack)
    return WorkerDependencies(
        jobs=stores.jobs,
        queue=queue,
        clock=stores.clock,
        journal=lambda job_id, remaining_seconds: ReportStoreJournal(
            reports, job_id, remaining_seconds=remaining_seconds, step_seconds=STEP_SECONDS
        ),
        wire=lambda job, spent_usd, journal: open_run(
            settings,
            job.request,
            job.request.sources,
            job_id=job.job_id,
            spent_usd=spent_usd,
            cache=cache,
            reports=reports,
            journal=journal,
            children=children,
        ),
        announce=announce,
        discard=partial(
            purge_files, reports=reports, forget_passages=partial(forget_passages_if_kept, settings)
        ),
        lease_seconds=settings.job_lease_seconds,
    )


def open_callbacks(settings: Settings, stores: Stores, stack: AsyncExitStack) -> CallbackQueue:
    """The callbacks that wait, and their sender."""
    sender = _open_callback_sender(settings, stores.clock, stack)
    return CallbackQueue(sender, jobs=stores.jobs, reports=stores.reports, clock=stores.clock)


def _open_callback_sender(
    settings: Settings, clock: Clock, stack: AsyncExitStack
) -> CallbackSender | None:
    if not settings.callback_secret.get_secret_value():
        return None
    from research.adapters.callbacks.signed_callback import SignedCallback

    sender = SignedCallback(
        settings.callback_secret,
        clock=clock,
        user_agent=settings.fetch_user_agent,
        allow_networks=settings.fetch_allow_networks,
    )
    stack.push_async_callback(sender.aclose)
    return sender
