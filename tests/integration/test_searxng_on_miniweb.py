"""Search against a server that speaks SearXNG's JSON, over a real socket."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from miniweb import free_port, pages, serve, topics
from research.adapters.search.searxng_search import SearxngSearch
from research.domain.errors import AllSearchesFailedError
from research.stages.search.search import SearchLimits, merge, require_answers, search

TOPIC = topics()[0]
LIMITS = SearchLimits(per_query=10, total=20, per_domain=2)


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    """The address of a miniweb that runs while the tests do."""
    with serve("--scale", "0") as web:
        yield web.base_url


def searxng(base_url: str) -> SearxngSearch:
    return SearxngSearch(base_url, timeout_seconds=10, user_agent="tests/1")


async def test_a_query_finds_pages_about_it(base_url: str) -> None:
    provider = searxng(base_url)
    hits = await provider.search(TOPIC["query"], 8)
    await provider.aclose()
    assert [hit.rank for hit in hits] == list(range(1, 9))
    assert all(hit.url.startswith(f"{base_url}/") for hit in hits)
    found = {hit.title for hit in hits}
    about = [page["title"] for page in pages() if page["id"] in TOPIC["relevant"]]
    assert sum(title in found for title in about) >= 3
    dates = " ".join(page["published"] or "" for page in pages() if page["title"] in found)
    years = set(re.findall(r"\b(?:19|20)\d\d\b", dates))
    assert {str(hit.published.year) for hit in hits if isinstance(hit.published, date)} == years


async def test_several_queries_become_one_list_without_repeats(base_url: str) -> None:
    provider = searxng(base_url)
    queries = [TOPIC["query"], f"{topics()[1]['query']} {TOPIC['query']}", "zzqqx"]
    outcome = await search(queries, providers=[provider], limits=LIMITS, progress=lambda step: None)
    await provider.aclose()
    assert not outcome.failures
    assert [bool(ranking) for ranking in outcome.rankings] == [True, True, False]
    urls = [hit.url for hit in outcome.hits]
    assert len(set(urls)) == len(urls)
    assert len(urls) > LIMITS.per_query
    # One server's pages are not one domain's, so the cap of 2 moves none of them to the end.
    assert outcome.hits == merge([outcome], replace(LIMITS, per_domain=99)).hits


async def test_no_server_is_an_error_that_names_the_provider() -> None:
    provider = searxng(f"http://127.0.0.1:{free_port()}")
    outcome = await search(["x"], providers=[provider], limits=LIMITS, progress=lambda step: None)
    with pytest.raises(AllSearchesFailedError, match="searxng: no answer"):
        require_answers(outcome)
    await provider.aclose()
