"""OpenAlex, arXiv, Europe PMC, Semantic Scholar, Wikipedia: what is asked, and what is found."""

import json
from datetime import date
from typing import Any

import httpx
import pytest

from research.adapters.search.scholarly.paper import telling_words
from research.adapters.search.scholarly.wikipedia_search import WikipediaSearch
from research.domain.errors import SearchAnswerError, SearchError, SearchRateLimitedError
from research.domain.scope import ANYWHERE, Scope
from research.domain.source import SearchHit
from tests.fakes.search_providers import KEY, answer, provider, recorded, setup_of

QUESTION = "How do the white storks (Ciconia) find thermals AND food?"
PERIOD = Scope(since=date(2024, 1, 2), until=date(2024, 12, 31), language="de")
SINCE = Scope(since=date(2024, 1, 2))


async def asked_by(name: str, scope: Scope = ANYWHERE, limit: int = 5) -> dict[str, str]:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return recorded(name)(request)

    await provider(name, handler, scope).search(QUESTION, limit)
    [request] = asked
    assert request.headers["user-agent"] == "us/1"
    return {"at": str(request.url.copy_with(query=None)), **request.url.params}


async def found(name: str, body: bytes = b"") -> list[SearchHit]:
    body = body or answer(name)
    return await provider(name, lambda _: httpx.Response(200, content=body)).search("storks", 9)


def test_questions_are_asked_by_their_words() -> None:
    assert telling_words(QUESTION) == ["white", "storks", "ciconia", "find", "thermals", "food"]
    assert telling_words("how is it?") == ["how", "is", "it"]
    assert telling_words('"🦩":(') == ["🦩"]
    assert len(telling_words(" ".join(f"word{n}" for n in range(99)))) == 12


async def test_what_openalex_is_asked() -> None:
    assert await asked_by("openalex") == {
        "at": "https://api.openalex.org/works",
        "search": "white storks ciconia find thermals food",
        "per_page": "5",
        "select": "id,doi,title,publication_date,authorships,best_oa_location,"
        "abstract_inverted_index",
        "api_key": KEY,
    }
    filters = (await asked_by("openalex", PERIOD))["filter"]
    assert filters == "from_publication_date:2024-01-02,to_publication_date:2024-12-31,language:de"
    assert (await asked_by("openalex", limit=200))["per_page"] == "50"


async def test_what_semantic_scholar_is_asked() -> None:
    assert await asked_by("semanticscholar") == {
        "at": "https://api.semanticscholar.org/graph/v1/paper/search",
        "query": "white storks ciconia find thermals food",
        "limit": "5",
        "fields": "title,abstract,authors,publicationDate,year,url,externalIds,openAccessPdf",
    }
    dated = await asked_by("semanticscholar", SINCE)
    assert dated["publicationDateOrYear"] == "2024-01-02:"


async def test_what_arxiv_is_asked() -> None:
    words = "(all:white OR all:storks OR all:ciconia OR all:find OR all:thermals OR all:food)"
    assert await asked_by("arxiv") == {
        "at": "https://export.arxiv.org/api/query",
        "search_query": words,
        "start": "0",
        "max_results": "5",
        "sortBy": "relevance",
    }
    dated = (await asked_by("arxiv", PERIOD))["search_query"]
    assert dated == f"{words} AND submittedDate:[202401020000 TO 202412312359]"


async def test_what_europe_pmc_is_asked() -> None:
    words = "(white OR storks OR ciconia OR find OR thermals OR food)"
    assert await asked_by("europepmc") == {
        "at": "https://www.ebi.ac.uk/europepmc/webservices/rest/search",
        "query": words,
        "resultType": "core",
        "format": "json",
        "pageSize": "5",
    }
    dated = (await asked_by("europepmc", SINCE))["query"]
    assert dated == f"{words} AND FIRST_PDATE:[2024-01-02 TO 2999-12-31]"


async def test_what_wikipedia_is_asked() -> None:
    assert await asked_by("wikipedia") == {
        "at": "https://en.wikipedia.org/w/api.php",
        "action": "query",
        "list": "search",
        "srsearch": QUESTION,
        "srlimit": "5",
        "srprop": "snippet",
        "format": "json",
        "formatversion": "2",
    }


@pytest.mark.parametrize(
    ("language", "site"),
    [("de", "de"), ("pt-BR", "pt"), ("nb", "no"), ("", "en"), ("gsw", "gsw")],
)
async def test_each_language_has_a_wikipedia(language: str, site: str) -> None:
    search = WikipediaSearch(setup_of(recorded("wikipedia")), language)
    hits = await search.search("storks", 9)
    assert hits[0].url == f"https://{site}.wikipedia.org/wiki/White_stork"


async def test_a_paper_of_openalex_becomes_a_hit_with_its_abstract_and_authors() -> None:
    hits = await found("openalex")
    assert hits[0] == SearchHit(
        url="https://h0.example.com/paper.pdf",
        title="White storks return earlier",
        snippet="Storks <b>came</b> back in February, three weeks earlier than in 1990.",
        published=date(2024, 3, 5),
        author="Ana Lima, Jan de Vries",
        provider="openalex",
        rank=1,
    )
    assert [hit.url for hit in hits[1:]] == [
        "https://h1.example.com/paper", "https://doi.org/10.5555/storks.2",
        "https://doi.org/10.5555/storks.3", "https://doi.org/10.5555/storks.4",
        "https://openalex.org/W4390000005",
    ]  # fmt: skip


