"""What all providers with an API of their own share: keys kept to themselves, refusals, bounds."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from pydantic import SecretStr

from research.adapters.search.engine_api import MAX_ANSWER_BYTES
from research.adapters.search.pacing import Pace
from research.domain.errors import (
    InvalidSettingError,
    SearchAnswerError,
    SearchError,
    SearchKeyError,
    SearchRateLimitedError,
    SearchTimeoutError,
    SearchUnavailableError,
)
from tests.fakes.search_providers import (
    KEY,
    MAKERS,
    SETTINGS,
    Handler,
    answer,
    provider,
    recorded,
    setup_of,
)

ALL = sorted(MAKERS)
KEYED = sorted(SETTINGS)
NEEDY = ["brave", "exa", "serper", "tavily"]
"""Those that don't answer without a key."""


def always(response: httpx.Response) -> Handler:
    return lambda _: response


async def error_of(name: str, handler: Handler) -> SearchError:
    with pytest.raises(SearchError) as caught:
        await provider(name, handler).search("storks", 5)
    return caught.value


@pytest.mark.parametrize("name", KEYED)
async def test_a_key_is_sent_and_never_logged_nor_shown(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if len(asked) == 1:
            return recorded(name)(request)
        return httpx.Response(401, json={"error": f"bad key {KEY}", "location": str(request.url)})

    search = provider(name, handler)
    await search.search("storks", 5)
    with pytest.raises(SearchKeyError, match="bad key …") as caught:
        await search.search("storks", 5)
    for request in asked:
        assert KEY in f"{request.url} {request.headers.raw}"
    assert KEY not in f"{caught.value!r} {search!r} {vars(search)!r}"
    assert "HTTP Request" in caplog.text  # the request itself was logged
    assert KEY not in caplog.text


@pytest.mark.parametrize("name", KEYED)
async def test_a_key_that_is_refused_names_the_setting(name: str) -> None:
    error = await error_of(name, always(httpx.Response(401, json={"message": "Unauthorized."})))
    assert isinstance(error, SearchKeyError)
    said = f"{SETTINGS[name]}: it answered 401 Unauthorized: Unauthorized."
    assert (error.code, str(error)) == ("search_key_refused", said)


@pytest.mark.parametrize("name", [name for name in KEYED if name != "openalex"])
async def test_a_key_that_is_forbidden_names_the_setting(name: str) -> None:
    error = await error_of(name, always(httpx.Response(403, html="<p>no")))
    assert isinstance(error, SearchKeyError)
    assert str(error) == f"{SETTINGS[name]}: it answered 403 Forbidden"


@pytest.mark.parametrize("name", sorted({*ALL} - {*KEYED}))
async def test_a_refusal_by_who_wants_no_key_is_none_of_a_key(name: str) -> None:
    error = await error_of(name, always(httpx.Response(403, html="<p>no")))
    assert (type(error), str(error)) == (SearchError, "it answered 403 Forbidden")


@pytest.mark.parametrize("name", NEEDY)
def test_a_key_that_is_missing_names_the_setting(name: str) -> None:
    with pytest.raises(InvalidSettingError, match=SETTINGS[name]):
        provider(name, recorded(name), key="")


@pytest.mark.parametrize("name", KEYED)
def test_a_key_that_can_not_be_one_is_refused_unseen(name: str) -> None:
    with pytest.raises(InvalidSettingError, match=SETTINGS[name]) as caught:
        provider(name, recorded(name), key="schlüssel\n")
    assert "schlüssel" not in str(caught.value)


@pytest.mark.parametrize("name", sorted({"openalex", "semanticscholar"}))
async def test_no_key_is_sent_where_there_is_none(name: str) -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return recorded(name)(request)

    assert len(await provider(name, handler, key="").search("storks", 9)) == 6
    assert "api_key" not in asked[0].url.params
    assert "x-api-key" not in asked[0].headers


@pytest.mark.parametrize("name", ALL)
async def test_too_many_searches_are_a_rate_limit_that_says_how_long(name: str) -> None:
    limited = httpx.Response(429, headers={"retry-after": "7"}, json={"message": "slow down"})
    error = await error_of(name, always(limited))
    assert isinstance(error, SearchRateLimitedError)
    assert (error.code, error.retry_after_seconds) == ("search_rate_limited", 7)
    assert str(error).endswith("429 Too Many Requests: slow down; it may be asked again in 7 s")


@pytest.mark.parametrize("name", ALL)
async def test_no_more_is_sent_while_a_provider_wants_us_to_wait(name: str) -> None:
    asked = 0

    def handler(_: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        return httpx.Response(429, headers={"retry-after": "60"})

    pace = Pace(0)
    for _ in range(3):
        search = MAKERS[name](setup_of(handler, pace=pace), SecretStr(KEY))
        with pytest.raises(SearchRateLimitedError) as caught:
            await search.search("storks", 5)
        assert caught.value.retry_after_seconds in (59, 60)
    assert asked == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "9" * 30}, None),
        ({"retry-after": "-5"}, None),
        ({"x-ratelimit-reset": "1, 1419704"}, 1),
        ({"x-ratelimit-reset": "1795000000"}, None),  # a time of day
        ({"retry-after": format_datetime(datetime.now(UTC) - timedelta(hours=1))}, 0),
        ({"retry-after": format_datetime(datetime.now(UTC) + timedelta(days=9))}, 86_400),
    ],
)
async def test_how_long_is_read_from_what_providers_send(
    headers: dict[str, str], seconds: int | None
) -> None:
    error = await error_of("brave", always(httpx.Response(429, headers=headers)))
    assert isinstance(error, SearchRateLimitedError)
    assert error.retry_after_seconds == seconds


