"""What `docs/api.md` shows is run as it stands there, but for the port."""

import base64
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from research.client import ResearchClient
from research.domain.source import SourceOrigin
from tests.integration.serving import ROOT, Serving, pages, serving

TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
SHOWN = "127.0.0.1:8000"
SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()


def example(heading: str) -> str:
    """The code under a heading of the page."""
    section = TEXT.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    (code,) = re.findall(r"```\w+\n(.*?)```", section, re.DOTALL)
    return str(code)


class _Search(BaseHTTPRequestHandler):
    """A SearXNG that finds the same pages whatever is asked."""

    urls: tuple[str, ...] = ()

    def do_GET(self) -> None:
        results = [
            {"url": url, "title": url.rpartition("/")[2], "content": ""} for url in self.urls
        ]
        body = json.dumps({"results": results}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002, the library's name
        """Say nothing."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A service that finds the example's pages when it searches."""
    folder = tmp_path_factory.mktemp("examples")
    with pages() as urls:
        handler = type("Handler", (_Search,), {"urls": tuple(urls)})
        search = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=search.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{search.server_port}"
        with serving(folder, SEARXNG_URL=url, CALLBACK_SECRET=SECRET) as running:
            yield running
        search.shutdown()
        search.server_close()


def run(command: list[str], folder: Path) -> str:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT / "layers" / "research"),
    }
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def here(code: str, service: Serving) -> str:
    """`code`, for the port that was free."""
    assert SHOWN in code
    return code.replace(SHOWN, service.url.removeprefix("http://"))


def test_the_example_with_a_file(service: Serving, tmp_path: Path) -> None:
    told = run(["sh", "-ec", here(example("Read your own files"), service)], tmp_path)
    assert json.loads(told)["status"] == "pending"
    with ResearchClient(service.url) as client:
        job = client.wait(json.loads(told)["job_id"], 60)
        report = client.report(job.job_id)
    assert [one.origin for one in report.sources].count(SourceOrigin.FILE) == 1
    assert "41 million" in " ".join(claim.text for claim in report.claims)


def test_the_example_with_curl(service: Serving, tmp_path: Path) -> None:
    told = run(["sh", "-ec", here(example("With curl"), service)], tmp_path)
    job, _, report = told.partition("}#")
    assert '"status":"completed"' in job
    assert "## Sources" in report


def test_the_example_with_requests(service: Serving, tmp_path: Path) -> None:
    told = run([sys.executable, "-c", here(example("With requests"), service)], tmp_path)
    first, *findings = told.splitlines()
    assert first.startswith("completed /reports/")
    assert findings
    assert all(finding.startswith("- ") for finding in findings)


def test_the_example_with_the_client(service: Serving, tmp_path: Path) -> None:
    told = run([sys.executable, "-c", here(example("With the client"), service)], tmp_path)
    assert re.search(r"^   source \d+ says: .+", told, re.MULTILINE)


def test_the_example_of_a_plan(service: Serving, tmp_path: Path) -> None:
    told = run(["sh", "-ec", here(example("Approve a plan"), service)], tmp_path)
    waiting, approved = told.split("}{")
    assert '"status":"awaiting_plan"' in waiting
    assert '"questions":["What did the ferry cost?","Who paid for it?",' in waiting
    assert '"questions":["What did the ferry cost?","How fast is it?"]' in approved


@pytest.fixture(scope="module")
def finding_nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A service whose every job fails: its search finds no page."""
    handler = type("Handler", (_Search,), {"urls": ()})
    search = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=search.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{search.server_port}"
    with serving(tmp_path_factory.mktemp("nothing"), SEARXNG_URL=url) as running:
        yield running
    search.shutdown()
    search.server_close()


@pytest.mark.parametrize("heading", ["With requests", "With the client"])
def test_an_example_tells_why_a_job_failed(
    heading: str, finding_nothing: Serving, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", here(example(heading), finding_nothing)],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PYTHONPATH": str(ROOT / "layers" / "research"),
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert re.search(r"failed: (nothing_found: )?there is no page to read$", done.stderr.strip())


def test_the_example_of_a_callback(service: Serving) -> None:
    came: list[tuple[bytes, dict[str, str]]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            came.append((self.rfile.read(length), dict(self.headers.items())))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    receiver = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{receiver.server_port}/hook"
    body = {"query": "How much cargo is carried under sail?", "callback_url": url}
    job_id = httpx.post(f"{service.url}/research", json=body).json()["job_id"]
    end = time.monotonic() + 30
    while not came and time.monotonic() < end:
        time.sleep(0.05)
    receiver.shutdown()
    receiver.server_close()
    names: dict[str, object] = {}
    exec(example("Callbacks"), names)
    ((message, headers),) = came
    assert names["on_callback"](SECRET, message, headers) == f"job.completed: {job_id}"  # type: ignore[operator]
