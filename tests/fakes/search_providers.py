"""Stands behind the adapters of search providers: answers in the forms that they document.

The answers in `tests/provider_answers` were written for these tests after each provider's
documentation, which the adapter names; each finds six things.
"""

from collections.abc import Callable
from pathlib import Path

import httpx
from pydantic import SecretStr

from research.adapters.search.brave_search import BraveSearch
from research.adapters.search.exa_search import ExaSearch
from research.adapters.search.pacing import Pace
from research.adapters.search.scholarly.arxiv_search import ArxivSearch
from research.adapters.search.scholarly.europe_pmc_search import EuropePmcSearch
from research.adapters.search.scholarly.openalex_search import OpenAlexSearch
from research.adapters.search.scholarly.semantic_scholar_search import SemanticScholarSearch
from research.adapters.search.scholarly.wikipedia_search import WikipediaSearch
from research.adapters.search.search_api import SearchSetup
from research.adapters.search.serper_search import SerperSearch
from research.adapters.search.tavily_search import TavilySearch
from research.domain.scope import ANYWHERE, Scope
from research.ports import WebSearch

Handler = Callable[[httpx.Request], httpx.Response]
ANSWERS = Path(__file__).parents[1] / "provider_answers"
KEY = "key-that-nobody-may-read"
NOTHING = "nothing"
BROKEN = "broken"
"""Words of a query for which a provider finds nothing, and fails."""

MAKERS: dict[str, Callable[[SearchSetup, SecretStr], WebSearch]] = {
    "tavily": TavilySearch,
    "brave": BraveSearch,
    "exa": ExaSearch,
    "serper": SerperSearch,
    "openalex": OpenAlexSearch,
    "semanticscholar": SemanticScholarSearch,
    "arxiv": lambda setup, _: ArxivSearch(setup),
    "europepmc": lambda setup, _: EuropePmcSearch(setup),
    "wikipedia": lambda setup, _: WikipediaSearch(setup),
}
SETTINGS = {
    "tavily": "TAVILY_API_KEY",
    "brave": "BRAVE_API_KEY",
    "exa": "EXA_API_KEY",
    "serper": "SERPER_API_KEY",
    "openalex": "OPENALEX_API_KEY",
    "semanticscholar": "SEMANTIC_SCHOLAR_API_KEY",
}
"""The variables that hold the keys of those that have one."""


def setup_of(
    handler: Handler, scope: Scope = ANYWHERE, *, seconds: float = 5, pace: Pace | None = None
) -> SearchSetup:
    """A setup whose requests `handler` answers, without turns to wait for."""
    return SearchSetup(
        timeout_seconds=seconds,
        user_agent="us/1",
        pace=pace or Pace(0),
        scope=scope,
        transport=httpx.MockTransport(handler),
    )


def provider(name: str, handler: Handler, scope: Scope = ANYWHERE, key: str = KEY) -> WebSearch:
    """The search at the provider `name`, which `handler` plays."""
    return MAKERS[name](setup_of(handler, scope), SecretStr(key))


def recorded(name: str) -> Handler:
    """Plays the provider `name` with its recorded answers."""

    def handler(request: httpx.Request) -> httpx.Response:
        asked = str(request.url) + request.content.decode()
        if BROKEN in asked:
            return httpx.Response(500)
        return httpx.Response(200, content=answer(f"{name}_nothing" if NOTHING in asked else name))

    return handler


def answer(name: str) -> bytes:
    """The recorded answer `name`."""
    [file] = ANSWERS.glob(f"{name}.*")
    return file.read_bytes()
