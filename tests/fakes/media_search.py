"""Stands behind `ports.MediaSearch`: a fake, and the adapters with recorded answers.

The answers in `tests/provider_answers` were written for these tests after each provider's
documentation; each finds six things.
"""

import asyncio
from collections.abc import Mapping, Sequence

from pydantic import SecretStr

from research.adapters.search.media.brave_media_search import BraveMediaSearch
from research.adapters.search.media.serper_media_search import SerperMediaSearch
from research.adapters.search.media.tavily_media_search import TavilyMediaSearch
from research.domain.errors import SearchError
from research.domain.source import FoundMedia, MediaKind
from research.ports import MediaSearch
from tests.fakes.search_providers import KEY, Handler, setup_of

MAKERS = {
    "brave_images": (BraveMediaSearch, MediaKind.IMAGE),
    "brave_videos": (BraveMediaSearch, MediaKind.VIDEO),
    "serper_images": (SerperMediaSearch, MediaKind.IMAGE),
    "serper_videos": (SerperMediaSearch, MediaKind.VIDEO),
    "tavily_images": (TavilyMediaSearch, MediaKind.IMAGE),
}


def media_search(name: str, handler: Handler) -> MediaSearch:
    """The search `name`, whose provider `handler` plays."""
    make, kind = MAKERS[name]
    return make(setup_of(handler), SecretStr(KEY), kind)


def found(
    name: str, caption: str = "White storks", kind: MediaKind = MediaKind.IMAGE, page: str = ""
) -> FoundMedia:
    """Something found, at an address of that name."""
    return FoundMedia(
        kind=kind, url=f"https://img.example/{name}", caption=caption, page=page, provider="fake"
    )


class FakeMediaSearch:
    """Finds the same for every query, or fails as `errors` says."""

    def __init__(
        self,
        media: Sequence[FoundMedia],
        *,
        name: str = "fake images",
        errors: Mapping[str, str] | None = None,
        seconds: float = 0.0,
    ) -> None:
        self.name = name
        self.media = media
        self.errors = errors or {}
        self.seconds = seconds
        self.asked: list[str] = []

    async def search(self, query: str, limit: int) -> list[FoundMedia]:
        """The same, always. Raises `SearchError`."""
        self.asked.append(query)
        await asyncio.sleep(self.seconds)
        if query in self.errors:
            raise SearchError(self.errors[query])
        return [one.model_copy(update={"provider": self.name}) for one in self.media][:limit]
