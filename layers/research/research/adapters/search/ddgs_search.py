"""Search with engines that need no key, through the `ddgs` library."""

import asyncio
import re
from collections.abc import Mapping
from typing import Any

from research.adapters.search.engine_results import EngineResult, text, web_hits
from research.domain.errors import SearchError
from research.domain.source import SearchHit
from research.text.cleaning import clean_line

ENGINES = "duckduckgo, brave, mojeek, startpage, yahoo, wikipedia"
"""All that the library has but `grokipedia`, whose articles a model writes."""
NEWS_ENGINES = "bing, duckduckgo, yahoo"
COUNTRIES: Mapping[str, str] = {
    "ar": "xa", "bn": "bd", "ca": "ct", "cs": "cz", "cy": "uk", "da": "dk", "el": "gr", "en": "us",
    "et": "ee", "eu": "es", "fa": "ir", "ga": "ie", "gl": "es", "he": "il", "hi": "in", "hy": "am",
    "ja": "jp", "ka": "ge", "kk": "kz", "ko": "kr", "ms": "my", "nb": "no", "nn": "no", "sl": "si",
    "sq": "al", "sr": "rs", "sv": "se", "sw": "ke", "ta": "in", "uk": "ua", "ur": "pk", "vi": "vn",
    "zh": "cn",
}  # fmt: skip
"""Languages to countries, which the engines want with a language, where the two codes differ."""
_NOTHING_FOUND = "No results found."  # the library has a message for this, but no exception class
_CLIENT_ERROR = re.compile(r"(\w+Error): \1\(")


class DdgsSearch:
    """`ports.WebSearch` on DuckDuckGo and other engines.

    The library does not tell an engine that refused to answer from one that found nothing.
    """

    def __init__(
        self, *, timeout_seconds: float, language: str = "", is_news: bool = False
    ) -> None:
        """`timeout_seconds` bounds a whole search, including the engines it falls back to.

        `language` is a `domain.value.Language`. With `is_news` the engines' news are searched.
        """
        self.name = "ddgs news" if is_news else "ddgs"
        self._timeout_seconds = timeout_seconds
        self._is_news = is_news
        self._asked = {"backend": NEWS_ENGINES if is_news else ENGINES}
        if language:
            self._asked["region"] = _region(language)

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most `limit` hits. The library runs in a thread. Raises `SearchError`."""
        try:
            async with asyncio.timeout(self._timeout_seconds):
                found = await asyncio.to_thread(self._search, query, limit)
        except TimeoutError:
            raise SearchError(f"no answer within {self._timeout_seconds:g} s") from None
        results = (
            EngineResult(
                url=text(row, "url" if self._is_news else "href"),
                title=text(row, "title"),
                snippet=text(row, "body"),
                published=text(row, "date"),
            )
            for row in found
        )
        return web_hits(self.name, results, limit, is_news=self._is_news)

    def _search(self, query: str, limit: int) -> list[dict[str, Any]]:
        from ddgs import DDGS
        from ddgs.exceptions import DDGSException

        # The library's time-out is for each of its rounds: half leaves time for a second one.
        seconds = max(1, int(self._timeout_seconds / 2))
        engines = DDGS(timeout=seconds)
        ask = engines.news if self._is_news else engines.text
        try:
            return ask(query, max_results=limit, **self._asked)
        except DDGSException as error:
            if str(error) == _NOTHING_FOUND:
                return []
            raise SearchError(_reason(error)) from error


def _region(language: str) -> str:
    """The library's region for a language: ``br-pt`` for ``pt-BR``."""
    name, _, country = language.partition("-")
    country = country.lower().replace("gb", "uk") or COUNTRIES.get(name, name)
    return f"{country}-{name}"


def _reason(error: Exception) -> str:
    """The library's message; for its HTTP client's long errors only the error's name."""
    said = clean_line(str(error), 200) or type(error).__name__
    if found := _CLIENT_ERROR.match(said):
        return f"no engine could be reached ({found[1]})"
    return f"no engine answered: {said}"
