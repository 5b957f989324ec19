"""Tavily, Brave, Exa and Serper: what is asked, and what is made of their answers."""

import json
from datetime import date
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from research.adapters.search.brave_search import BraveSearch
from research.adapters.search.exa_search import ExaSearch
from research.adapters.search.serper_search import SerperSearch
from research.adapters.search.tavily_search import TavilySearch
from research.domain.errors import SearchError, SearchKeyError, SearchRateLimitedError
from research.domain.scope import ANYWHERE, Scope
from research.domain.source import SearchHit
from research.ports import WebSearch
from tests.fakes.search_providers import KEY, answer, provider, recorded, setup_of

PERIOD = Scope(since=date(2024, 1, 2), until=date(2024, 12, 31))
DOMAINS = Scope(allow_domains=("a.test", "b.test"), deny_domains=("c.test",))


async def asked_by(name: str, scope: Scope = ANYWHERE, limit: int = 5) -> httpx.Request:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return recorded(name)(request)

    assert len(await provider(name, handler, scope).search("white storks & co", limit)) == min(
        limit, 6
    )
    [request] = asked
    return request


async def body_of(name: str, scope: Scope = ANYWHERE, limit: int = 5) -> dict[str, Any]:
    request = await asked_by(name, scope, limit)
    assert request.method == "POST"
    body: dict[str, Any] = json.loads(request.content)
    return body


@pytest.mark.parametrize(
    ("name", "address", "header", "value"),
    [
        ("tavily", "https://api.tavily.com/search", "authorization", f"Bearer {KEY}"),
        ("exa", "https://api.exa.ai/search", "x-api-key", KEY),
        ("serper", "https://google.serper.dev/search", "x-api-key", KEY),
        ("brave", "https://api.search.brave.com/res/v1/web/search", "x-subscription-token", KEY),
    ],
)
async def test_where_it_asks_and_how_it_names_itself(
    name: str, address: str, header: str, value: str
) -> None:
    request = await asked_by(name)
    assert request.url.copy_with(query=None) == address
    assert (request.headers[header], request.headers["user-agent"]) == (value, "us/1")
    assert request.headers["accept-encoding"] == "identity"


async def test_what_tavily_is_asked() -> None:
    plain = {"query": "white storks & co", "max_results": 5, "topic": "general",
             "search_depth": "basic"}  # fmt: skip
    assert await body_of("tavily") == plain
    assert (await body_of("tavily", limit=100))["max_results"] == 20
    assert await body_of("tavily", PERIOD) == {
        **plain, "start_date": "2024-01-02", "end_date": "2024-12-31",
    }  # fmt: skip
    assert await body_of("tavily", DOMAINS) == {
        **plain, "include_domains": ["a.test", "b.test"], "exclude_domains": ["c.test"],
    }  # fmt: skip


async def test_what_exa_is_asked() -> None:
    plain = {"query": "white storks & co", "type": "auto", "numResults": 5,
             "contents": {"highlights": True}}  # fmt: skip
    assert await body_of("exa") == plain
    assert (await body_of("exa", limit=100))["numResults"] == 10
    assert await body_of("exa", PERIOD) == {
        **plain,
        "startPublishedDate": "2024-01-02T00:00:00.000Z",
        "endPublishedDate": "2024-12-31T23:59:59.999Z",
    }
    assert await body_of("exa", DOMAINS) == {**plain, "includeDomains": ["a.test", "b.test"]}
    denied = Scope(deny_domains=("c.test",))
    assert await body_of("exa", denied) == {**plain, "excludeDomains": ["c.test"]}


async def test_what_serper_is_asked() -> None:
    assert await body_of("serper") == {"q": "white storks & co", "num": 5}
    assert (await body_of("serper", limit=100))["num"] == 10
    assert (await body_of("serper", PERIOD))["tbs"] == "cdr:1,cd_min:1/2/2024,cd_max:12/31/2024"
    assert (await body_of("serper", Scope(since=date(2024, 1, 2))))[
        "tbs"
    ] == "cdr:1,cd_min:1/2/2024"
    assert await body_of("serper", Scope(language="pt-BR")) == {
        "q": "white storks & co", "num": 5, "hl": "pt", "gl": "br",
    }  # fmt: skip


async def test_what_brave_is_asked() -> None:
    plain = {"q": "white storks & co", "count": "5", "result_filter": "web",
             "text_decorations": "false"}  # fmt: skip
    assert dict((await asked_by("brave")).url.params) == plain
    assert (await asked_by("brave", limit=100)).url.params["count"] == "20"
    assert dict((await asked_by("brave", PERIOD)).url.params) == {
        **plain, "freshness": "2024-01-02to2024-12-31",
    }  # fmt: skip
    until = Scope(until=date(2024, 12, 31))
    assert (await asked_by("brave", until)).url.params["freshness"] == "1970-01-01to2024-12-31"
    since = (await asked_by("brave", Scope(since=date(2024, 1, 2)))).url.params["freshness"]
    assert since.startswith("2024-01-02to20")


