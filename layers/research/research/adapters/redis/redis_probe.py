"""Whether Redis answers."""

from redis.asyncio import Redis
from redis.exceptions import RedisError

from research.domain.errors import StoreUnavailableError


class RedisProbe:
    """One PING a call."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    async def __call__(self) -> None:
        """Returns when Redis answers. Raises `StoreUnavailableError`."""
        try:
            await self._client.ping()
        except (RedisError, OSError) as error:
            raise StoreUnavailableError(f"Redis is away: {error}") from error
