"""What the ways in share: stores, queue, service and a worker's place, from settings.

Apart from `wiring`, which loads all that a run needs: submit and status answer in milliseconds and
load no more than they use. Each adapter is imported when it is asked for.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from research.adapters.clock.system_clock import SystemClock
from research.api.keys import KeyRing
from research.api.pending import Pending
from research.api.service import Probe, Service
from research.domain.usage import CacheStats
from research.ports import (
    CallbackSender,
    Clock,
    JobQueue,
    JobStore,
    Journal,
    RateLimiter,
    ReportStore,
)
from research.settings import Settings
from research.wiring.stores import open_redis, open_reports

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from research.adapters.queue.local_queue import LocalQueue
    from research.cache import CacheManager
    from research.domain.job import Job
    from research.domain.request import ResearchRequest
    from research.jobs.worker import WorkerDependencies
    from research.pipeline.run import RunDependencies

STEP_SECONDS = 180.0
"""The longest a step of a run may take; with less left, a worker hands its job over."""


@dataclass(frozen=True, slots=True)
class Stores:
    """Where jobs and reports are."""

    jobs: JobStore
    reports: ReportStore
    clock: Clock
    redis: "Redis | None"


def open_stores(settings: Settings, stack: AsyncExitStack) -> Stores:
    """The stores of `settings`; `stack` closes them, in the loop that used them."""
    clock = SystemClock()
    reports = open_reports(settings)
    redis = open_redis(settings, stack) if settings.redis_host else None
    return Stores(_open_jobs(settings, reports, redis, clock), reports, clock, redis)


def open_queue(settings: Settings) -> JobQueue:
    """The SQS queue of `settings`."""
    from research.adapters.queue.sqs_queue import SqsQueue

    return SqsQueue(settings.job_queue_url, endpoint_url=settings.aws_endpoint_url)


def open_local_queue(
    settings: Settings, stores: Stores, run: Callable[[str], Awaitable[None]]
) -> "LocalQueue":
    """A queue that calls `run` with each job's id, while it is entered."""
    from research.adapters.queue.local_queue import LocalQueue

    return LocalQueue(run, jobs=stores.jobs, clock=stores.clock, workers=settings.serve_workers)


def open_service(
    settings: Settings,
    stores: Stores,
    queue: JobQueue,
    cache_stats: Callable[[], Awaitable[CacheStats]] | None = None,
) -> Service:
    """The API's service; `cache_stats` tells of the cache of workers in this process."""
    return Service(
        jobs=stores.jobs,
        queue=queue,
        reports=stores.reports,
        limiter=_open_limiter(stores),
        clock=stores.clock,
        forget_passages=_passage_forgetter(settings),
        pending=Pending(stores.jobs, clock=stores.clock, limit=settings.max_pending_jobs),
        keys=KeyRing.of(settings.api_keys),
        rate_limit_per_minute=settings.rate_limit_per_minute,
        allow_networks=settings.fetch_allow_networks,
        cors_origins=settings.cors_origins,
        probes=_probes(settings, stores, queue),
        cache_stats=cache_stats,
    )


def open_worker_dependencies(
    settings: Settings,
    stores: Stores,
    queue: JobQueue,
    stack: AsyncExitStack,
    cache: "CacheManager",
) -> "WorkerDependencies":
    """What a worker works with. Loads the whole pipeline; `wiring.open_cache` makes a `cache`."""
    from research.adapters.reports.report_store_journal import ReportStoreJournal
    from research.jobs.callbacks import tell_of_end
    from research.jobs.worker import WorkerDependencies
    from research.wiring.run import wire

    sender = _open_callbacks(settings, stores.clock, stack)

    def journal_of(job_id: str, remaining_seconds: Callable[[], float]) -> Journal:
        return ReportStoreJournal(
            stores.reports,
            job_id,
            remaining_seconds=remaining_seconds,
            step_seconds=STEP_SECONDS,
        )

    def wired(
        request: "ResearchRequest", spent_usd: float, journal: Journal
    ) -> "AbstractAsyncContextManager[RunDependencies]":
        return wire(
            settings,
            request,
            request.sources,
            spent_usd=spent_usd,
            cache=cache,
            reports=stores.reports,
            journal=journal,
        )

    async def announce(job: "Job") -> None:
        await tell_of_end(job, sender)

    return WorkerDependencies(
        jobs=stores.jobs,
        queue=queue,
        clock=stores.clock,
        journal=journal_of,
        wire=wired,
        announce=announce,
        lease_seconds=settings.job_lease_seconds,
    )


def _open_jobs(
    settings: Settings, reports: ReportStore, redis: "Redis | None", clock: Clock
) -> JobStore:
    from research.adapters.jobs.report_store_jobs import ReportStoreJobs

    seconds = settings.job_ttl_seconds
    durable = ReportStoreJobs(reports, clock=clock, job_ttl_seconds=seconds)
    if redis is None:
        return durable
    from research.adapters.jobs.redis_jobs import RedisJobs
    from research.adapters.jobs.resilient_jobs import ResilientJobs
    from research.adapters.jobs.unsynced_jobs import UnsyncedJobs

    quick = RedisJobs(redis, clock=clock, job_ttl_seconds=seconds)
    return ResilientJobs(quick, durable, UnsyncedJobs(reports), clock=clock)


def _open_limiter(stores: Stores) -> RateLimiter:
    from research.adapters.rate_limit.memory_rate_limiter import MemoryRateLimiter

    memory = MemoryRateLimiter(stores.clock)
    if stores.redis is None:
        return memory
    from research.adapters.rate_limit.redis_rate_limiter import RedisRateLimiter
    from research.adapters.rate_limit.resilient_rate_limiter import ResilientRateLimiter

    return ResilientRateLimiter(
        RedisRateLimiter(stores.redis, clock=stores.clock), memory, clock=stores.clock
    )


def _open_callbacks(
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


def _passage_forgetter(settings: Settings) -> Callable[[str], Awaitable[None]]:
    async def forget(job_id: str) -> None:
        if settings.chroma_host or settings.chroma_persist_directory:
            from research.wiring.vectors_and_cache import forget_passages

            await forget_passages(settings, job_id)

    return forget


def _probes(settings: Settings, stores: Stores, queue: JobQueue) -> Mapping[str, Probe]:
    async def ask_reports() -> None:
        await stores.reports.list("jobs-unsynced")

    probes: dict[str, Probe] = {"report_store": ask_reports, "queue": queue.check}
    if stores.redis is not None:
        from research.adapters.redis.redis_probe import RedisProbe

        probes["redis"] = RedisProbe(stores.redis)
    if settings.chroma_host:
        from research.adapters.vectors.chroma_probe import ChromaProbe

        probes["chroma"] = ChromaProbe(
            host=settings.chroma_host,
            port=settings.chroma_port,
            ssl=settings.chroma_ssl,
            token=settings.chroma_auth_token,
        )
    return probes
