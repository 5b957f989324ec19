"""Search for papers with Semantic Scholar, through its Academic Graph API.

https://api.semanticscholar.org/api-docs/graph#tag/Paper-Data/operation/get_graph_paper_relevance_search
"""

from pydantic import SecretStr

from research.adapters.search.engine_results import EngineResult, byline, entries, text, web_hits
from research.adapters.search.scholarly.paper import doi_address, first_address, telling_words
from research.adapters.search.search_api import NO_KEY, SearchApi, SearchSetup
from research.domain.errors import SearchAnswerError
from research.domain.scope import Scope
from research.domain.source import SearchHit

INTERVAL_SECONDS = 1.1
"""A key allows one search in a second; all who have none share one allowance."""
MAX_RESULTS = 100
SETTING = "SEMANTIC_SCHOLAR_API_KEY"
_URL = "https://api.semanticscholar.org/graph/v1/paper/search"
_FIELDS = "title,abstract,authors,publicationDate,year,url,externalIds,openAccessPdf"


class SemanticScholarSearch:
    """`ports.WebSearch` on Semantic Scholar's papers."""

    name = "semanticscholar"
    takes_plain_queries = True

    def __init__(self, setup: SearchSetup, api_key: SecretStr = NO_KEY) -> None:
        """Raises `InvalidSettingError` for a key that can't be one."""
        self._period = _period(setup.scope)
        self._key = api_key
        self._api = SearchApi(setup, setting=SETTING, key=api_key)

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most 100 papers. Raises `SearchError`."""
        params: dict[str, str | int] = {
            "query": " ".join(telling_words(query)).replace("-", " "),
            "limit": max(1, min(limit, MAX_RESULTS)),
            "fields": _FIELDS,
            **self._period,
        }
        headers = {"x-api-key": key} if (key := self._key.get_secret_value()) else {}
        value = (await self._api.get(_URL, params, headers)).value()
        if not isinstance(value, dict) or not isinstance(value.get("total"), int):
            raise SearchAnswerError("its answer is JSON, but not that of Semantic Scholar")
        results = (
            EngineResult(
                url=_address(paper),
                title=text(paper, "title"),
                snippet=text(paper, "abstract"),
                published=text(paper, "publicationDate"),
                author=byline(text(author, "name") for author in entries(paper, "authors")),
            )
            for paper in entries(value, "data")
        )
        return web_hits(self.name, results, limit)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._api.aclose()


def _period(scope: Scope) -> dict[str, str]:
    if not (scope.since or scope.until):
        return {}
    days = (day.isoformat() if day else "" for day in (scope.since, scope.until))
    return {"publicationDateOrYear": ":".join(days)}


def _address(paper: object) -> str:
    """Where the paper can be read, else where it is described."""
    arxiv = text(paper, "externalIds", "ArXiv")
    return first_address(
        (
            text(paper, "openAccessPdf", "url"),
            f"https://arxiv.org/abs/{arxiv}" if arxiv else "",
            doi_address(text(paper, "externalIds", "DOI")),
            text(paper, "url"),
        )
    )
