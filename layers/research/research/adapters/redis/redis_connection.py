"""Clients of Redis: one pool of connections each, time-outs everywhere.

A caller waits for a free connection as long as Redis answers those who have one: many callers are
no outage. A connection that breaks is tried
again `RETRIES` times, so a restart is not noticed; a time-out is not, since waiting again would
only double it.
"""

import asyncio
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha1
from typing import Any

from pydantic import SecretStr
from redis.asyncio import BlockingConnectionPool, Connection, Redis, SSLConnection
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import NoScriptError, RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from research.domain.errors import StoreUnavailableError

CONNECT_TIMEOUT_SECONDS = 1.0
ANSWER_TIMEOUT_SECONDS = 2.0
"""What Redis does for us takes milliseconds; a dead one must not cost much more."""
FREE_CONNECTION_SECONDS = 30.0
"""Ten connections serve some thousand callers a second."""
RETRIES = 2
FIRST_PAUSE_SECONDS = 0.02
LONGEST_PAUSE_SECONDS = 0.2
POOL_SIZE = 10


def redis_client(
    *,
    host: str,
    port: int = 6379,
    db: int = 0,
    username: str = "",
    password: SecretStr | None = None,
    tls: bool = False,
    pool_size: int = POOL_SIZE,
) -> Redis:
    """A client for one event loop, which answers in bytes. Close it with ``aclose()``.

    With `tls`, the server's certificate is checked. Of `pool_size` connections, each is opened when
    it is needed.
    """
    pool = _PatientPool(
        connection_class=_SslConnection if tls else _PromptConnection,
        max_connections=pool_size,
        timeout=FREE_CONNECTION_SECONDS,
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


async def ping_redis(client: Redis) -> None:
    """Return when Redis answers. Raises `StoreUnavailableError`."""
    try:
        await client.ping()
    except (RedisError, OSError) as error:
        raise StoreUnavailableError(f"Redis is away: {error}") from error


@dataclass(frozen=True)
class Script:
    """A script in Lua, for keys of which it takes one, and the name Redis knows it by."""

    text: str

    @cached_property
    def sha(self) -> str:
        """SHA-1 of the text, as EVALSHA wants it."""
        return sha1(self.text.encode(), usedforsecurity=False).hexdigest()

    async def run(self, client: Redis, key: str, *arguments: str | int) -> Any:
        """What it answers: one round trip, and one more where Redis forgot it."""
        untyped: Any = client
        try:
            return await untyped.evalsha(self.sha, 1, key, *arguments)
        except NoScriptError:
            return await untyped.eval(self.text, 1, key, *arguments)


_time_outs_before: ContextVar[int] = ContextVar("time_outs_before")


class _PatientPool(BlockingConnectionPool):
    """Lets callers wait for a free connection, but not behind those whose time ran out.

    Else each of them would find out for itself, ten at a time, that Redis hangs.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._time_outs = 0

    def make_connection(self) -> Connection:
        """A connection that counts its time-outs here."""
        connection: Connection = super().make_connection()  # type: ignore[no-untyped-call]
        if isinstance(connection, _PromptConnection):
            connection.timed_out = self._count
        return connection

    async def get_connection(self, *_names: object, **_options: object) -> Connection:
        """Raise `RedisTimeoutError` where another's time ran out while this caller waited."""
        _time_outs_before.set(self._time_outs)
        connection: Connection = await super().get_connection()  # type: ignore[no-untyped-call]
        return connection

    async def ensure_connection(self, connection: AbstractConnection) -> None:
        """Connect, unless others' time ran out since this caller began to wait."""
        if self._time_outs != _time_outs_before.get():
            raise RedisTimeoutError("Redis answered none of those who came before")
        await super().ensure_connection(connection)

    def _count(self) -> None:
        self._time_outs += 1


class _PromptConnection(Connection):
    """Writes under `asyncio.timeout`. The library's `asyncio.wait_for` is, before Python 3.12, a
    task for every command, and loses a cancellation that comes as the write ends: the
    cancelled caller then never stops.
    """

    timed_out: Callable[[], None] = staticmethod(lambda: None)
    """Called when an answer, or a connection, did not come in time."""

    async def connect(self) -> None:
        """Connect, and tell of a time-out."""
        try:
            await super().connect()  # type: ignore[no-untyped-call]
        except RedisTimeoutError:
            self.timed_out()
            raise

    async def read_response(self, *arguments: Any, **options: Any) -> Any:
        """Read an answer, and tell of a time-out."""
        try:
            return await super().read_response(*arguments, **options)
        except RedisTimeoutError:
            self.timed_out()
            raise

    async def send_packed_command(
        self,
        command: bytes | str | Iterable[bytes],
        check_health: bool = True,  # noqa: FBT001, FBT002 (the library's)
    ) -> None:
        if not self.is_connected:
            await self.connect_check_health(check_health=False)
        if check_health:
            await self.check_health()  # type: ignore[no-untyped-call]
        parts = [command.encode()] if isinstance(command, str) else command
        try:
            async with asyncio.timeout(self.socket_timeout):
                await self._send_packed_command([parts] if isinstance(parts, bytes) else parts)
        except BaseException as error:
            # What was written in part can't be taken back.
            await self.disconnect(nowait=True)
            if isinstance(error, TimeoutError):
                raise RedisTimeoutError("Timeout writing to socket") from None
            if isinstance(error, OSError):
                raise RedisConnectionError(f"Error while writing to socket: {error}") from error
            raise


class _SslConnection(_PromptConnection, SSLConnection):
    """Over TLS."""
