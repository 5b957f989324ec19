"""Servers that tests share, each started when first asked for; and the signals that tests need."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.servers import ChromaServer, RedisServer, new_bucket, running, s3_server

# A runner started in the background (`nohup make test &`) ignores Ctrl-C, and so would the programs
# that tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a test that is skipped is one that failed: nothing is missing there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A redis-server for the whole run; a test that writes to it empties it first."""
    with running(RedisServer(tmp_path_factory.mktemp("redis"))) as server:
        yield server


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A redis-server of the test's own, to kill."""
    with running(RedisServer(tmp_path)) as server:
        yield server


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """A Chroma server for the whole run; a test uses a collection of its own."""
    with running(ChromaServer(tmp_path_factory.mktemp("chroma"))) as server:
        yield server


@pytest.fixture
def own_chroma(tmp_path: Path) -> Iterator[ChromaServer]:
    """A Chroma server of the test's own, to stop."""
    with running(ChromaServer(tmp_path / "chroma")) as server:
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
