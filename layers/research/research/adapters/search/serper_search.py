"""Search with Serper, which passes on what Google finds.

https://serper.dev/playground shows what it is asked and answers.
"""

from pydantic import SecretStr

from research.adapters.search.engine_results import EngineResult, entries, iso_day, text, web_hits
from research.adapters.search.search_api import SearchApi, SearchSetup, required_key
from research.domain.errors import SearchAnswerError
from research.domain.scope import Scope
from research.domain.source import SearchHit

INTERVAL_SECONDS = 0.05
"""The smallest plan allows 50 searches in a second; we ask for fewer."""
MAX_RESULTS = 10
"""More of them cost a second credit."""
SETTING = "SERPER_API_KEY"
_URL = "https://google.serper.dev"


class SerperSearch:
    """`ports.WebSearch` on Serper; at most 10 hits a query."""

    def __init__(self, setup: SearchSetup, api_key: SecretStr, *, is_news: bool = False) -> None:
        """With `is_news` Google's news are searched. Raises `InvalidSettingError` without a key."""
        self.name = "serper news" if is_news else "serper"
        self._is_news = is_news
        self._key = required_key(SETTING, api_key)
        self._bounds = {**search_language(setup.scope.language), **_period(setup.scope)}
        self._api = SearchApi(setup, setting=SETTING, key=self._key)

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most 10 hits. Raises `SearchError`."""
        body = {"q": query, "num": max(1, min(limit, MAX_RESULTS)), **self._bounds}
        headers = {"X-API-KEY": self._key.get_secret_value()}
        place, part = ("news", "news") if self._is_news else ("search", "organic")
        value = (await self._api.post(f"{_URL}/{place}", body, headers)).value()
        if not isinstance(value, dict) or not isinstance(value.get("searchParameters"), dict):
            raise SearchAnswerError("its answer is JSON, but not that of Serper")
        results = (
            EngineResult(
                url=text(result, "link"),
                title=text(result, "title"),
                snippet=text(result, "snippet"),
                published=iso_day(text(result, "date")),
            )
            for result in entries(value, part)
        )
        return web_hits(self.name, results, limit, is_news=self._is_news)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._api.aclose()


def search_language(language: str) -> dict[str, str]:
    """The parameters that ask for pages in `language`."""
    name, _, country = language.partition("-")
    return {key: word for key, word in (("hl", name), ("gl", country.lower())) if word}


def _period(scope: Scope) -> dict[str, str]:
    """The period that Google is asked for, as its own tools write it."""
    if not (scope.since or scope.until):
        return {}
    days = (("cd_min", scope.since), ("cd_max", scope.until))
    named = [f"{name}:{day.month}/{day.day}/{day.year}" for name, day in days if day]
    return {"tbs": ",".join(["cdr:1", *named])}
