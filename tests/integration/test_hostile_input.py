"""A page that was made to stop its reader costs itself alone: the service goes on answering.

The bounds are generous, for a busy machine: without the mends these inputs take 10 s to hours.
"""

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from tests.integration.hostile_input import EVERY, HARMLESS
from tests.integration.serving import Serving, serving

QUERY = "How much did the battery ferry to Nordholm cost, and who paid for it?"
GOOD = "".join(
    f"<p>The battery ferry to Nordholm cost {cost} million euros, of which the state paid "
    f"{cost // 3} million. It carries {cost * 7} passengers a day, the county council said.</p>"
    for cost in range(20, 30)
)
JOB_SECONDS = 30.0
"""Ten on an idle machine, of which five are the limit of a page."""
HEALTH_SECONDS = 2.0
MAX_BYTES = 1_500_000_000


@contextmanager
def hostile_web() -> Iterator[str]:
    """The address of a server that has each hostile input under its name, and a good page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.strip("/")
            if name != "good" and name not in EVERY:
                self.send_error(404)
                return
            hostile = EVERY.get(name)
            body = hostile.make() if hostile else GOOD.encode()
            self.send_response(200)
            self.send_header("Content-Type", hostile.content_type if hostile else "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Watch:
    """Asks for `/health` again and again, and adds up the memory of the service's processes."""

    def __init__(self, service: Serving) -> None:
        self._service, self._ended = service, threading.Event()
        self.slowest_seconds, self.most_bytes = 0.0, 0
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        with httpx.Client(base_url=self._service.url, timeout=JOB_SECONDS) as client:
            while not self._ended.wait(0.05):
                began = time.monotonic()
                client.get("/health").raise_for_status()
                self.slowest_seconds = max(self.slowest_seconds, time.monotonic() - began)
                self.most_bytes = max(self.most_bytes, family_bytes(self._service.process.pid))


def children_of(pid: int) -> list[int]:
    """The processes that `pid` started, by `ps`."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(number) for number in found.stdout.split()]


def family_bytes(pid: int) -> int:
    """The memory that `pid` and its children have in use."""
    pids = ",".join(map(str, [pid, *children_of(pid)]))
    found = subprocess.run(
        ["ps", "-o", "rss=", "-p", pids], capture_output=True, text=True, check=False
    )
    return sum(int(kilobytes) * 1024 for kilobytes in found.stdout.split())


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    with hostile_web() as url:
        yield url


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("hostile")
    with serving(folder, RATE_LIMIT_PER_MINUTE="0", FETCH_CONCURRENCY_PER_HOST="12") as running:
        yield running


def report_of(service: Serving, sources: list[str]) -> dict[str, object]:
    """The report on `sources`. The job is done in time."""
    began = time.monotonic()
    body = {"query": QUERY, "sources": sources}
    job_id = httpx.post(f"{service.url}/research", json=body).raise_for_status().json()["job_id"]
    while True:
        answer = httpx.get(
            f"{service.url}/status/{job_id}", params={"wait": 20, "until": "end"}, timeout=40
        )
        job = answer.raise_for_status().json()
        if job["status"] not in ("pending", "running"):
            break
    assert job["status"] == "completed", job
    assert time.monotonic() - began < JOB_SECONDS
    report: dict[str, object] = httpx.get(f"{service.url}/reports/{job_id}.json").json()
    return report


@pytest.mark.parametrize("name", EVERY)
def test_a_hostile_page_costs_itself_alone(name: str, service: Serving, web: str) -> None:
    with Watch(service) as watch:
        report = report_of(service, [f"{web}/{name}", f"{web}/good"])
    print(f"{name}: /health {watch.slowest_seconds:.3f} s, {watch.most_bytes / 1e6:.0f} MB")
    assert "million euros" in str(report["key_findings"]) + str(report["answer"])
    failures = {one["subject"]: one for one in report["failures"]}  # type: ignore[attr-defined]
    failed = failures.get(f"{web}/{name}")
    if name not in HARMLESS:
        assert failed is not None
        assert failed["code"] == "page_over_limits"
        assert "takes longer than 5 s" in failed["message"]
    elif failed:
        assert failed["code"] in ("extract_failed", "no_text", "unsupported_type")
    assert watch.slowest_seconds < HEALTH_SECONDS
    assert watch.most_bytes < MAX_BYTES
