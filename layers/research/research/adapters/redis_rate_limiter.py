"""Calls counted in Redis, for all processes at once: one script, one round trip."""

from hashlib import sha1
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import NoScriptError, RedisError

from research.adapters.gcra import WINDOW_SECONDS, Bucket, allowance
from research.errors import StoreUnavailableError
from research.models import Allowance

PREFIX = "crp:rate:"
# `gcra.take`, by Redis's own clock, in microseconds.
_SCRIPT = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local window = tonumber(ARGV[1])
local cost = window / tonumber(ARGV[2])
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or now) or now, now)
local after = full_at + cost - now
if after > window + cost / 1000 then
  return {0, math.ceil(full_at - now)}
end
redis.call('SET', KEYS[1], string.format('%.0f', now + after), 'PX', math.ceil(after / 1000))
return {1, math.ceil(after)}
"""
_SHA = sha1(_SCRIPT.encode(), usedforsecurity=False).hexdigest()
_MICROSECONDS = 1_000_000


class RedisRateLimiter:
    """Takes as `ports.RateLimiter` does, and raises `StoreUnavailableError`."""

    def __init__(self, client: Redis) -> None:
        self._client: Any = client

    async def take(self, caller: str, limit: int) -> Allowance:
        """Count one more call of `caller`."""
        arguments = (1, PREFIX + caller, int(WINDOW_SECONDS * _MICROSECONDS), limit)
        try:
            try:
                answer = await self._client.evalsha(_SHA, *arguments)
            except NoScriptError:
                answer = await self._client.eval(_SCRIPT, *arguments)
        except (RedisError, OSError) as error:
            raise StoreUnavailableError(f"Redis is away: {error}") from error
        bucket = Bucket(bool(answer[0]), answer[1] / _MICROSECONDS)
        return allowance(bucket, limit)
