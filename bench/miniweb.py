"""Starts miniweb, the small web on loopback that benchmarks and tests research in, and stops it.

Miniweb is not part of this project. ``MINIWEB`` names its folder; without, it is looked for in
``../shared/miniweb`` beside the checkout. Where it is in neither, tests run on the small web of
``tests/web``; benchmarks don't, for its pages were written for tests.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote
from urllib.request import urlopen

from research.web.canonical_urls import canonical_url

_ROOT = Path(__file__).resolve().parents[1]
_MINIWEB = Path(os.environ.get("MINIWEB") or _ROOT.parent / "shared" / "miniweb")
_IS_THERE = (_MINIWEB / "serve.py").is_file()
FOLDER = _MINIWEB if _IS_THERE else _ROOT / "tests" / "web"
MISSING = "" if _IS_THERE else f"there is no miniweb in {_MINIWEB}; MINIWEB names its folder"
"""Why miniweb can't be measured on; empty where it can."""
READY_SECONDS = 30.0
STOP_SECONDS = 10.0
_POLL_SECONDS = 0.05


class MiniwebError(Exception):
    """Miniweb did not start."""


@dataclass(frozen=True, slots=True)
class Miniweb:
    """A miniweb that runs."""

    base_url: str

    def stats(self) -> dict[str, Any]:
        """What was asked for since the start: counts by kind, and the trail of every answer."""
        found: dict[str, Any] = self._json("/stats")
        return found

    def ranked(self, query: str) -> list[str]:
        """The ids of the pages that its BM25 finds for `query`, best first."""
        found = self._json(f"/search?format=json&q={quote(query)}")["results"]
        return [self.page_id(result["url"]) for result in found]

    def page_id(self, url: str) -> str:
        """The id of the page at `url`, one of this server's. Raises `KeyError` for any other."""
        return _ids()[canonical_url("http://" + url.removeprefix(f"{self.base_url}/"))]

    def _json(self, path: str) -> Any:
        with urlopen(f"{self.base_url}{path}", timeout=10) as answer:
            return json.load(answer)


def pages() -> list[dict[str, str]]:
    """Every page: ``id``, ``url``, ``title``, ``published`` and ``text``."""
    found: list[dict[str, str]] = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))
    return found


def topics() -> list[dict[str, Any]]:
    """Questions that the pages answer: ``id``, ``query``, ``relevant`` pages and ``facts``."""
    found: list[dict[str, Any]] = json.loads((FOLDER / "topics.json").read_text(encoding="utf-8"))
    return found


@contextmanager
def serve(*options: str) -> Iterator[Miniweb]:
    """A miniweb on a free port, started with `options` such as ``"--fail", "30"``, until the end.

    Raises `MiniwebError` with what it wrote when it does not start within `READY_SECONDS`.
    """
    port = free_port()
    command = [sys.executable, str(FOLDER / "serve.py"), "--port", str(port), *options]
    with tempfile.TemporaryFile() as log, subprocess.Popen(command, stderr=log) as process:
        try:
            _wait_until_ready(process, port, log)
            yield Miniweb(f"http://127.0.0.1:{port}")
        finally:
            _stop(process)


def free_port() -> int:
    """A TCP port of loopback on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@cache
def _ids() -> dict[str, str]:
    """Ids by canonical address, for a report's addresses are not always those of the index."""
    return {canonical_url(page["url"]): page["id"] for page in pages()}


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, log: IO[bytes]) -> None:
    give_up = time.monotonic() + READY_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(_POLL_SECONDS)
    log.seek(0)
    said = log.read().decode(errors="replace").strip()
    raise MiniwebError(f"miniweb did not start on port {port}: {said or 'it said nothing'}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
