"""Search for preprints with arXiv: physics, mathematics, computer science and their neighbours.

https://info.arxiv.org/help/api/user-manual.html, and https://info.arxiv.org/help/api/tou.html for
how often it may be asked.
"""

from collections.abc import Iterator
from datetime import date

from lxml import etree

from research.adapters.search.engine_results import EngineResult, byline, web_hits
from research.adapters.search.scholarly.paper import telling_words
from research.adapters.search.search_api import SearchApi, SearchSetup
from research.domain.errors import SearchAnswerError, SearchError
from research.domain.scope import Scope
from research.domain.source import SearchHit
from research.text.cleaning import clean_line

INTERVAL_SECONDS = 3.0
"""Its terms of use: one request in three seconds, over one connection."""
MAX_RESULTS = 50
_URL = "https://export.arxiv.org/api/query"
_ATOM = "{http://www.w3.org/2005/Atom}"
_FIRST_DAY, _LAST_DAY = date(1991, 1, 1), date(2999, 12, 31)


class ArxivSearch:
    """`ports.WebSearch` on arXiv; hits are its pages of abstracts."""

    name = "arxiv"
    takes_plain_queries = True

    def __init__(self, setup: SearchSetup) -> None:
        self._period = _period(setup.scope)
        self._api = SearchApi(setup)

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most 50 papers. Raises `SearchError`."""
        # Papers with any of the words, by relevance: few have all the words of a question.
        any_word = " OR ".join(f"all:{word}" for word in telling_words(query))
        params: dict[str, str | int] = {
            "search_query": f"({any_word}){self._period}",
            "start": 0,
            "max_results": max(1, min(limit, MAX_RESULTS)),
            "sortBy": "relevance",
        }
        answer = await self._api.get(_URL, params, {"Accept": "application/atom+xml"})
        return web_hits(self.name, _papers(_feed(answer.body)), limit)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._api.aclose()


def _period(scope: Scope) -> str:
    if not (scope.since or scope.until):
        return ""
    since, until = scope.since or _FIRST_DAY, scope.until or _LAST_DAY
    return f" AND submittedDate:[{since:%Y%m%d}0000 TO {until:%Y%m%d}2359]"


def _feed(body: bytes) -> etree._Element:
    """The feed in `body`. Raises `SearchAnswerError` for anything else, and for a DTD.

    Nothing is loaded and no entity is resolved: an answer may come from whoever took the name.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise SearchAnswerError("its answer is not valid XML") from None
    if root.tag != f"{_ATOM}feed" or root.getroottree().docinfo.internalDTD:
        raise SearchAnswerError("its answer is XML, but not the feed of arXiv")
    return root


def _papers(feed: etree._Element) -> Iterator[EngineResult]:
    """The papers in `feed`. Raises `SearchError` for an entry that tells of an error."""
    for entry in feed.iterfind(f"{_ATOM}entry"):
        address, summary = _text(entry, "id"), _text(entry, "summary")
        if "/api/errors" in address:
            raise SearchError(f"it answered an error: {clean_line(summary, 200)}")
        yield EngineResult(
            url=address.replace("http://", "https://", 1),
            title=_text(entry, "title"),
            snippet=summary,
            published=_text(entry, "published"),
            author=byline(_text(author, "name") for author in entry.iterfind(f"{_ATOM}author")),
        )


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(f"{_ATOM}{name}") or "").strip()
