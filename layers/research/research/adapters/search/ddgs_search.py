"""Search through the engines that need no key, by the `ddgs` library."""

import asyncio
import re
from collections.abc import Mapping
from typing import Any

from research.adapters.search.web_hits import FoundPage, text, web_hits
from research.domain.errors import SearchError
from research.domain.source import SearchHit
from research.text.cleaning import clean_line

ENGINES = "duckduckgo, brave, mojeek, startpage, yahoo, wikipedia"
"""All that the library knows but `grokipedia`, whose articles a model writes: no source for us."""
NEWS_ENGINES = "bing, duckduckgo, yahoo"
COUNTRIES: Mapping[str, str] = {
    "ar": "xa", "bn": "bd", "ca": "ct", "cs": "cz", "cy": "uk", "da": "dk", "el": "gr", "en": "us",
    "et": "ee", "eu": "es", "fa": "ir", "ga": "ie", "gl": "es", "he": "il", "hi": "in", "hy": "am",
    "ja": "jp", "ka": "ge", "kk": "kz", "ko": "kr", "ms": "my", "nb": "no", "nn": "no", "sl": "si",
    "sq": "al", "sr": "rs", "sv": "se", "sw": "ke", "ta": "in", "uk": "ua", "ur": "pk", "vi": "vn",
    "zh": "cn",
}  # fmt: skip
"""The engines want a country with each language; most languages are called as theirs is."""
_NOTHING_FOUND = "No results found."  # the library's words; it has no exception of its own for it
_CLIENT_ERROR = re.compile(r"(\w+Error): \1\(")


class DdgsSearch:
    """`ports.WebSearch` on DuckDuckGo and others. An engine that turns us away looks, through the
    library, like one that found nothing.
    """

    def __init__(
        self, *, timeout_seconds: float, language: str = "", is_news: bool = False
    ) -> None:
        """`timeout_seconds` is for a search in all, the engines it falls back to included.

        `language` is as `models.Language` has it; `is_news`: the engines' news are searched.
        """
        self._timeout_seconds = timeout_seconds
        self._is_news = is_news
        self._asked = {"backend": NEWS_ENGINES if is_news else ENGINES}
        if language:
            self._asked["region"] = _region(language)

    @property
    def name(self) -> str:
        """Of the engines together, or of their news."""
        return "ddgs news" if self._is_news else "ddgs"

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """As `ports.WebSearch` says, in a thread of its own. Raises `SearchError`."""
        try:
            async with asyncio.timeout(self._timeout_seconds):
                found = await asyncio.to_thread(self._search, query, limit)
        except TimeoutError:
            raise SearchError(f"no answer within {self._timeout_seconds:g} s") from None
        rows = (
            FoundPage(
                url=text(row, "url" if self._is_news else "href"),
                title=text(row, "title"),
                snippet=text(row, "body"),
                published=text(row, "date"),
            )
            for row in found
        )
        return web_hits(self.name, rows, limit, is_news=self._is_news)

    def _search(self, query: str, limit: int) -> list[dict[str, Any]]:
        from ddgs import DDGS
        from ddgs.exceptions import DDGSException

        # The library waits so long for each of its rounds; half, so that a second one can end.
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
    """Country and language, as the library takes them: ``br-pt`` for ``pt-BR``."""
    name, _, country = language.partition("-")
    country = country.lower().replace("gb", "uk") or COUNTRIES.get(name, name)
    return f"{country}-{name}"


def _reason(error: Exception) -> str:
    """What the library says; of its HTTP client's errors, which are long, the name alone."""
    said = clean_line(str(error), 200) or type(error).__name__
    if found := _CLIENT_ERROR.match(said):
        return f"no engine could be reached ({found[1]})"
    return f"no engine answered: {said}"
