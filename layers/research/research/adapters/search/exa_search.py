"""Search with Exa, which finds pages by what they mean rather than by their words.

https://exa.ai/docs/reference/search
"""

from pydantic import SecretStr

from research.adapters.search.engine_results import EngineResult, entries, text, web_hits
from research.adapters.search.search_api import SearchApi, SearchSetup, required_key
from research.domain.errors import SearchAnswerError
from research.domain.scope import Scope
from research.domain.source import SearchHit

INTERVAL_SECONDS = 0.2
"""It takes five searches in a second, ten on some plans."""
MAX_RESULTS = 10
"""More of them make a search dearer."""
SETTING = "EXA_API_KEY"
_URL = "https://api.exa.ai/search"
_CREDITS_ARE_USED_UP = frozenset({402, 429})


class ExaSearch:
    """`ports.WebSearch` on Exa; at most 10 hits a query. It keeps to domains by itself."""

    takes_plain_queries = True

    def __init__(self, setup: SearchSetup, api_key: SecretStr, *, is_news: bool = False) -> None:
        """With `is_news` its news are searched. Raises `InvalidSettingError` without a key."""
        self.name = "exa news" if is_news else "exa"
        self._is_news = is_news
        self._key = required_key(SETTING, api_key)
        self._bounds = _bounds(setup.scope) | ({"category": "news"} if is_news else {})
        self._api = SearchApi(
            setup, setting=SETTING, key=self._key, limit_statuses=_CREDITS_ARE_USED_UP
        )

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most 10 hits. Raises `SearchError`."""
        body = {
            "query": query,
            "type": "auto",
            "numResults": max(1, min(limit, MAX_RESULTS)),
            "contents": {"highlights": True},
            **self._bounds,
        }
        headers = {"x-api-key": self._key.get_secret_value()}
        value = (await self._api.post(_URL, body, headers)).value()
        if not isinstance(value, dict) or not isinstance(value.get("results"), list):
            raise SearchAnswerError("its answer is JSON, but not that of Exa")
        results = (
            EngineResult(
                url=text(result, "url"),
                title=text(result, "title"),
                snippet=_highlights(result),
                published=text(result, "publishedDate"),
                author=text(result, "author"),
            )
            for result in entries(value, "results")
        )
        return web_hits(self.name, results, limit, is_news=self._is_news)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._api.aclose()


def _highlights(result: object) -> str:
    return " … ".join(said for said in entries(result, "highlights") if isinstance(said, str))


def _bounds(scope: Scope) -> dict[str, object]:
    """The filters of `scope`; of domains it takes those to search or those not to, never both."""
    bounds: dict[str, object] = {}
    if scope.allow_domains:
        bounds["includeDomains"] = list(scope.allow_domains)
    elif scope.deny_domains:
        bounds["excludeDomains"] = list(scope.deny_domains)
    if scope.since:
        bounds["startPublishedDate"] = f"{scope.since.isoformat()}T00:00:00.000Z"
    if scope.until:
        bounds["endPublishedDate"] = f"{scope.until.isoformat()}T23:59:59.999Z"
    return bounds
