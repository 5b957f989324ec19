"""What tests of the page need: the service as users start it, and a web page that waits."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx

from tests.servers import free_port

PROGRAM = Path(sys.executable).with_name("content-research")
ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
START_SECONDS = 30.0
LONGEST_HOLD_SECONDS = 45.0
PARAGRAPHS = (
    "A tide mill stores the sea behind a dam and lets it out through a wheel when the tide falls.",
    "The tide mill at Corran Sound has ground barley since 1768, twice a day, without a break.",
    "Its keeper, Ona Brae, says that the tide mill needs one new paddle in every five years.",
    "In 2024 the mill ground 41 tonnes of barley, more than in any year since the war.",
    "A tide mill of that size yields about 12 kilowatts at the wheel when a spring tide falls.",
)
"""Of our own writing. There is no Corran Sound."""


class Service:
    """``content-research serve`` in a folder of its own, where it finds all again after a stop."""

    def __init__(self, folder: Path, search_url: str, **settings: str) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT / "layers" / "research"),
            "SEARXNG_URL": search_url,
            "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
            "FETCH_TIMEOUT_SECONDS": str(LONGEST_HOLD_SECONDS),
            "READ_DEADLINE_SECONDS": str(LONGEST_HOLD_SECONDS),
            "RATE_LIMIT_PER_MINUTE": "0",
            "WEB_DIRECTORY": str(WEB),
            **settings,
        }

    def start(self) -> None:
        """Start it and wait until it answers."""
        port = self.url.rpartition(":")[2]
        with (self.folder / "serve.log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(PROGRAM), "serve", "--port", port],
                cwd=self.folder, env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError((self.folder / "serve.log").read_text())
            time.sleep(0.05)

    def stop(self) -> None:
        """As Ctrl-C does; it need not run."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(START_SECONDS)

    def ask(self, query: str, sources: Sequence[str] = ()) -> str:
        """Submit a job, past the page. The id."""
        body = {"query": query, "sources": list(sources)}
        answer = httpx.post(f"{self.url}/research", json=body).raise_for_status()
        job_id: str = answer.json()["job_id"]
        return job_id

    def job(self, job_id: str, *, ended: bool = False) -> dict[str, Any]:
        """What the API says of a job; with `ended`, at its end."""
        wait = {"wait": 20, "until": "end"} if ended else {}
        answer = httpx.get(f"{self.url}/status/{job_id}", params=wait, timeout=30)
        told: dict[str, Any] = answer.raise_for_status().json()
        return told

    def jobs(self) -> list[dict[str, Any]]:
        """The jobs there are, newest first."""
        answer = httpx.get(f"{self.url}/jobs", params={"limit": 100}).raise_for_status()
        found: list[dict[str, Any]] = answer.json()["jobs"]
        return found

    def watches(self) -> list[dict[str, Any]]:
        """The watches there are, oldest first."""
        answer = httpx.get(f"{self.url}/watches").raise_for_status()
        found: list[dict[str, Any]] = answer.json()["watches"]
        return found

    def clear(self) -> None:
        """Delete every watch and every job."""
        for watch in self.watches():
            httpx.delete(f"{self.url}/watches/{watch['watch_id']}").raise_for_status()
        for job in self.jobs():
            httpx.post(f"{self.url}/jobs/{job['job_id']}/cancel")
            httpx.delete(f"{self.url}/jobs/{job['job_id']}").raise_for_status()

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health").is_success
        except httpx.HTTPError:
            return False


class WaitingPage:
    """A page about tide mills that is not sent before `let_go`, so that who reads it runs on."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/tide-mills"
        self.other_url = f"{url}/at-once"
        """The same page, for those who don't want to wait."""
        self._free = Event()

    def let_go(self) -> None:
        """Send it to all who wait, and to all who come."""
        self._free.set()

    def wait(self) -> None:
        """Return once it may be sent."""
        self._free.wait(LONGEST_HOLD_SECONDS)


@contextmanager
def waiting_page(title: str) -> Iterator[WaitingPage]:
    """Serve the page, under any path, until the end."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    html = f"<!doctype html><html lang=en><title>{escape(title)}</title><article>{body}</article>"

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/robots.txt":
                self.send_error(404)
                return
            if self.path != "/at-once":
                page.wait()
            with suppress(OSError):  # who asked may have gone
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        page = WaitingPage(f"http://127.0.0.1:{server.server_port}")
        Thread(target=server.serve_forever, daemon=True).start()
        yield page
        page.let_go()
        server.shutdown()
