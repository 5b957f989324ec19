"""Servers that tests share: each starts when a test first asks for it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.servers import RedisServer, new_bucket, redis_server, s3_server


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A redis-server for the whole run; a test that writes to it empties it first."""
    with redis_server(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A redis-server of the test's own, to kill."""
    with redis_server(tmp_path) as server:
        yield server


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of an S3 server for the whole run."""
    with s3_server() as endpoint_url:
        yield endpoint_url


@pytest.fixture
def bucket(s3: str) -> str:
    """A bucket of the test's own on that server."""
    return new_bucket(s3, f"reports-{uuid4()}")
