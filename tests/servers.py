"""Real servers for tests: each a process of its own on a free port of the loopback."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer
from pydantic import SecretStr

from research.adapters.vectors.chroma_server_vectors import ChromaServerVectors

S = TypeVar("S", bound="_Server")
START_TIMEOUT_SECONDS = 20.0


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def required_program(name: str, install: str, folders: str | None = None) -> str:
    """Where the program is. Without it a test is skipped, and in CI it fails."""
    path = shutil.which(name, path=folders)
    if path:
        return path
    reason = f"{name} is not installed: {install}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


class _Server(ABC):
    """A process of its own that can be stopped in every way a server stops."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def _command(self) -> list[str]:
        """The program and its arguments."""

    @abstractmethod
    def _answers(self) -> bool:
        """Whether it is ready."""

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = subprocess.Popen(self._command(), stdout=subprocess.DEVNULL)
        end = time.monotonic() + START_TIMEOUT_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{type(self).__name__} does not start on port {self.port}")
            time.sleep(0.01)

    def kill(self) -> None:
        """SIGKILL, as a machine that dies."""
        self._signal(signal.SIGKILL)

    def pause(self) -> None:
        """SIGSTOP: it takes connections and never answers."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT, after `pause`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """SIGTERM; it need not run."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            self._signal(signal.SIGTERM)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)
        self._process.wait(START_TIMEOUT_SECONDS)


class RedisServer(_Server):
    """A redis-server that keeps nothing on disk: started again, it is empty."""

    def _command(self) -> list[str]:
        return [
            required_program("redis-server", "apt-get install redis-server"),
            "--bind", "127.0.0.1", "--port", str(self.port), "--save", "",
            "--appendonly", "no", "--dir", str(self._folder), "--loglevel", "warning",
        ]  # fmt: skip

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


class ChromaServer(_Server):
    """``chroma run`` of the chromadb beside this Python; it keeps what it has in its folder."""

    def _command(self) -> list[str]:
        beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        program = required_program("chroma", "pip install chromadb", beside)
        return [
            program, "run", "--host", "127.0.0.1", "--port", str(self.port),
            "--path", str(self._folder),
        ]  # fmt: skip

    def _answers(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/api/v2/heartbeat").is_success
        except httpx.TransportError:
            return False


@contextmanager
def running(server: S) -> Iterator[S]:
    """The server, started, and stopped at the end."""
    server.start()
    try:
        yield server
    finally:
        server.stop()


def chroma_server_vectors(
    port: int, embedder_name: str, *, timeout_seconds: float = 30, batch_size: int = 400
) -> ChromaServerVectors:
    """The adapter for the server at `port` of this machine."""
    return ChromaServerVectors(
        embedder_name,
        host="127.0.0.1",
        port=port,
        ssl=False,
        token=SecretStr(""),
        timeout_seconds=timeout_seconds,
        batch_size=batch_size,
    )


@contextmanager
def s3_server() -> Iterator[str]:
    """The address of a running S3 server (moto's), with credentials for it in the environment."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port(), verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ACCESS_KEY_ID", "testing")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        environment.setenv("AWS_EC2_METADATA_DISABLED", "true")
        try:
            yield f"http://{host}:{port}"
        finally:
            server.stop()


def new_bucket(endpoint_url: str, name: str) -> str:
    """Make an empty bucket; its name."""
    boto3.client("s3", endpoint_url=endpoint_url).create_bucket(Bucket=name)
    return name
