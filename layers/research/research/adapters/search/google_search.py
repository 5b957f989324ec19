"""Search with Google's Programmable Search, through its Custom Search JSON API.

https://developers.google.com/custom-search/v1/reference/rest/v1/cse/list
"""

import re

import httpx
from pydantic import SecretStr

from research.adapters.search.engine_api import EngineAnswer, EngineClient
from research.adapters.search.engine_results import EngineResult, entries, text, web_hits
from research.domain.errors import InvalidSettingError, SearchError
from research.domain.source import SearchHit
from research.text.cleaning import clean_line

END_OF_WEB_SEARCH_WARNING = (
    "Google's Custom Search JSON API stops searching the whole web on 2027-01-01; "
    "set SEARXNG_URL, or unset GOOGLE_API_KEY to search with DuckDuckGo and others."
)
"""Added to the warnings of every run that searches with Google."""
MAX_RESULTS = 10
"""The most that one request returns; each further page is charged as another request."""
_URL = "https://customsearch.googleapis.com/customsearch/v1"
_RESTRICTABLE = frozenset(
    "ar bg ca cs da de el en es et fi fr hr hu id is it ja ko lt lv nl no pl pt ro ru sk sl sr sv "
    "tr zh-CN zh-TW".split()
)
"""The values of its parameter `lr`, which calls Hebrew `iw`; it refuses a search with others."""
_KEY = re.compile(r"[\x21-\x7e]+")
_DATE_TAGS = ("article:published_time", "datepublished", "og:published_time", "date")


class GoogleSearch:
    """`ports.WebSearch` on one programmable search engine; at most 10 hits a query."""

    name = "google"

    def __init__(
        self,
        api_key: SecretStr,
        engine_id: str,
        *,
        timeout_seconds: float,
        user_agent: str,
        language: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`language` is a `domain.value.Language`.

        Raises `InvalidSettingError` for a key or an engine id that can't be one.
        """
        if not _KEY.fullmatch(api_key.get_secret_value()):
            raise InvalidSettingError("GOOGLE_API_KEY: empty, or with characters that no key has")
        if not engine_id.strip():
            raise InvalidSettingError("GOOGLE_CSE_ID: needed with GOOGLE_API_KEY")
        self._api_key = api_key
        self._engine_id = engine_id.strip()
        self._language_params = _language_params(language)
        self._client = EngineClient(
            timeout_seconds=timeout_seconds, user_agent=user_agent, transport=transport
        )

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most 10 hits. Raises `SearchError` with the reason that Google gives."""
        wanted = max(1, min(limit, MAX_RESULTS))
        params: dict[str, str | int] = {"q": query, "cx": self._engine_id, "num": wanted}
        params |= self._language_params
        # In a header, because addresses end up in logs: httpx itself writes them there.
        key = self._api_key.get_secret_value()
        answer = await self._client.get(_URL, params, {"X-Goog-Api-Key": key})
        if not 200 <= answer.status < 300:
            raise SearchError(f"it answered {answer.status_line}{self._reason(answer)}")
        value = answer.value()
        if not isinstance(value, dict):
            raise SearchError("its answer is JSON, but not that of Google")
        results = (
            EngineResult(
                url=text(item, "link"),
                title=text(item, "title"),
                snippet=text(item, "snippet"),
                published=_published(item),
            )
            for item in entries(value, "items")
        )
        return web_hits(self.name, results, limit)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _reason(self, answer: EngineAnswer) -> str:
        """The message in an error of Google's, without the key, should it be quoted there."""
        try:
            value = answer.value()
        except SearchError:
            return ""
        error = value.get("error") if isinstance(value, dict) else None
        message = text(error, "message").replace(self._api_key.get_secret_value(), "…")
        return f": {clean_line(message, 200)}" if message else ""


def _language_params(language: str) -> dict[str, str]:
    """The parameters that ask for pages in `language`; none for an empty one."""
    name = language.partition("-")[0]
    restricted = {"he": "iw", "zh": "zh-CN", "nb": "no"}.get(name, name)
    restricted = language if language in _RESTRICTABLE else restricted
    known = {"lr": f"lang_{restricted}"} if restricted in {*_RESTRICTABLE, "iw"} else {}
    return {"hl": language, **known} if language else {}


def _published(item: object) -> str:
    """The date in the page's meta tags, which Google passes on; empty if there is none."""
    page_map = item.get("pagemap") if isinstance(item, dict) else None
    tags = entries(page_map, "metatags")[:1]
    return next((found for tag in tags for name in _DATE_TAGS if (found := text(tag, name))), "")
