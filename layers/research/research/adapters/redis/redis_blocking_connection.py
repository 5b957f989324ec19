"""How Redis is reached by code without a loop: as by the rest, but for the waiting."""

from pydantic import SecretStr
from redis import BlockingConnectionPool, Connection, Redis, SSLConnection
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry

from research.adapters.redis.redis_connection import (
    ANSWER_TIMEOUT_SECONDS,
    CONNECT_TIMEOUT_SECONDS,
    FIRST_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    RETRIES,
)


def blocking_redis_client(
    *,
    host: str,
    port: int = 6379,
    db: int = 0,
    username: str = "",
    password: SecretStr | None = None,
    tls: bool = False,
    pool_size: int = 10,
) -> Redis:
    """As `redis_connection.redis_client`, for threads. Close it with ``close()``."""
    pool = BlockingConnectionPool(  # type: ignore[no-untyped-call]
        connection_class=SSLConnection if tls else Connection,
        max_connections=pool_size,
        timeout=ANSWER_TIMEOUT_SECONDS,
        host=host,
        port=port,
        db=db,
        username=username or None,
        password=password.get_secret_value() if password else None,
        socket_connect_timeout=CONNECT_TIMEOUT_SECONDS,
        socket_timeout=ANSWER_TIMEOUT_SECONDS,
        retry=Retry(
            ExponentialBackoff(cap=LONGEST_PAUSE_SECONDS, base=FIRST_PAUSE_SECONDS),
            RETRIES,
            supported_errors=(RedisConnectionError,),
        ),
        driver_info=None,  # two commands a connection less
    )
    return Redis.from_pool(pool)
