"""Search against a server that speaks SearXNG's JSON, over a real socket."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from research.adapters.searxng_search import SearxngSearch
from research.errors import AllSearchesFailedError
from research.stages.search import SearchLimits, merge, search

BESIDE = Path(__file__).parents[3] / "shared" / "miniweb"
MINIWEB = Path(os.environ.get("MINIWEB", BESIDE)) / "serve.py"
LIMITS = SearchLimits(per_query=10, total=20, per_domain=2)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    """The address of a miniweb that runs while the tests do."""
    if not MINIWEB.exists():
        pytest.skip(f"no miniweb at {MINIWEB}; MINIWEB names its folder")
    port = free_port()
    command = [sys.executable, str(MINIWEB), "--port", str(port), "--scale", "0"]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("miniweb did not start")


def searxng(base_url: str) -> SearxngSearch:
    return SearxngSearch(base_url, timeout_seconds=10, user_agent="tests/1")


async def test_a_query_finds_pages_about_it(base_url: str) -> None:
    provider = searxng(base_url)
    hits = await provider.search("NASA commercial lunar lander companies", 8)
    await provider.aclose()
    assert [hit.rank for hit in hits] == list(range(1, 9))
    assert all(hit.url.startswith(f"{base_url}/") for hit in hits)
    assert sum("moon" in hit.snippet.lower() or "lunar" in hit.snippet.lower() for hit in hits) >= 3
    assert {hit.published.year for hit in hits if isinstance(hit.published, date)} == {2019}


async def test_several_queries_become_one_list_without_repeats(base_url: str) -> None:
    provider = searxng(base_url)
    queries = ["NASA commercial lunar lander", "lunar lander companies", "zzqqx"]
    outcome = await search(queries, providers=[provider], limits=LIMITS, progress=lambda step: None)
    await provider.aclose()
    assert not outcome.failures
    assert [bool(ranking) for ranking in outcome.rankings] == [True, True, False]
    urls = [hit.url for hit in outcome.hits]
    assert len(set(urls)) == len(urls)
    assert len(urls) > LIMITS.per_query
    # One server's pages are not one domain's, so the cap of 2 moves none of them to the end.
    assert outcome.hits == merge([outcome], replace(LIMITS, per_domain=99)).hits


async def test_no_server_is_an_error_that_names_the_provider() -> None:
    provider = searxng(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(AllSearchesFailedError, match="searxng: no answer"):
        await search(["x"], providers=[provider], limits=LIMITS, progress=lambda step: None)
    await provider.aclose()
