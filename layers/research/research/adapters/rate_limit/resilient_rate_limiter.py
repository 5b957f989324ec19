"""Calls counted in Redis, or in this process while Redis is away."""

from research.adapters.rate_limit.memory_rate_limiter import MemoryRateLimiter
from research.adapters.rate_limit.redis_rate_limiter import RedisRateLimiter
from research.adapters.redis.watched_store import WatchedStore
from research.domain.errors import StoreUnavailableError
from research.domain.usage import Allowance
from research.ports import Clock

PAUSE_SECONDS = 5.0
"""How long a Redis that failed is left alone."""


class ResilientRateLimiter:
    """`ports.RateLimiter`: a Redis that is away must not close the API, nor open it wide."""

    def __init__(self, redis: RedisRateLimiter, memory: MemoryRateLimiter, *, clock: Clock) -> None:
        self._redis = redis
        self._memory = memory
        self._watched = WatchedStore("Redis", clock=clock, pause_seconds=PAUSE_SECONDS)

    async def take(self, caller: str, limit: int) -> Allowance:
        """Count one more call of `caller`."""
        try:
            return await self._watched.ask(lambda: self._redis.take(caller, limit))
        except StoreUnavailableError:
            return await self._memory.take(caller, limit)