@pytest.mark.parametrize("status", [500, 502, 503])
@pytest.mark.parametrize("name", ALL)
async def test_a_fault_of_the_provider_is_told_as_one(name: str, status: int) -> None:
    error = await error_of(name, always(httpx.Response(status, text="oops")))
    assert isinstance(error, SearchUnavailableError)
    assert (error.code, str(status) in str(error)) == ("search_unavailable", True)


@pytest.mark.parametrize("name", ALL)
async def test_what_takes_too_long_is_given_up(name: str) -> None:
    async def drip() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.01)

    setup = setup_of(lambda _: httpx.Response(200, content=drip()), seconds=0.1)
    search = MAKERS[name](setup, SecretStr(KEY))
    with pytest.raises(SearchTimeoutError, match=r"no answer within 0\.1 s") as caught:
        await search.search("storks", 5)
    assert caught.value.code == "search_timeout"


@pytest.mark.parametrize("name", ALL)
async def test_no_connection_is_told(name: str) -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[Errno 111] Connection refused")

    error = await error_of(name, handler)
    assert isinstance(error, SearchUnavailableError)
    assert "Connection refused" in str(error)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"<html>", b"\xff\xfe\xfd", b"[" * 200_000, b"[]", b"null", b'"x"', b"{}",
     b'{"results": 5, "data": 5, "total": "x"}', b"<feed/>", b"<a><b></a>",
     b" " * (MAX_ANSWER_BYTES + 1)],
)  # fmt: skip
@pytest.mark.parametrize("name", ALL)
async def test_an_answer_of_another_form_is_told_as_one(name: str, body: bytes) -> None:
    error = await error_of(name, always(httpx.Response(200, content=body)))
    assert isinstance(error, SearchAnswerError)
    assert error.code == "search_answer_unusable"


@pytest.mark.parametrize("name", ALL)
async def test_an_answer_cut_short_is_told_as_one(name: str) -> None:
    whole = answer(name)
    error = await error_of(name, always(httpx.Response(200, content=whole[: len(whole) // 2])))
    assert isinstance(error, SearchAnswerError)


@pytest.mark.parametrize("name", ALL)
async def test_redirects_are_not_followed(name: str) -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(302, headers={"location": "http://169.254.169.254/"})

    with pytest.raises(SearchError, match="302 Found"):
        await provider(name, handler).search("storks", 5)
    assert len(asked) == 1
    assert asked[0].url.scheme == "https"


@pytest.mark.parametrize("name", ALL)
async def test_hostile_texts_are_cleaned_and_cut_and_other_addresses_left_out(name: str) -> None:
    def spoil(body: bytes) -> bytes:
        text = body.decode()
        text = text.replace("White stork", "\u202eWhite\u200b\\u0007 stork" + "t" * 5_000)
        return text.replace("https://h1.example.com", "file:///etc/passwd#").encode()

    spoilt = spoil(answer(name)) if name != "arxiv" else answer(name)
    hits = await provider(name, always(httpx.Response(200, content=spoilt))).search("storks", 9)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert all(hit.url.startswith("https://") for hit in hits)
    for hit in hits:
        assert len(hit.title) <= 300
        assert hit.title.isprintable()
        assert not {"\u202e", "\u200b", "<h4>", "<span"} & {*hit.title, *hit.snippet}
