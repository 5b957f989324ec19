"""How long ``/health`` takes while `serve` reads pages that were made to stop their reader.

    PYTHONPATH=. python bench/hostile.py [NAME ...]

The pages are those of tests/integration/hostile_input.py, each read by a job beside a good one. The
service and a bare server on loopback, in a process of its own, are asked in turn by a third one, so
that what both have, the machine and the asker, can be told from what is ours alone. The exit code
is 1 where an answer of the service took more than `MOST_SECONDS` and more than the bare server's
slowest in that row.
"""

import argparse
import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.integration.hostile_input import EVERY
from tests.integration.serving import serving
from tests.integration.test_hostile_input import Watch, hostile_web, report_of

MOST_SECONDS = 0.1
PAUSE_SECONDS = 0.02
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok"


def bare() -> None:
    """Answer each request on one connection after the other; print the port first."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        print(listening.getsockname()[1], flush=True)
        while True:
            connection, _ = listening.accept()
            with connection:
                while connection.recv(65_536):
                    connection.sendall(ANSWER)


def ask(health_port: int, bare_port: int) -> None:
    """Ask both in turn; for each line of input print the seconds of all answers since the last."""
    asked = [
        (http.client.HTTPConnection("127.0.0.1", port, timeout=60), path)
        for port, path in ((health_port, "/health"), (bare_port, "/"))
    ]
    lines: list[str] = []
    threading.Thread(target=lambda: lines.extend(sys.stdin), daemon=True).start()
    taken: list[list[float]] = [[], []]
    told = 0
    while True:
        for (connection, path), seconds in zip(asked, taken, strict=True):
            began = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            seconds.append(time.perf_counter() - began)
            assert answer.status == 200, answer.status
        time.sleep(PAUSE_SECONDS)
        if len(lines) > told:
            told += 1
            print(json.dumps(taken), flush=True)
            taken = [[], []]


class Asker:
    """Both servers as they answer a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def seconds(self) -> tuple[list[float], list[float]]:
        """What the service's and the bare server's answers took since the last call."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        health, bare_ones = json.loads(self._process.stdout.readline())
        return health, bare_ones


@contextlib.contextmanager
def asking(health_url: str) -> Iterator[Asker]:
    """A bare server and an asker, until the end."""
    with _python("--bare") as server:
        assert server.stdout is not None
        ports = [health_url.rpartition(":")[2], server.stdout.readline().strip()]
        with _python("--ask", *ports, stdin=subprocess.PIPE) as process:
            yield Asker(process)


@contextlib.contextmanager
def _python(*arguments: str, **options: Any) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, __file__, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def measure(names: list[str]) -> bool:
    """Print a row for each page; whether all were quick."""
    slow: list[str] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        hostile_web() as web,
        serving(
            Path(folder), RATE_LIMIT_PER_MINUTE="0", FETCH_CONCURRENCY_PER_HOST="12"
        ) as service,
        asking(service.url) as asker,
    ):
        for name in ["good", *names]:  # first what the first job of a service loads
            began = time.monotonic()
            with Watch(service) as watch:
                report_of(service, [f"{web}/{name}", f"{web}/good"])
            took = time.monotonic() - began
            health, beside = asker.seconds()
            if max(health) > max(MOST_SECONDS, *beside):
                slow.append(name)
            print(
                f"{name:14}{took:5.1f} s  /health {1e3 * max(health):4.0f} ms, bare "
                f"{1e3 * max(beside):4.0f} ms at most of {len(health)}; "
                f"{watch.most_bytes / 1e6:4.0f} MB",
                flush=True,
            )
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"slower than {MOST_SECONDS:g} s and than the bare server: {slow or 'none'}; load {load}")
    return not slow


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    return 0 if measure(options.names or list(EVERY)) else 1


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--bare"]:
            bare()
        case ["--ask", health_port, bare_port]:
            ask(int(health_port), int(bare_port))
        case _:
            sys.exit(main())
