"""Search for images and videos with Serper, which passes on what Google finds.

https://serper.dev/playground shows what it is asked and answers.
"""

from pydantic import SecretStr

from research.adapters.search.engine_results import entries, text
from research.adapters.search.media.media_results import MediaResult, found_media
from research.adapters.search.search_api import SearchApi, SearchSetup, required_key
from research.adapters.search.serper_search import MAX_RESULTS, SETTING, search_language
from research.domain.errors import SearchAnswerError
from research.domain.source import FoundMedia, MediaKind

KINDS = (MediaKind.IMAGE, MediaKind.VIDEO)
_URL = "https://google.serper.dev"


class SerperMediaSearch:
    """`ports.MediaSearch` on Google's images, or on its videos, by Serper."""

    def __init__(self, setup: SearchSetup, api_key: SecretStr, kind: MediaKind) -> None:
        """Raises `InvalidSettingError` without a key."""
        self.name = f"serper {kind}s"
        self._kind = kind
        self._key = required_key(SETTING, api_key)
        self._language = search_language(setup.scope.language)
        self._api = SearchApi(setup, setting=SETTING, key=self._key)

    async def search(self, query: str, limit: int) -> list[FoundMedia]:
        """At most 10 of them, best first. Raises `SearchError`."""
        body = {
            "q": query,
            "num": max(1, min(limit, MAX_RESULTS)),
            "safe": "active",
            **self._language,
        }
        headers = {"X-API-KEY": self._key.get_secret_value()}
        value = (await self._api.post(f"{_URL}/{self._kind}s", body, headers)).value()
        if not isinstance(value, dict) or not isinstance(value.get("searchParameters"), dict):
            raise SearchAnswerError("its answer is JSON, but not that of Serper")
        results = map(self._result, entries(value, f"{self._kind}s"))
        return found_media(self.name, self._kind, results, min(limit, MAX_RESULTS))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._api.aclose()

    def _result(self, row: object) -> MediaResult:
        page, title = text(row, "link"), text(row, "title")
        if self._kind is MediaKind.VIDEO:
            return MediaResult(page, title)
        return MediaResult(text(row, "imageUrl"), title, page)
