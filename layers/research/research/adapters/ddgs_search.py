"""Search through the engines that need no key, by the `ddgs` library."""

import asyncio
import re
from typing import Any

from research.adapters.web_hits import FoundPage, text, web_hits
from research.errors import SearchError
from research.models import SearchHit
from research.text.cleaning import clean_line

ENGINES = "duckduckgo, brave, mojeek, startpage, yahoo, wikipedia"
"""All that the library knows but `grokipedia`, whose articles a model writes: no source for us."""
_NOTHING_FOUND = "No results found."  # the library's words; it has no exception of its own for it
_CLIENT_ERROR = re.compile(r"(\w+Error): \1\(")


class DdgsSearch:
    """`ports.WebSearch` on DuckDuckGo and others. An engine that turns us away looks, through the
    library, like one that found nothing.
    """

    name = "ddgs"

    def __init__(self, *, timeout_seconds: float) -> None:
        """`timeout_seconds` is for a search in all, the engines it falls back to included."""
        self._timeout_seconds = timeout_seconds

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """As `ports.WebSearch` says, in a thread of its own. Raises `SearchError`."""
        try:
            async with asyncio.timeout(self._timeout_seconds):
                found = await asyncio.to_thread(self._search, query, limit)
        except TimeoutError:
            raise SearchError(f"no answer within {self._timeout_seconds:g} s") from None
        rows = (
            FoundPage(url=text(row, "href"), title=text(row, "title"), snippet=text(row, "body"))
            for row in found
        )
        return web_hits(self.name, rows, limit)

    def _search(self, query: str, limit: int) -> list[dict[str, Any]]:
        from ddgs import DDGS
        from ddgs.exceptions import DDGSException

        # The library waits so long for each of its rounds; half, so that a second one can end.
        seconds = max(1, int(self._timeout_seconds / 2))
        try:
            return DDGS(timeout=seconds).text(query, max_results=limit, backend=ENGINES)
        except DDGSException as error:
            if str(error) == _NOTHING_FOUND:
                return []
            raise SearchError(_reason(error)) from error


def _reason(error: Exception) -> str:
    """What the library says; of its HTTP client's errors, which are long, the name alone."""
    said = clean_line(str(error), 200) or type(error).__name__
    if found := _CLIENT_ERROR.match(said):
        return f"no engine could be reached ({found[1]})"
    return f"no engine answered: {said}"
