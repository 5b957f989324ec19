"""Search for images and videos with Brave.

https://api-dashboard.search.brave.com/app/documentation/image-search/get-started and
https://api-dashboard.search.brave.com/app/documentation/video-search/get-started
"""

from pydantic import SecretStr

from research.adapters.search.brave_search import MAX_QUERY_WORDS, SETTING, search_language
from research.adapters.search.engine_results import entries, member, text
from research.adapters.search.media.media_results import MediaResult, found_media
from research.adapters.search.search_api import SearchApi, SearchSetup, required_key
from research.domain.errors import SearchAnswerError
from research.domain.source import FoundMedia, MediaKind

KINDS = (MediaKind.IMAGE, MediaKind.VIDEO)
MAX_RESULTS = 50
_URL = "https://api.search.brave.com/res/v1"


class BraveMediaSearch:
    """`ports.MediaSearch` on Brave's images, or on its videos."""

    def __init__(self, setup: SearchSetup, api_key: SecretStr, kind: MediaKind) -> None:
        """Raises `InvalidSettingError` without a key."""
        self.name = f"brave {kind}s"
        self._kind = kind
        self._key = required_key(SETTING, api_key)
        self._language = search_language(setup.scope.language)
        self._api = SearchApi(
            setup,
            setting=SETTING,
            key=self._key,
            key_codes=frozenset({"SUBSCRIPTION_TOKEN_INVALID"}),
        )

    async def search(self, query: str, limit: int) -> list[FoundMedia]:
        """At most `limit` of them, best first. Raises `SearchError`."""
        params: dict[str, str | int] = {
            "q": " ".join(query.split()[:MAX_QUERY_WORDS]),
            "count": max(1, min(limit, MAX_RESULTS)),
            "safesearch": "strict",
            **self._language,
        }
        headers = {"X-Subscription-Token": self._key.get_secret_value()}
        answer = await self._api.get(f"{_URL}/{self._kind}s/search", params, headers)
        value = answer.value()
        if not isinstance(member(value, "type"), str):
            raise SearchAnswerError("its answer is JSON, but not that of Brave")
        results = map(self._result, entries(value, "results"))
        return found_media(self.name, self._kind, results, limit)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._api.aclose()

    def _result(self, row: object) -> MediaResult:
        page, title = text(row, "url"), text(row, "title")
        if self._kind is MediaKind.VIDEO:
            return MediaResult(page, title)
        return MediaResult(text(row, "properties", "url"), title, page)
