"""The adapters of search providers, against a server of this machine that answers as they do."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module

import pytest
from pydantic import SecretStr

from research.adapters.search.pacing import Pace
from research.adapters.search.scholarly.wikipedia_search import WikipediaSearch
from research.adapters.search.search_api import SearchSetup
from research.domain.errors import SearchKeyError, SearchRateLimitedError
from research.ports import WebSearch
from tests.fakes.search_providers import KEY, MAKERS, SETTINGS, answer

PLACES = {
    "tavily": ("tavily_search", "URL"),
    "brave": ("brave_search", "_WEB_URL"),
    "exa": ("exa_search", "_URL"),
    "serper": ("serper_search", "_URL"),
    "openalex": ("scholarly.openalex_search", "_URL"),
    "semanticscholar": ("scholarly.semantic_scholar_search", "_URL"),
    "arxiv": ("scholarly.arxiv_search", "_URL"),
    "europepmc": ("scholarly.europe_pmc_search", "_URL"),
}
"""Where each adapter has the address that it asks."""


class _Provider(BaseHTTPRequestHandler):
    """Answers whoever shows the key, and refuses or limits others as `status` says."""

    name = ""
    status = 200

    def do_GET(self) -> None:
        said = f"{self.path} {self.headers}"
        is_open = self.name not in SETTINGS or KEY in said
        self.rfile.read(int(self.headers.get("content-length", "0")))
        body = answer(self.name) if is_open and self.status == 200 else b"{}"
        self.send_response(self.status if is_open else 401)
        self.send_header("content-length", str(len(body)))
        self.send_header("retry-after", "9")
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002, the library's name
        """Say nothing."""


@contextmanager
def playing(name: str, status: int = 200) -> Iterator[str]:
    handler = type("Handler", (_Provider,), {"name": name, "status": status})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def search_at(name: str, url: str, monkeypatch: pytest.MonkeyPatch, key: str = KEY) -> WebSearch:
    if name in PLACES:
        module, constant = PLACES[name]
        monkeypatch.setattr(import_module(f"research.adapters.search.{module}"), constant, url)
    setup = SearchSetup(timeout_seconds=10, user_agent="tests/1", pace=Pace(0))
    search = MAKERS[name](setup, SecretStr(key))
    if isinstance(search, WikipediaSearch):
        search._site = url
    return search


@pytest.mark.parametrize("name", MAKERS)
async def test_what_a_provider_answers_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with playing(name) as url:
        search = search_at(name, url, monkeypatch)
        hits = await search.search("white storks", 9)
        await search.aclose()  # type: ignore[attr-defined]
    assert len(hits) == 6
    assert {hit.provider for hit in hits} == {name}


@pytest.mark.parametrize("name", SETTINGS)
async def test_a_wrong_key_is_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with playing(name) as url:
        search = search_at(name, url, monkeypatch, "another")
        with pytest.raises(SearchKeyError, match=f"{SETTINGS[name]}: it answered 401"):
            await search.search("white storks", 9)


@pytest.mark.parametrize("name", MAKERS)
async def test_a_limit_is_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with playing(name, 429) as url:
        search = search_at(name, url, monkeypatch)
        with pytest.raises(SearchRateLimitedError, match="again in 9 s"):
            await search.search("white storks", 9)