async def test_a_paper_of_semantic_scholar_becomes_a_hit() -> None:
    hits = await found("semanticscholar")
    assert (hits[0].published, hits[0].author) == (date(2024, 3, 5), "Ana Lima, Jan de Vries")
    assert hits[0].snippet.startswith("Storks <b>came</b> back")
    assert [hit.url for hit in hits] == [
        "https://h0.example.com/paper.pdf", "https://doi.org/10.5555/storks.1",
        "https://doi.org/10.5555/storks.2", f"https://www.semanticscholar.org/paper/{'3' * 40}",
        "https://arxiv.org/abs/2403.00004", f"https://www.semanticscholar.org/paper/{'5' * 40}",
    ]  # fmt: skip


async def test_a_paper_of_arxiv_becomes_a_hit() -> None:
    assert (await found("arxiv"))[0] == SearchHit(
        url="https://arxiv.org/abs/2403.00000v1",
        title="White storks return earlier: a survey",
        snippet="Storks $came$ back in February, three weeks earlier than in 1990.",
        published=date(2024, 3, 5),
        author="Ana Lima, Jan de Vries",
        provider="arxiv",
        rank=1,
    )


async def test_a_paper_of_europe_pmc_becomes_a_hit() -> None:
    hits = await found("europepmc")
    assert hits[0] == SearchHit(
        url="https://europepmc.org/articles/PMC1000000?pdf=render",
        title="White storks return earlier.",
        snippet="Background Storks came back in February, three weeks earlier than in 1990. "
        "p < 0.05.",
        published=date(2024, 3, 5),
        author="Lima A, de Vries J",
        provider="europepmc",
        rank=1,
    )
    assert hits[1].url == "https://pubmed.ncbi.nlm.nih.gov/38000001/"
    assert hits[5].url == "https://doi.org/10.5555/storks.5"


async def test_an_article_of_wikipedia_becomes_a_hit() -> None:
    hits = await found("wikipedia")
    assert hits[0].snippet == "The stork & its kin, 0"
    assert hits[0].published is None
    assert [hit.url.removeprefix("https://en.wikipedia.org/wiki/") for hit in hits] == [
        "White_stork", "Stork", "Ciconia_(genus)", "Storks'_nest_/_roof%3F",
        "Zw%C3%B6lf_St%C3%B6rche", "100%25_Stork",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("error", "kind"),
    [({"code": "ratelimited", "info": "You've exceeded your rate limit."}, SearchRateLimitedError),
     ({"code": "missingparam", "info": "The srsearch parameter must be set."}, SearchError)],
)  # fmt: skip
async def test_errors_that_mediawiki_answers_with_success(
    error: dict[str, str], kind: type[SearchError]
) -> None:
    with pytest.raises(SearchError, match=error["info"]) as caught:
        await found("wikipedia", json.dumps({"error": error}).encode())
    assert type(caught.value) is kind


async def test_an_error_that_arxiv_answers_as_a_paper() -> None:
    with pytest.raises(SearchError, match="incorrect id format for 1234"):
        await found("arxiv", answer("arxiv_error"))


@pytest.mark.parametrize("status", [403, 429])
async def test_openalex_forbids_who_asks_too_often(status: int) -> None:
    with pytest.raises(SearchRateLimitedError):
        await provider("openalex", lambda _: httpx.Response(status)).search("storks", 5)


@pytest.mark.parametrize(
    "dtd",
    ['<!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
     '<!DOCTYPE feed SYSTEM "http://169.254.169.254/x.dtd">',
     '<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY c "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
async def test_xml_that_defines_entities_is_refused(dtd: str, encoding: str) -> None:
    feed = f"""<?xml version="1.0" encoding="{encoding}"?>{dtd}
        <feed xmlns="http://www.w3.org/2005/Atom"><entry><id>https://arxiv.org/abs/1</id>
        <title>x &a;&c;</title></entry></feed>"""
    with pytest.raises(SearchAnswerError):
        await found("arxiv", feed.encode(encoding))


@pytest.mark.parametrize("name", ["openalex", "semanticscholar", "europepmc", "wikipedia"])
@pytest.mark.parametrize("junk", [None, 5, "x", [], ["x"], {"author": 5}, True, 1e308])
async def test_fields_of_another_type_are_passed_over(name: str, junk: Any) -> None:
    def spoil(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: spoil(part) for key, part in value.items()} | {"extra": junk}
        if isinstance(value, list) and not any(isinstance(part, dict) for part in value):
            return junk
        return [spoil(part) for part in value] if isinstance(value, list) else value

    whole = json.loads(answer(name))
    assert len(await found(name, json.dumps(spoil(whole)).encode())) == 6


@pytest.mark.parametrize(
    "index",
    [{"a": [10**9], "b": [-1], "c": [0]}, {"c": [0], "a": "x"}, {"c": [0, True, 1.5, "2"]}],
)
async def test_an_index_of_an_abstract_is_bounded(index: object) -> None:
    body = {"results": [{"id": "https://openalex.org/W1", "abstract_inverted_index": index}]}
    [hit] = await found("openalex", json.dumps(body).encode())
    assert hit.snippet == "c"
