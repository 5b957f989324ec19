"""Search for papers on life and health with Europe PMC, which holds all of PubMed.

https://europepmc.org/RestfulWebService and https://europepmc.org/Help#SSR
"""

from datetime import date

from research.adapters.search.engine_results import (
    EngineResult,
    entries,
    text,
    web_hits,
    without_markup,
)
from research.adapters.search.scholarly.paper import doi_address, first_address, telling_words
from research.adapters.search.search_api import SearchApi, SearchSetup
from research.domain.errors import SearchAnswerError
from research.domain.scope import Scope
from research.domain.source import SearchHit

INTERVAL_SECONDS = 0.2
MAX_RESULTS = 25
"""With their abstracts and lists of references, more could be too large an answer."""
_URL = "https://www.ebi.ac.uk/europepmc/webservices/rest/search"
_FREE = frozenset({"OA", "F"})
_FIRST_DAY, _LAST_DAY = date(1800, 1, 1), date(2999, 12, 31)


class EuropePmcSearch:
    """`ports.WebSearch` on Europe PMC."""

    name = "europepmc"
    takes_plain_queries = True

    def __init__(self, setup: SearchSetup) -> None:
        self._period = _period(setup.scope)
        self._api = SearchApi(setup)

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most 25 papers. Raises `SearchError`."""
        params: dict[str, str | int] = {
            # Papers with any of the words, by relevance: few have all the words of a question.
            "query": f"({' OR '.join(telling_words(query))}){self._period}",
            "resultType": "core",
            "format": "json",
            "pageSize": max(1, min(limit, MAX_RESULTS)),
        }
        value = (await self._api.get(_URL, params)).value()
        if not isinstance(value, dict) or not isinstance(value.get("resultList"), dict):
            raise SearchAnswerError("its answer is JSON, but not that of Europe PMC")
        results = (
            EngineResult(
                url=_address(paper),
                title=without_markup(text(paper, "title")),
                snippet=without_markup(text(paper, "abstractText")),
                published=text(paper, "firstPublicationDate"),
                author=text(paper, "authorString").rstrip("."),
            )
            for paper in entries(value, "resultList", "result")
        )
        return web_hits(self.name, results, limit)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._api.aclose()


def _period(scope: Scope) -> str:
    if not (scope.since or scope.until):
        return ""
    since, until = scope.since or _FIRST_DAY, scope.until or _LAST_DAY
    return f" AND FIRST_PDATE:[{since.isoformat()} TO {until.isoformat()}]"


def _address(paper: object) -> str:
    """Where the paper can be read, else where its abstract can.

    Europe PMC's own pages are filled by a script, so PubMed's are named.
    """
    free = (
        text(one, "url")
        for one in entries(paper, "fullTextUrlList", "fullTextUrl")
        if text(one, "documentStyle") == "pdf" and text(one, "availabilityCode") in _FREE
    )
    pmid = text(paper, "pmid")
    pubmed = f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else ""
    return first_address((*free, pubmed, doi_address(text(paper, "doi"))))
