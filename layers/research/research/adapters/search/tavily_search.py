"""Search with Tavily, whose results come with an extract of the page made for the query.

https://docs.tavily.com/documentation/api-reference/endpoint/search
"""

from pydantic import SecretStr

from research.adapters.search.engine_results import EngineResult, entries, iso_day, text, web_hits
from research.adapters.search.search_api import SearchApi, SearchSetup, required_key
from research.domain.errors import SearchAnswerError
from research.domain.scope import Scope
from research.domain.source import SearchHit

INTERVAL_SECONDS = 0.6
"""A key for development may search 100 times in a minute, one for production more often."""
MAX_RESULTS = 20
SETTING = "TAVILY_API_KEY"
URL = "https://api.tavily.com/search"
PLAN_IS_USED_UP = frozenset({429, 432, 433})


class TavilySearch:
    """`ports.WebSearch` on Tavily; at most 20 hits a query. It keeps to domains by itself."""

    takes_plain_queries = True

    def __init__(self, setup: SearchSetup, api_key: SecretStr, *, is_news: bool = False) -> None:
        """With `is_news` its news are searched. Raises `InvalidSettingError` without a key."""
        self.name = "tavily news" if is_news else "tavily"
        self._is_news = is_news
        self._key = required_key(SETTING, api_key)
        self._bounds = search_bounds(setup.scope)
        self._api = SearchApi(setup, setting=SETTING, key=self._key, limit_statuses=PLAN_IS_USED_UP)

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most 20 hits. Raises `SearchError`."""
        body = {
            "query": query,
            "max_results": max(1, min(limit, MAX_RESULTS)),
            "topic": "news" if self._is_news else "general",
            "search_depth": "basic",
            **self._bounds,
        }
        headers = {"Authorization": f"Bearer {self._key.get_secret_value()}"}
        value = (await self._api.post(URL, body, headers)).value()
        if not isinstance(value, dict) or not isinstance(value.get("results"), list):
            raise SearchAnswerError("its answer is JSON, but not that of Tavily")
        results = (
            EngineResult(
                url=text(result, "url"),
                title=text(result, "title"),
                snippet=text(result, "content"),
                published=iso_day(text(result, "published_date")),
            )
            for result in entries(value, "results")
        )
        return web_hits(self.name, results, limit, is_news=self._is_news)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._api.aclose()


def search_bounds(scope: Scope) -> dict[str, object]:
    """The parameters that keep a search to `scope`."""
    bounds: dict[str, object] = {
        "include_domains": list(scope.allow_domains),
        "exclude_domains": list(scope.deny_domains),
        "start_date": scope.since.isoformat() if scope.since else "",
        "end_date": scope.until.isoformat() if scope.until else "",
    }
    return {name: bound for name, bound in bounds.items() if bound}
