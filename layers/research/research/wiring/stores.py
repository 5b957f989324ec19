"""The stores that a run and the ways in share: Redis, and where reports are.

Apart from both, for submit and status open them and must not load what a run needs.
"""

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, TypedDict

from pydantic import SecretStr

from research.ports import ReportStore
from research.settings import Settings

if TYPE_CHECKING:
    from redis import Redis as BlockingRedis
    from redis.asyncio import Redis


class _Server(TypedDict):
    host: str
    port: int
    db: int
    username: str
    password: SecretStr
    tls: bool
    pool_size: int


def open_reports(settings: Settings) -> ReportStore:
    """The bucket, or the folder where none is named."""
    if settings.reports_bucket:
        from research.adapters.reports.s3_reports import S3Reports

        return S3Reports(
            settings.reports_bucket,
            endpoint_url=settings.aws_endpoint_url,
            base_url=settings.reports_url,
        )
    from research.adapters.reports.folder_reports import FolderReports

    return FolderReports(settings.reports_directory)


def open_redis(settings: Settings, stack: AsyncExitStack) -> "Redis":
    """For the loop that closes `stack`."""
    from research.adapters.redis.redis_connection import redis_client

    client = redis_client(**_server(settings))
    stack.push_async_callback(client.aclose)
    return client


def open_blocking_redis(settings: Settings, stack: AsyncExitStack) -> "BlockingRedis":
    """For threads."""
    from research.adapters.redis.redis_blocking_connection import blocking_redis_client

    client = blocking_redis_client(**_server(settings))
    stack.callback(client.close)
    return client


async def try_redis(settings: Settings, stack: AsyncExitStack) -> None:
    """Ask Redis for an answer, then for what a job store asks. Raises `StoreUnavailableError`."""
    from research.adapters.clock.system_clock import SystemClock
    from research.adapters.jobs.redis_jobs import RedisJobs
    from research.adapters.redis.redis_probe import RedisProbe

    client = open_redis(settings, stack)
    await RedisProbe(client)()
    await RedisJobs(client, clock=SystemClock(), job_ttl_seconds=settings.job_ttl_seconds).count()


def _server(settings: Settings) -> _Server:
    return _Server(
        host=settings.redis_host,
        port=settings.redis_port,
        db=settings.redis_db,
        username=settings.redis_username,
        password=settings.redis_password,
        tls=settings.redis_tls,
        pool_size=settings.redis_pool_size,
    )
