"""`content-research serve` in a process of its own, and pages for it to read."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMMAND = Path(sys.executable).with_name("content-research")
ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "sailing-cargo"
START_SECONDS = 60.0
STOP_SECONDS = 20.0


@dataclass
class Serving:
    """A service that runs."""

    url: str
    process: subprocess.Popen[str]
    log: Path

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Serving]:
    """A service on a free port with its reports in `folder`, nothing set but what is named."""
    log = folder / "serve.log"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT / "layers" / "research"),
        "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
        **settings,
    }
    with log.open("a") as errors:
        process = subprocess.Popen(
            [str(COMMAND), "serve", "--port", "0"],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        yield Serving(_address(process, log), process, log)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(STOP_SECONDS)
        assert process.stdout is not None
        process.stdout.close()


def _address(process: subprocess.Popen[str], log: Path) -> str:
    """The first line says it; the test's own time-out ends a wait for nothing."""
    assert process.stdout is not None
    told = re.match(r"http://\S+", process.stdout.readline())
    if told is None:
        raise RuntimeError(f"it does not serve: {log.read_text()}")
    return told[0]


class _Slowly(SimpleHTTPRequestHandler):
    """Files, each after `pause_seconds`."""

    pause_seconds = 0.0

    def do_GET(self) -> None:
        if self.path != "/robots.txt":
            time.sleep(self.pause_seconds)
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002, the library's name
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader that has gone away is what some tests are about."""


@contextmanager
def pages(pause_seconds: float = 0.0) -> Iterator[list[str]]:
    """The addresses of the example's pages on a server of this machine."""
    handler = type("Handler", (_Slowly,), {"pause_seconds": pause_seconds})
    server = _Server(("127.0.0.1", 0), partial(handler, directory=str(EXAMPLES)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    host, port = server.server_address[:2]
    try:
        yield [
            f"http://{host!s}:{port}/{file.name}"
            for file in sorted(EXAMPLES.iterdir())
            if file.suffix in (".html", ".txt", ".md")
        ]
    finally:
        server.shutdown()
        server.server_close()
