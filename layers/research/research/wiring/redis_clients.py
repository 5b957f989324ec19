"""Connects to the Redis that settings name."""

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from research.settings import Settings

if TYPE_CHECKING:
    from redis.asyncio import Redis


def open_redis(settings: Settings, stack: AsyncExitStack) -> "Redis":
    """A client of Redis for the loop that closes `stack`."""
    client = connect_redis(settings)
    stack.push_async_callback(client.aclose)
    return client


def connect_redis(settings: Settings) -> "Redis":
    """A client of Redis for the loop that runs, which the caller closes."""
    from research.adapters.redis.redis_connection import redis_client

    return redis_client(
        host=settings.redis_host,
        port=settings.redis_port,
        db=settings.redis_db,
        username=settings.redis_username,
        password=settings.redis_password,
        tls=settings.redis_tls,
        pool_size=settings.redis_pool_size,
    )