@pytest.mark.parametrize(
    ("language", "named"),
    [("de", "de"), ("pt-BR", "pt-br"), ("pt", "pt-pt"), ("ja", "jp"), ("zh", "zh-hans"),
     ("zh-TW", "zh-hant"), ("en-GB", "en-gb"), ("de-AT", "de"), ("gsw", None), ("", None)],
)  # fmt: skip
async def test_brave_is_asked_for_languages_that_it_knows(language: str, named: str | None) -> None:
    params = (await asked_by("brave", Scope(language=language))).url.params
    assert params.get("search_lang") == named


async def test_brave_takes_50_words() -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return recorded("brave")(request)

    await provider("brave", handler).search("stork " * 80, 5)
    assert len(asked[0].url.params["q"].split()) == 50


@pytest.mark.parametrize(
    ("name", "snippet", "author"),
    [
        ("tavily", "Storks <b>came</b> back in February, three weeks earlier than in 1990.", ""),
        ("brave", "Storks <b>came</b> back in February, three weeks earlier than in 1990.", ""),
        ("serper", "Storks <b>came</b> back in February, three weeks earlier than in 1990.", ""),
        (
            "exa",
            "Storks <b>came</b> back in February, three weeks earlier than in 1990. … They stayed.",
            "Ana Lima",
        ),
    ],
)
async def test_a_result_becomes_a_hit(name: str, snippet: str, author: str) -> None:
    hits = await provider(name, recorded(name)).search("storks", 9)
    assert hits[0] == SearchHit(
        url="https://h0.example.com/storks",
        title="White storks return earlier",
        snippet=snippet,
        published=date(2024, 3, 5),
        author=author,
        provider=name,
        rank=1,
    )
    assert {hit.published for hit in hits[1:]} == {None}


NEWS = [
    (TavilySearch, "tavily", "https://api.tavily.com/search"),
    (ExaSearch, "exa", "https://api.exa.ai/search"),
    (SerperSearch, "serper_news", "https://google.serper.dev/news"),
    (BraveSearch, "brave_news", "https://api.search.brave.com/res/v1/news/search"),
]


@pytest.mark.parametrize(("kind", "recording", "address"), NEWS)
async def test_news_can_be_searched(kind: Any, recording: str, address: str) -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=answer(recording))

    search: WebSearch = kind(setup_of(handler), SecretStr(KEY), is_news=True)
    hit = (await search.search("storks", 5))[0]
    assert search.name.endswith(" news")
    assert (hit.provider, hit.is_news, hit.published) == (search.name, True, date(2024, 3, 5))
    assert asked[0].url.copy_with(query=None) == address
    if asked[0].content and "serper" not in search.name:
        assert "news" in {json.loads(asked[0].content).get(name) for name in ("topic", "category")}


@pytest.mark.parametrize(
    ("name", "response", "kind", "message"),
    [
        ("brave",
         httpx.Response(422, json={"type": "ErrorResponse", "error": {
             "code": "SUBSCRIPTION_TOKEN_INVALID", "status": 422,
             "detail": "The provided subscription token is invalid."}}),
         SearchKeyError, "BRAVE_API_KEY: it answered 422 .*: The provided subscription token"),
        ("brave",
         httpx.Response(422, json={"type": "ErrorResponse", "error": {
             "code": "VALIDATION", "detail": "Unable to validate request parameter(s)"}}),
         SearchError, "^it answered 422 .*: Unable to validate"),
        ("tavily", httpx.Response(432, json={"detail": {"error": "Above your plan's limit."}}),
         SearchRateLimitedError, "432: Above your plan's limit"),
        ("exa", httpx.Response(402, json={"error": "No credits", "tag": "NO_MORE_CREDITS"}),
         SearchRateLimitedError, "402 Payment Required: No credits"),
        ("serper", httpx.Response(400, json={"message": "Not enough credits", "statusCode": 400}),
         SearchError, "400 Bad Request: Not enough credits"),
    ],
)  # fmt: skip
async def test_refusals_of_their_own(
    name: str, response: httpx.Response, kind: type[SearchError], message: str
) -> None:
    with pytest.raises(SearchError, match=message) as caught:
        await provider(name, lambda _: response).search("storks", 5)
    assert type(caught.value) is kind
