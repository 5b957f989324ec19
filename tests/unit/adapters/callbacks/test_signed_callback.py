"""Callbacks: signed as a receiver checks them, repeated, and never sent where they must not go."""

import base64
import json
from collections.abc import Callable

import httpx
import pytest
from pydantic import SecretStr
from standardwebhooks.webhooks import Webhook

from research.adapters.callbacks.signed_callback import SignedCallback
from research.adapters.clock.system_clock import SystemClock
from research.adapters.fetch.guarded_transport import GuardedTransport
from research.domain.errors import (
    AddressRefusedError,
    CallbackError,
    CallbackGoneError,
    InvalidSettingError,
)

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()
URL = "https://app.example/hooks/research"
Answer = Callable[[httpx.Request], httpx.Response]


def sender(answer: Answer, secret: str = SECRET) -> SignedCallback:
    return SignedCallback(
        SecretStr(secret),
        clock=SystemClock(),
        user_agent="test",
        transport=httpx.MockTransport(answer),
    )


@pytest.mark.parametrize("secret", [SECRET, SECRET.removeprefix("whsec_"), SECRET.rstrip("=")])
async def test_a_receiver_that_follows_the_specification_accepts_it(secret: str) -> None:
    taken: list[httpx.Request] = []

    def take(request: httpx.Request) -> httpx.Response:
        taken.append(request)
        return httpx.Response(204)

    body = json.dumps({"type": "job.completed", "data": {"query": "Wie hoch? ↑"}}).encode()
    await sender(take, secret=secret).send(URL, "job-1.completed", body)
    (request,) = taken
    assert (request.method, str(request.url)) == ("POST", URL)
    assert request.headers["content-type"] == "application/json"
    assert request.headers["webhook-id"] == "job-1.completed"
    assert Webhook(SECRET).verify(request.content, dict(request.headers)) == json.loads(body)


@pytest.mark.parametrize("status", [301, 400, 404, 429, 500, 503])
async def test_what_is_not_taken_is_told_of_and_redirects_are_not_followed(status: int) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(status, headers={"location": "http://10.0.0.1/"})

    with pytest.raises(CallbackError, match=str(status)):
        await sender(answer).send(URL, "m-1", b"{}")
    assert asked == [URL]


async def test_a_receiver_that_hangs_up_is_told_of() -> None:
    def hang_up(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("gone")

    with pytest.raises(CallbackError, match="ReadError"):
        await sender(hang_up).send(URL, "m-1", b"{}")


async def test_a_receiver_that_wants_no_more_is_left_alone() -> None:
    asked: list[str] = []

    def gone(request: httpx.Request) -> httpx.Response:
        asked.append("once")
        return httpx.Response(410)

    with pytest.raises(CallbackGoneError, match="410"):
        await sender(gone).send(URL, "m-1", b"{}")
    assert asked == ["once"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/hook", "http://169.254.169.254/", "http://localhost/", "file:///x"]
)
async def test_it_is_never_sent_to_a_private_address(url: str) -> None:
    def never(request: httpx.Request) -> httpx.Response:
        raise AssertionError("it was sent")

    with pytest.raises(AddressRefusedError):
        await sender(never).send(url, "m-1", b"{}")


async def test_a_name_that_leads_to_a_private_address_is_refused_where_it_connects() -> None:
    callback = SignedCallback(SecretStr(SECRET), clock=SystemClock(), user_agent="test")
    assert isinstance(callback._client._transport, GuardedTransport)
    await callback.aclose()


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_not base64!", "ключ"])
def test_a_secret_that_is_none_is_refused_at_the_start(secret: str) -> None:
    with pytest.raises(InvalidSettingError, match="CALLBACK_SECRET"):
        sender(lambda request: httpx.Response(200), secret=secret)
