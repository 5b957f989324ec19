"""Google's Programmable Search: what is asked, what is made of it, and where the key never is."""

import logging
from collections.abc import Callable
from datetime import date

import httpx
import pytest
from pydantic import SecretStr

from research.adapters.search.google_search import END_OF_WEB_SEARCH_WARNING, GoogleSearch
from research.domain.errors import InvalidSettingError, SearchError
from research.domain.source import SearchHit

KEY = "AIza-not-a-real-key"
ITEM = {
    "link": "https://example.com/storks",
    "title": "Storks return",
    "snippet": "Mar 5, 2024 ...\n They came back.",
    "pagemap": {"metatags": [{"article:published_time": "2024-03-05T07:00:00Z"}]},
}


def google(
    handler: Callable[[httpx.Request], httpx.Response], key: str = KEY, language: str = ""
) -> GoogleSearch:
    return GoogleSearch(
        SecretStr(key),
        "engine-1",
        timeout_seconds=5,
        user_agent="us/1",
        language=language,
        transport=httpx.MockTransport(handler),
    )


@pytest.mark.parametrize(("limit", "asked_for"), [(3, "3"), (10, "10"), (25, "10")])
async def test_what_is_asked(limit: int, asked_for: str) -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"items": [ITEM] * 10})

    hits = await google(handler).search("white storks", limit)
    assert len(hits) == int(asked_for)
    [request] = asked
    assert request.url.scheme == "https"
    assert dict(request.url.params) == {"q": "white storks", "cx": "engine-1", "num": asked_for}
    assert request.headers["x-goog-api-key"] == KEY


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("pt-BR", {"hl": "pt-BR", "lr": "lang_pt"}),
        ("he", {"hl": "he", "lr": "lang_iw"}),
        ("zh", {"hl": "zh", "lr": "lang_zh-CN"}),
        ("zh-TW", {"hl": "zh-TW", "lr": "lang_zh-TW"}),
        ("gsw", {"hl": "gsw"}),  # an unknown `lr` would be refused
        ("", {}),
    ],
)
async def test_a_language_is_asked_for_as_google_calls_it(
    language: str, spoken: dict[str, str]
) -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={})

    await google(handler, language=language).search("storks", 5)
    assert dict(asked[0].url.params) == {"q": "storks", "cx": "engine-1", "num": "5", **spoken}


async def test_an_item_becomes_a_hit() -> None:
    assert await google(lambda _: httpx.Response(200, json={"items": [ITEM]})).search("x", 9) == [
        SearchHit(
            url="https://example.com/storks",
            title="Storks return",
            snippet="Mar 5, 2024 ... They came back.",
            published=date(2024, 3, 5),
            provider="google",
            rank=1,
        )
    ]


@pytest.mark.parametrize(
    "page_map", [None, [], {"metatags": None}, {"metatags": []}, {"metatags": [{}]},
                 {"metatags": ["x"]}, {"metatags": [{"date": "soon"}]}]
)  # fmt: skip
async def test_a_page_without_a_date(page_map: object) -> None:
    item = ITEM | {"pagemap": page_map}
    [hit] = await google(lambda _: httpx.Response(200, json={"items": [item]})).search("x", 9)
    assert hit.published is None


async def test_no_items_is_nothing_found() -> None:
    assert await google(lambda _: httpx.Response(200, json={"kind": "x"})).search("x", 9) == []


@pytest.mark.parametrize(
    ("response", "message"),
    [
        (httpx.Response(400, json={"error": {"message": f"API key {KEY} not valid."}}),
         "400 Bad Request: API key … not valid"),
        (httpx.Response(429, json={"error": {"message": "Quota exceeded\nfor queries"}}),
         "429 Too Many Requests: Quota exceeded for queries"),
        (httpx.Response(403, html="<p>no"), "403 Forbidden$"),
        (httpx.Response(500, json=["?"]), "500 Internal Server Error$"),
        (httpx.Response(302, headers={"location": f"http://a.test/?key={KEY}"}), "302 Found$"),
        (httpx.Response(200, json=[]), "not that of Google"),
        (httpx.Response(200, text="?"), "not valid JSON"),
    ],
)  # fmt: skip
async def test_refusals_give_the_reason_and_not_the_key(
    response: httpx.Response, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(SearchError, match=message) as caught:
        await google(lambda _: response).search("storks", 9)
    assert KEY not in repr(caught.value)
    assert KEY not in caplog.text
    assert "storks" in caplog.text  # the request itself was logged


@pytest.mark.parametrize("key", ["", " ", "a b", "key\n", "schlüssel"])
def test_a_key_that_can_not_be_one_names_the_setting_and_not_the_key(key: str) -> None:
    with pytest.raises(InvalidSettingError, match="GOOGLE_API_KEY") as caught:
        google(lambda _: httpx.Response(200), key)
    assert not key.strip() or key not in str(caught.value)


def test_an_engine_id_is_needed() -> None:
    with pytest.raises(InvalidSettingError, match="GOOGLE_CSE_ID"):
        GoogleSearch(SecretStr(KEY), " ", timeout_seconds=5, user_agent="us/1")


def test_the_warning_says_when() -> None:
    assert "2027-01-01" in END_OF_WEB_SEARCH_WARNING
