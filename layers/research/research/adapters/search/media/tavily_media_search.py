"""Search for images with Tavily, which describes each, and does not say what page shows it.

https://docs.tavily.com/documentation/api-reference/endpoint/search
"""

from pydantic import SecretStr

from research.adapters.search.engine_results import entries, text
from research.adapters.search.media.media_results import MediaResult, found_media
from research.adapters.search.search_api import SearchApi, SearchSetup, required_key
from research.adapters.search.tavily_search import PLAN_IS_USED_UP, SETTING, URL, search_bounds
from research.domain.errors import SearchAnswerError
from research.domain.source import FoundMedia, MediaKind

KINDS = (MediaKind.IMAGE,)


class TavilyMediaSearch:
    """`ports.MediaSearch` on Tavily's images, which come with a search of the web."""

    def __init__(self, setup: SearchSetup, api_key: SecretStr, kind: MediaKind) -> None:
        """Raises `InvalidSettingError` without a key."""
        self.name = f"tavily {kind}s"
        self._key = required_key(SETTING, api_key)
        self._bounds = search_bounds(setup.scope)
        self._api = SearchApi(setup, setting=SETTING, key=self._key, limit_statuses=PLAN_IS_USED_UP)

    async def search(self, query: str, limit: int) -> list[FoundMedia]:
        """At most `limit` of them, best first. Raises `SearchError`."""
        body = {
            "query": query,
            "max_results": 1,
            "search_depth": "basic",
            "include_images": True,
            "include_image_descriptions": True,
            **self._bounds,
        }
        headers = {"Authorization": f"Bearer {self._key.get_secret_value()}"}
        value = (await self._api.post(URL, body, headers)).value()
        if not isinstance(value, dict) or not isinstance(value.get("results"), list):
            raise SearchAnswerError("its answer is JSON, but not that of Tavily")
        results = (
            MediaResult(text(row, "url"), text(row, "description"))
            for row in entries(value, "images")
        )
        return found_media(self.name, MediaKind.IMAGE, results, limit)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._api.aclose()
