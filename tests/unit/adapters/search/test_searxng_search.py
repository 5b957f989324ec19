"""SearXNG: what is asked, what is made of its answer, and of every other answer."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import date

import httpx
import pytest

from research.adapters.search.engine_api import MAX_ANSWER_BYTES
from research.adapters.search.searxng_search import SearxngSearch
from research.domain.errors import InvalidSettingError, SearchError
from research.domain.source import SearchHit

Handler = Callable[[httpx.Request], httpx.Response]
RESULT = {
    "url": "https://example.com/storks",
    "title": "Storks <b>return</b>",
    "content": "They  came\nback\u202e in March.",
    "publishedDate": "2024-03-05T07:00:00+00:00",
    "engine": "any",
}


def searxng(handler: Handler, url: str = "http://searx.test", seconds: float = 5) -> SearxngSearch:
    transport = httpx.MockTransport(handler)
    return SearxngSearch(url, timeout_seconds=seconds, user_agent="us/1", transport=transport)


def answering(value: object) -> Handler:
    return lambda _: httpx.Response(200, text=json.dumps(value))


async def found(*results: object) -> list[SearchHit]:
    return await searxng(answering({"results": list(results)})).search("storks", 10)


@pytest.mark.parametrize(
    "base", ["http://searx.test/sub", "http://searx.test/sub/", "http://searx.test/sub/search"]
)
async def test_what_is_asked(base: str) -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"results": []})

    assert await searxng(handler, base).search("white storks & co", 10) == []
    [request] = asked
    assert request.url.copy_with(query=None) == "http://searx.test/sub/search"
    assert dict(request.url.params) == {"q": "white storks & co", "format": "json"}
    assert request.headers["user-agent"] == "us/1"


async def test_news_and_a_language_can_be_asked_for() -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"results": [RESULT]})

    search = SearxngSearch(
        "http://searx.test",
        timeout_seconds=5,
        user_agent="us/1",
        language="pt-BR",
        is_news=True,
        transport=httpx.MockTransport(handler),
    )
    [hit] = await search.search("cegonhas", 10)
    assert (hit.provider, hit.is_news) == ("searxng news", True)
    assert dict(asked[0].url.params) == {
        "q": "cegonhas", "format": "json", "categories": "news", "language": "pt-BR",
    }  # fmt: skip


async def test_a_result_becomes_a_hit() -> None:
    assert await found(RESULT) == [
        SearchHit(
            url="https://example.com/storks",
            title="Storks <b>return</b>",
            snippet="They came back in March.",
            published=date(2024, 3, 5),
            provider="searxng",
            rank=1,
        )
    ]


async def test_a_result_may_lack_everything_but_its_address() -> None:
    [hit] = await found({"url": "https://example.com/", "title": None, "publishedDate": None})
    assert hit == SearchHit(url="https://example.com/", provider="searxng", rank=1)


@pytest.mark.parametrize("published", ["", "yesterday", "2024-13-40", 5, ["2024-01-01"]])
async def test_a_date_that_is_none_is_left_out(published: object) -> None:
    [hit] = await found(RESULT | {"publishedDate": published})
    assert hit.published is None


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "FILE:///etc/passwd", "ftp://example.com/", "javascript:alert(1)",
     "//example.com/", "/etc/passwd", "", None, 7, "https://example.com/\ud800",
     "https://example.com/a\nb", "https://example.com/" + "a" * 9_000],
)  # fmt: skip
async def test_what_is_not_on_the_web_is_no_hit(url: object) -> None:
    hits = await found({"url": url, "title": "x"}, RESULT)
    assert [(hit.url, hit.rank) for hit in hits] == [(RESULT["url"], 1)]


@pytest.mark.parametrize("junk", [None, "text", 5, [], [RESULT]])
async def test_a_row_that_is_none_is_passed_over(junk: object) -> None:
    assert len(await found(junk, RESULT)) == 1


async def test_long_texts_are_cut() -> None:
    [hit] = await found(RESULT | {"title": "t" * 5_000, "content": "c" * 50_000})
    assert len(hit.title) <= 300
    assert len(hit.snippet) <= 1_000


@pytest.mark.parametrize(
    ("response", "message"),
    [
        (httpx.Response(403, html="<h1>Forbidden</h1>"), "add `json` to `search.formats`"),
        (httpx.Response(429), "limiter"),
        (httpx.Response(502), r"502 Bad Gateway"),
        (httpx.Response(200, html="<html>"), "a web page instead of JSON"),
        (httpx.Response(200, text="{"), "not valid JSON"),
        (httpx.Response(200, content=b"\xff\xfe\xfd"), "not valid JSON"),
        (httpx.Response(200, text="[" * 200_000), "not valid JSON"),
        (httpx.Response(200, json=[RESULT]), "not that of SearXNG"),
        (httpx.Response(200, json={"results": "none"}), "not that of SearXNG"),
        (httpx.Response(200, text=" " * (MAX_ANSWER_BYTES + 1)), "larger than 2,000,000 bytes"),
        (httpx.Response(302, headers={"location": "https://other.test/search"}),
         r"redirects to https://other\.test/search, which is not followed"),
        (
            httpx.Response(
                200, json={"results": [], "unresponsive_engines": [["bing", "timeout"], ["x", 1]]}
            ),
            "nothing found, and engines that failed: bing timeout, x 1$",
        ),
    ],
)  # fmt: skip
async def test_other_answers_are_errors_that_say_what_to_do(
    response: httpx.Response, message: str
) -> None:
    asked = 0

    def handler(_: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        return response

    with pytest.raises(SearchError, match=message):
        await searxng(handler).search("storks", 10)
    assert asked == 1


async def test_engines_that_failed_do_not_matter_when_others_found() -> None:
    value = {"results": [RESULT], "unresponsive_engines": [["bing", "timeout"]]}
    assert len(await searxng(answering(value)).search("storks", 10)) == 1


async def test_a_compressed_answer_is_refused_before_it_is_inflated() -> None:
    async def bomb() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    response = httpx.Response(200, headers={"content-encoding": "gzip"}, content=bomb())
    with pytest.raises(SearchError, match="compressed"):
        await searxng(lambda _: response).search("storks", 10)


async def test_no_connection_is_an_error_of_ours() -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[Errno 111] Connection refused")

    with pytest.raises(SearchError, match="Connection refused"):
        await searxng(handler).search("storks", 10)


async def test_an_answer_that_drips_is_given_up() -> None:
    async def drip() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.01)

    with pytest.raises(SearchError, match=r"no answer within 0\.1 s"):
        await searxng(lambda _: httpx.Response(200, content=drip()), seconds=0.1).search("x", 1)


@pytest.mark.parametrize("url", ["", "searx.test", "file:///etc", "ftp://searx.test"])
def test_an_address_that_is_none_names_the_setting(url: str) -> None:
    with pytest.raises(InvalidSettingError, match="SEARXNG_URL"):
        searxng(answering({}), url)
