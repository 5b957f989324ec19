"""What the API stands on: the ports and configuration of one service, its API keys, and the limit
of jobs that wait.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

from pydantic import SecretStr

from research.domain.errors import InvalidKeyError, TooManyPendingError
from research.domain.job import JobStatus
from research.domain.storage import CacheStats
from research.ports import Clock, JobQueue, JobStore, RateLimiter, ReportStore
from research.web.addresses import Network

KEY_NAME_CHARACTERS = 16
COUNT_FRESH_SECONDS = 1.0
"""How old a count of waiting jobs may be. Other processes submit meanwhile, so the limit may be
passed by what they take in that time.
"""
QUEUE_FULL_RETRY_SECONDS = 30
"""About what a job takes."""

Probe = Callable[[], Awaitable[None]]
"""Returns when its part answers. Raises `ResearchError` when it does not."""


class KeyRing:
    """The API keys, by their SHA-256 alone. Several, so that one can be replaced without a gap."""

    def __init__(self, digests: Sequence[bytes] = ()) -> None:
        """`digests` are SHA-256 of keys. Keys are random, so a slow hash would add nothing."""
        self._digests = tuple(digests)

    @classmethod
    def of(cls, keys: SecretStr) -> Self:
        """The ring of the keys in a comma-separated list; without any, no key is required."""
        named = (key.strip() for key in keys.get_secret_value().split(","))
        return cls([sha256(key.encode()).digest() for key in named if key])

    @property
    def is_required(self) -> bool:
        """Whether calls need a key at all."""
        return bool(self._digests)

    def name_of(self, key: str | None) -> str:
        """A name for `key` in counters and logs, from its hash. Raises `InvalidKeyError`.

        Every digest is compared, so that the time taken does not show which one was near.
        """
        given = sha256((key or "").encode()).digest()
        matches = [hmac.compare_digest(given, digest) for digest in self._digests]
        if key is None or not any(matches):
            raise InvalidKeyError("Invalid or missing API key")
        return given.hex()[:KEY_NAME_CHARACTERS]


class PendingLimit:
    """Limits the jobs that wait, without asking the store at each submit: by the store's last
    count, and what was submitted here since.
    """

    def __init__(self, jobs: JobStore, *, clock: Clock, limit: int) -> None:
        self._jobs = jobs
        self._clock = clock
        self._limit = limit
        self._count = 0
        self._counted_at: float | None = None

    async def enter(self) -> None:
        """Count one more. Raises `TooManyPendingError` at the limit, and what the store raises."""
        now_seconds = self._clock.elapsed_seconds()
        is_old = self._counted_at is None or now_seconds - self._counted_at > COUNT_FRESH_SECONDS
        if is_old or self._count >= self._limit:
            # Stamped first: of many that come at once, one asks, unless the limit is near.
            self._counted_at = now_seconds
            self._count = await self._jobs.count(JobStatus.PENDING)
        if self._count >= self._limit:
            raise TooManyPendingError(
                f"{self._count:,} jobs wait, and no more may", QUEUE_FULL_RETRY_SECONDS
            )
        self._count += 1


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that routes use. `research.wiring.service` makes one."""

    jobs: JobStore
    queue: JobQueue
    reports: ReportStore
    limiter: RateLimiter
    clock: Clock
    forget_passages: Callable[[str], Awaitable[None]]
    """Removes a job's passages. Raises `StoreError`."""
    pending: PendingLimit
    keys: KeyRing = field(default_factory=KeyRing)
    rate_limit_per_minute: int = 0
    """Of submits; 0: any number."""
    allow_networks: tuple[Network, ...] = ()
    """Networks that are not public and may be read all the same."""
    cors_origins: tuple[str, ...] = ()
    probes: Mapping[str, Probe] = field(default_factory=dict)
    """By `redis`, `chroma`, `report_store`, `queue`; what is not there is not configured."""
    cache_stats: Callable[[], Awaitable[CacheStats]] | None = None
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the process is about to end: calls that wait are then answered as things are."""
