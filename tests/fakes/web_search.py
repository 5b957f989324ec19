"""Stands behind `ports.WebSearch`: answers that were written down."""

import asyncio
from collections.abc import Sequence

from research.domain.errors import SearchError
from research.domain.source import SearchHit


class FakeWebSearch:
    """Finds `urls` for every query, but for those that `errors` names; keeps what it was asked."""

    def __init__(
        self,
        urls: Sequence[str] = (),
        *,
        name: str = "fake",
        errors: dict[str, str] | None = None,
        delay_seconds: float = 0.0,
        is_news: bool = False,
    ) -> None:
        self.name = name
        self.asked: list[str] = []
        self._urls = urls
        self._errors = errors or {}
        self._delay_seconds = delay_seconds
        self._is_news = is_news

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """A hit for each address, titled after it. Raises `SearchError` for the queries named."""
        self.asked.append(query)
        await asyncio.sleep(self._delay_seconds)
        if query in self._errors:
            raise SearchError(self._errors[query])
        return [
            SearchHit(
                url=url,
                title=f"Title of {url}",
                provider=self.name,
                rank=rank,
                is_news=self._is_news,
            )
            for rank, url in enumerate(self._urls[:limit], start=1)
        ]
