"""Search for papers with OpenAlex, a catalogue of all fields of research.

https://developers.openalex.org/api-reference/works and
https://developers.openalex.org/api-reference/authentication
"""

from dataclasses import replace

import httpx
from pydantic import SecretStr

from research.adapters.search.engine_results import (
    EngineResult,
    byline,
    entries,
    member,
    text,
    web_hits,
)
from research.adapters.search.scholarly.paper import doi_address, first_address, telling_words
from research.adapters.search.search_api import NO_KEY, SearchApi, SearchSetup
from research.domain.errors import SearchAnswerError
from research.domain.scope import Scope
from research.domain.source import SearchHit

INTERVAL_SECONDS = 0.1
MAX_RESULTS = 50
MAX_ABSTRACT_WORDS = 1_000
SETTING = "OPENALEX_API_KEY"
_URL = "https://api.openalex.org/works"
_FIELDS = "id,doi,title,publication_date,authorships,best_oa_location,abstract_inverted_index"
_TOO_OFTEN = frozenset({403, 429})


class OpenAlexSearch:
    """`ports.WebSearch` on OpenAlex's works. Without a key it allows some dozens of them a day."""

    name = "openalex"
    takes_plain_queries = True

    def __init__(self, setup: SearchSetup, api_key: SecretStr = NO_KEY) -> None:
        """Raises `InvalidSettingError` for a key that can't be one."""
        self._filters = _filters(setup.scope)
        if api_key.get_secret_value():
            setup = replace(setup, transport=_KeyTransport(api_key, setup.transport))
        self._api = SearchApi(
            setup,
            setting=SETTING,
            key=api_key,
            key_statuses=frozenset({401}),
            limit_statuses=_TOO_OFTEN,
        )

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most 50 papers. Raises `SearchError`."""
        params: dict[str, str | int] = {
            "search": " ".join(telling_words(query)),
            "per_page": max(1, min(limit, MAX_RESULTS)),
            "select": _FIELDS,
            **self._filters,
        }
        value = (await self._api.get(_URL, params)).value()
        if not isinstance(value, dict) or not isinstance(value.get("results"), list):
            raise SearchAnswerError("its answer is JSON, but not that of OpenAlex")
        results = (
            EngineResult(
                url=_address(work),
                title=text(work, "title"),
                snippet=_abstract(member(work, "abstract_inverted_index")),
                published=text(work, "publication_date"),
                author=byline(
                    text(one, "author", "display_name") for one in entries(work, "authorships")
                ),
            )
            for work in entries(value, "results")
        )
        return web_hits(self.name, results, limit)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._api.aclose()


class _KeyTransport(httpx.AsyncBaseTransport):
    """Adds the key to the address of each request as it is sent.

    OpenAlex takes it there alone, and httpx logs the addresses that it is given.
    """

    def __init__(self, key: SecretStr, inner: httpx.AsyncBaseTransport | None) -> None:
        self._key = key
        self._inner = inner or httpx.AsyncHTTPTransport(trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` with the key."""
        keyed = request.url.copy_merge_params({"api_key": self._key.get_secret_value()})
        return await self._inner.handle_async_request(
            httpx.Request(
                request.method,
                keyed,
                headers=request.headers,
                stream=request.stream,
                extensions=request.extensions,
            )
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


def _filters(scope: Scope) -> dict[str, str]:
    bounds = {
        "from_publication_date": scope.since.isoformat() if scope.since else "",
        "to_publication_date": scope.until.isoformat() if scope.until else "",
        "language": scope.language.partition("-")[0],
    }
    joined = ",".join(f"{name}:{bound}" for name, bound in bounds.items() if bound)
    return {"filter": joined} if joined else {}


def _address(work: object) -> str:
    """Where the paper can be read, else where it is described."""
    return first_address(
        (
            text(work, "best_oa_location", "pdf_url"),
            text(work, "best_oa_location", "landing_page_url"),
            doi_address(text(work, "doi")),
            text(work, "id"),
        )
    )


def _abstract(index: object) -> str:
    """The abstract that OpenAlex gives as an index: each word with the places where it stands."""
    if not isinstance(index, dict):
        return ""
    placed = {
        place: word
        for word, places in index.items()
        if isinstance(places, list)
        for place in places
        if type(place) is int and 0 <= place < MAX_ABSTRACT_WORDS
    }
    return " ".join(word for _, word in sorted(placed.items()))
