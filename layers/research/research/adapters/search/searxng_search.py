"""Search with a SearXNG instance, through its JSON API.

https://docs.searxng.org/dev/search_api.html
"""

import httpx

from research.adapters.search.engine_api import EngineAnswer, EngineClient
from research.adapters.search.engine_results import EngineResult, entries, text, web_hits
from research.domain.errors import InvalidSettingError, SearchError
from research.domain.source import SearchHit
from research.text.cleaning import clean_line

_MAX_ENGINES_NAMED = 4


class SearxngSearch:
    """`ports.WebSearch` on one SearXNG instance, which decides how many results it returns."""

    def __init__(
        self,
        base_url: str,
        *,
        timeout_seconds: float,
        user_agent: str,
        language: str = "",
        is_news: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`base_url` is the instance's front page; `language` is a `domain.value.Language`.

        With `is_news` the engines of its category `news` are searched. Raises
        `InvalidSettingError` for an address that is not http(s).
        """
        self.name = "searxng news" if is_news else "searxng"
        self._is_news = is_news
        self._asked = {"format": "json"}
        if is_news:
            self._asked["categories"] = "news"
        if language:
            self._asked["language"] = language
        self._url = f"{base_url.strip().rstrip('/').removesuffix('/search')}/search"
        if not self._url.lower().startswith(("http://", "https://")):
            raise InvalidSettingError("SEARXNG_URL: not an address that starts with http(s)://")
        self._client = EngineClient(
            timeout_seconds=timeout_seconds, user_agent=user_agent, transport=transport
        )

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most `limit` hits. Raises `SearchError`, with a remedy if one is known."""
        answer = await self._client.get(self._url, {"q": query, **self._asked})
        _check_status(answer)
        value = answer.value()
        if not isinstance(value, dict) or not isinstance(value.get("results"), list):
            raise SearchError("its answer is JSON, but not that of SearXNG")
        results = entries(value, "results")
        if not results and (silent := entries(value, "unresponsive_engines")):
            raise SearchError(f"nothing found, and engines that failed: {_engines(silent)}")
        found = (
            EngineResult(
                url=text(result, "url"),
                title=text(result, "title"),
                snippet=text(result, "content"),
                published=text(result, "publishedDate"),
            )
            for result in results
        )
        return web_hits(self.name, found, limit, is_news=self._is_news)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _check_status(answer: EngineAnswer) -> None:
    if answer.status == httpx.codes.FORBIDDEN:
        raise SearchError(
            "it answered 403 Forbidden: the JSON format is not enabled; "
            "add `json` to `search.formats` in its settings.yml"
        )
    if answer.status == httpx.codes.TOO_MANY_REQUESTS:
        raise SearchError(
            "it answered 429 Too Many Requests: its limiter takes us for a bot, or we ask too often"
        )
    if answer.location and 300 <= answer.status < 400:
        raise SearchError(
            f"it redirects to {clean_line(answer.location, 120)}, which is not followed; "
            "SEARXNG_URL must be the instance's final address"
        )
    if not 200 <= answer.status < 300:
        raise SearchError(f"it answered {answer.status_line}")


def _engines(silent: list[object]) -> str:
    """The engines and why each failed, from pairs such as ``["bing", "timeout"]``."""
    rows = [row for row in silent if isinstance(row, list) and row]
    named = ", ".join(" ".join(str(cell) for cell in row[:2]) for row in rows[:_MAX_ENGINES_NAMED])
    return clean_line(named, 200)
