"""A cache in Redis, which expires by itself and which any number of processes share.

Entries lie under ``crp:cache:``, locks under ``crp:cache-lock:``, where `clear` leaves them. A call
is one round trip; those of `clear` and `usage` grow with the number of keys in the database.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from research.domain.errors import StoreUnavailableError
from research.domain.storage import CacheUsage

NAMESPACE = "crp:cache:"
SCANNED_AT_ONCE = 1_000
CLOSE_SECONDS = 1.0
_ACQUIRE = """
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""
# Only whoever holds the lock frees it: it may have run out, and be someone else's.
_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""
_GLOB = re.compile(r"([*?\[\]\\])")


class RedisCache:
    """`ports.Cache` in Redis 6.2 or later, or Valkey."""

    def __init__(self, open_client: Callable[[], Redis], *, namespace: str = NAMESPACE) -> None:
        """`open_client` makes a client that answers in bytes and has time-outs, as `redis_client`.

        It is called once for each event loop, since connections belong to the loop they were
        opened in. Close the cache with `aclose`.
        """
        self._open_client = open_client
        self._clients: dict[asyncio.AbstractEventLoop, Redis] = {}
        self._namespace = namespace
        self._locks = namespace.removesuffix(":") + "-lock:"

    async def aclose(self) -> None:
        """Close the connections of every loop that still runs."""
        clients, self._clients = self._clients, {}
        for loop, client in clients.items():
            if loop is asyncio.get_running_loop():
                await client.aclose()
            elif loop.is_running():
                closing = asyncio.run_coroutine_threadsafe(client.aclose(), loop)
                with suppress(TimeoutError):
                    await asyncio.wait_for(asyncio.wrap_future(closing), CLOSE_SECONDS)

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        """MGET; a key that holds something other than bytes holds nothing."""
        if not keys:
            return []
        with _our_errors():
            found = await self._client().mget([self._namespace + key for key in keys])
        return cast("list[bytes | None]", found)

    async def set(self, entries: Mapping[str, bytes], expire_seconds: float) -> None:
        """SETs in one go, each with its time to live."""
        with _our_errors():
            async with self._client().pipeline(transaction=False) as pipeline:
                for key, body in entries.items():
                    pipeline.set(self._namespace + key, body, px=_milliseconds(expire_seconds))
                await pipeline.execute()

    async def acquire(self, key: str, token: str, seconds: float) -> bool:
        """SET with a time to live, unless another has it."""
        name, milliseconds = self._locks + key, _milliseconds(seconds)
        with _our_errors():
            return bool(await self._client().eval(_ACQUIRE, 1, name, token, str(milliseconds)))

    async def release(self, key: str, token: str) -> None:
        """DEL, if the token is ours."""
        with _our_errors():
            await self._client().eval(_RELEASE, 1, self._locks + key, token)

    async def delete(self, key: str) -> bool:
        """UNLINK one key."""
        with _our_errors():
            return bool(await self._client().unlink(self._namespace + key))

    async def exists(self, key: str) -> bool:
        """EXISTS."""
        with _our_errors():
            return bool(await self._client().exists(self._namespace + key))

    async def clear(self) -> int:
        """SCAN for our keys and UNLINK them, batch by batch."""
        removed = 0
        with _our_errors():
            async for keys in self._batches():
                removed += await self._client().unlink(*keys)
        return removed

    async def cleanup(self) -> int:
        """Nothing: Redis drops by itself what has expired."""
        return 0

    async def usage(self) -> CacheUsage:
        """Our keys, counted by SCAN."""
        keys: set[bytes] = set()
        with _our_errors():
            async for batch in self._batches():
                keys.update(batch)
        return CacheUsage(kind="redis", entries=len(keys))

    def _client(self) -> Redis:
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            for closed in [each for each in list(self._clients) if each.is_closed()]:
                self._clients.pop(closed, None)
            self._clients[loop] = self._open_client()
        return self._clients[loop]

    async def _batches(self) -> AsyncIterator[list[bytes]]:
        pattern = _GLOB.sub(r"\\\1", self._namespace) + "*"
        cursor = -1
        while cursor:
            cursor, keys = await self._client().scan(
                max(cursor, 0), match=pattern, count=SCANNED_AT_ONCE
            )
            if keys:
                yield cast("list[bytes]", keys)


@contextmanager
def _our_errors() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise StoreUnavailableError(f"the cache in Redis: {error}") from error


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1_000))
