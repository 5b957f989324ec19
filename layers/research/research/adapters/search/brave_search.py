"""Search with Brave, which has an index of the web of its own.

https://api-dashboard.search.brave.com/api-reference/web/search/get
"""

from datetime import UTC, date, datetime

from pydantic import SecretStr

from research.adapters.search.engine_results import EngineResult, entries, member, text, web_hits
from research.adapters.search.search_api import SearchApi, SearchSetup, required_key
from research.domain.errors import SearchAnswerError
from research.domain.scope import Scope
from research.domain.source import SearchHit

INTERVAL_SECONDS = 1.0
"""The smallest plan allows one search in a second."""
MAX_RESULTS = 20
MAX_QUERY_WORDS = 50
SETTING = "BRAVE_API_KEY"
_WEB_URL = "https://api.search.brave.com/res/v1/web/search"
_NEWS_URL = "https://api.search.brave.com/res/v1/news/search"
_FIRST_DAY = date(1970, 1, 1)
_LANGUAGES = frozenset(
    "ar bg bn ca cs da de el en en-gb es et eu fi fr gl gu he hi hr hu is it jp kn ko lt lv ml mr "
    "ms nb nl pa pl pt-br pt-pt ro ru sk sl sr sv ta te th tr uk vi zh-hans zh-hant".split()
)
"""The values of its parameter `search_lang`; a search with others is refused."""
_OTHER_NAMES = {
    "ja": "jp", "no": "nb", "pt": "pt-pt", "zh": "zh-hans", "zh-tw": "zh-hant", "zh-hk": "zh-hant",
}  # fmt: skip


class BraveSearch:
    """`ports.WebSearch` on Brave; at most 20 hits a query."""

    def __init__(self, setup: SearchSetup, api_key: SecretStr, *, is_news: bool = False) -> None:
        """With `is_news` its news are searched. Raises `InvalidSettingError` without a key."""
        self.name = "brave news" if is_news else "brave"
        self._is_news = is_news
        self._key = required_key(SETTING, api_key)
        self._bounds = {**search_language(setup.scope.language), **_freshness(setup.scope)}
        self._api = SearchApi(
            setup,
            setting=SETTING,
            key=self._key,
            key_codes=frozenset({"SUBSCRIPTION_TOKEN_INVALID"}),
        )

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most 20 hits. Raises `SearchError`."""
        params: dict[str, str | int] = {
            "q": " ".join(query.split()[:MAX_QUERY_WORDS]),
            "count": max(1, min(limit, MAX_RESULTS)),
            **self._bounds,
        }
        if not self._is_news:
            params |= {"result_filter": "web", "text_decorations": "false"}
        headers = {"X-Subscription-Token": self._key.get_secret_value()}
        answer = await self._api.get(_NEWS_URL if self._is_news else _WEB_URL, params, headers)
        results = (
            EngineResult(
                url=text(result, "url"),
                title=text(result, "title"),
                snippet=text(result, "description"),
                published=text(result, "page_age"),
            )
            for result in self._results(answer.value())
        )
        return web_hits(self.name, results, limit, is_news=self._is_news)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._api.aclose()

    def _results(self, value: object) -> list[object]:
        """The results in an answer, which has no part for the web where nothing was found."""
        if not isinstance(member(value, "type"), str):
            raise SearchAnswerError("its answer is JSON, but not that of Brave")
        return entries(value, "results") if self._is_news else entries(value, "web", "results")


def search_language(language: str) -> dict[str, str]:
    """The parameter that asks for pages in `language`; none for one that Brave does not know."""
    lower = language.lower()
    name = lower.partition("-")[0]
    candidates = (lower, _OTHER_NAMES.get(lower, ""), _OTHER_NAMES.get(name, ""), name)
    known = next((one for one in candidates if one in _LANGUAGES), "")
    return {"search_lang": known} if known else {}


def _freshness(scope: Scope) -> dict[str, str]:
    if not (scope.since or scope.until):
        return {}
    since = scope.since or _FIRST_DAY
    until = scope.until or datetime.now(UTC).date()
    return {"freshness": f"{since.isoformat()}to{max(since, until).isoformat()}"}
