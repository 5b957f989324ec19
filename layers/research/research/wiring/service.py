"""Opens what the API's routes use. Loads neither a pipeline nor what one needs."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from research.api.key_ring import KeyRing
from research.api.service import Ask, PendingLimit, Probe, Service
from research.domain.storage import CacheStats
from research.ports import JobQueue, RateLimiter, UploadForms
from research.settings import Settings
from research.wiring.probes import RecentProbe, write_to_redis, write_to_reports
from research.wiring.stores import Stores, forget_passages_if_kept

NO_AUTHENTICATION = "authentication is disabled, so the API is open to all who can reach it"

_log = logging.getLogger(__name__)


def open_service(
    settings: Settings,
    stores: Stores,
    queue: JobQueue,
    cache_stats: Callable[[], Awaitable[CacheStats]] | None = None,
    ask: Ask | None = None,
    upload_forms: UploadForms | None = None,
) -> Service:
    """The service of the API; `cache_stats` describes the cache of workers in this process, `ask`
    answers questions about reports, and files are posted by `upload_forms`, or to the service.

    That it asks for no key, if so, is told in the log.
    """
    keys = KeyRing.of(settings.api_keys, settings.api_key)
    if not keys.is_required:
        _log.warning("%s: neither API_KEY nor API_KEYS is set", NO_AUTHENTICATION)
    return Service(
        jobs=stores.jobs,
        queue=queue,
        reports=stores.reports,
        limiter=_open_limiter(stores),
        clock=stores.clock,
        forget_passages=partial(forget_passages_if_kept, settings),
        pending=PendingLimit(stores.jobs, clock=stores.clock, limit=settings.max_pending_jobs),
        upload_forms=upload_forms,
        ask=ask,
        keys=keys,
        max_watches=settings.max_watches,
        rate_limit_per_minute=settings.rate_limit_per_minute,
        allow_networks=settings.fetch_allow_networks,
        cors_origins=settings.cors_origins,
        probes=_open_probes(settings, stores, queue),
        cache_stats=cache_stats,
    )


def _open_limiter(stores: Stores) -> RateLimiter:
    from research.adapters.rate_limit.memory_rate_limiter import MemoryRateLimiter

    memory = MemoryRateLimiter(stores.clock)
    if stores.redis is None:
        return memory
    from research.adapters.rate_limit.redis_rate_limiter import (
        RedisRateLimiter,
        ResilientRateLimiter,
    )

    in_redis = RedisRateLimiter(stores.redis, clock=stores.clock)
    return ResilientRateLimiter(in_redis, memory, clock=stores.clock)


def _open_probes(settings: Settings, stores: Stores, queue: JobQueue) -> Mapping[str, Probe]:
    written = RecentProbe(partial(write_to_reports, stores.reports), stores.clock)
    probes: dict[str, Probe] = {"report_store": written, "queue": queue.check}
    if stores.redis is not None:
        probes["redis"] = RecentProbe(partial(write_to_redis, stores.redis), stores.clock)
    if settings.chroma_host:
        probes["chroma"] = partial(_ping_chroma, settings)
    return probes


async def _ping_chroma(settings: Settings) -> None:
    from research.adapters.vectors.chroma import ping_chroma  # most processes never ask

    await ping_chroma(
        host=settings.chroma_host,
        port=settings.chroma_port,
        ssl=settings.chroma_ssl,
        token=settings.chroma_auth_token,
    )
