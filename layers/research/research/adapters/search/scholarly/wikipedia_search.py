"""Search in Wikipedia, in the language of the question, through MediaWiki's Action API.

https://www.mediawiki.org/wiki/API:Search and https://www.mediawiki.org/wiki/API:Etiquette
"""

from urllib.parse import quote

from research.adapters.search.engine_results import (
    EngineResult,
    entries,
    member,
    text,
    web_hits,
    without_markup,
)
from research.adapters.search.search_api import SearchApi, SearchSetup
from research.domain.errors import SearchAnswerError, SearchError, SearchRateLimitedError
from research.domain.source import SearchHit
from research.text.cleaning import clean_line

INTERVAL_SECONDS = 0.2
MAX_RESULTS = 50
MAX_QUERY_CHARACTERS = 300
"""What its search takes."""
_OTHER_NAMES = {"nb": "no"}
_OVERLOADED = frozenset({"ratelimited", "maxlag"})


class WikipediaSearch:
    """`ports.WebSearch` on one Wikipedia. Its articles have no day on which they were published."""

    name = "wikipedia"
    takes_plain_queries = True

    def __init__(self, setup: SearchSetup, language: str = "en") -> None:
        """`language` is a `domain.value.Language`; empty: English."""
        name = language.partition("-")[0] or "en"
        self._site = f"https://{_OTHER_NAMES.get(name, name)}.wikipedia.org"
        self._api = SearchApi(setup)

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most 50 articles. Raises `SearchError`."""
        params: dict[str, str | int] = {
            "action": "query",
            "list": "search",
            "srsearch": query[:MAX_QUERY_CHARACTERS],
            "srlimit": max(1, min(limit, MAX_RESULTS)),
            "srprop": "snippet",
            "format": "json",
            "formatversion": 2,
        }
        value = (await self._api.get(f"{self._site}/w/api.php", params)).value()
        _check(value)
        results = (
            EngineResult(
                url=self._address(text(article, "title")),
                title=text(article, "title"),
                snippet=without_markup(text(article, "snippet")),
            )
            for article in entries(value, "query", "search")
        )
        return web_hits(self.name, results, limit)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._api.aclose()

    def _address(self, title: str) -> str:
        if not title.strip():
            return ""
        name = quote(title.replace(" ", "_"), safe="/:(),'", errors="replace")
        return f"{self._site}/wiki/{name}"


def _check(value: object) -> None:
    """Raise for the errors that MediaWiki answers with success."""
    code = text(value, "error", "code")
    if code:
        said = clean_line(f"{code}: {text(value, 'error', 'info')}", 200)
        raise (SearchRateLimitedError if code in _OVERLOADED else SearchError)(said)
    if not isinstance(member(value, "query", "search"), list):
        raise SearchAnswerError("its answer is JSON, but not that of MediaWiki")
