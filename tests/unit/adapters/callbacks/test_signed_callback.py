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
from research.domain.errors import AddressRefusedError, CallbackError, InvalidSettingError
from research.domain.job import Job
from research.jobs.callbacks import CallbackMessage, callback_body, send_callback
from tests.fakes.callback_sender import FakeCallbackSender
from tests.unit.api.api_on_fakes import Api

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()
URL = "https://app.example/hooks/research"
Answer = Callable[[httpx.Request], httpx.Response]


def sender(answer: Answer, tries: int = 3, secret: str = SECRET) -> SignedCallback:
    return SignedCallback(
        SecretStr(secret),
        clock=SystemClock(),
        user_agent="test",
        pauses_seconds=(0.0,) * (tries - 1),
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
async def test_what_is_not_taken_is_sent_again_and_redirects_are_not_followed(status: int) -> None:
    answers = [httpx.Response(status, headers={"location": "http://10.0.0.1/"})] * 2
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return answers.pop() if answers else httpx.Response(200)

    await sender(answer).send(URL, "m-1", b"{}")
    assert asked == [URL] * 3


async def test_a_receiver_that_hangs_up_is_tried_again_and_then_told_of() -> None:
    asked: list[str] = []

    def hang_up(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers["webhook-id"])
        raise httpx.ReadError("gone")

    with pytest.raises(CallbackError, match="ReadError"):
        await sender(hang_up).send(URL, "m-1", b"{}")
    assert asked == ["m-1"] * 3


async def test_a_receiver_that_wants_no_more_is_left_alone() -> None:
    asked: list[str] = []

    def gone(request: httpx.Request) -> httpx.Response:
        asked.append("once")
        return httpx.Response(410)

    with pytest.raises(CallbackError, match="410"):
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


async def finished(**fields: str) -> Job:
    api = Api()
    return await api.finish(await api.submit(**fields))


async def test_who_asked_is_told_of_the_end() -> None:
    job, sender = await finished(callback_url=URL), FakeCallbackSender()
    await send_callback(job, sender)
    ((url, message_id, body),) = sender.sent
    assert (url, message_id) == (URL, f"{job.job_id}.completed")
    message = CallbackMessage.model_validate_json(body)
    assert message.type == "job.completed"
    assert message.data.result == job.result
    assert message.data.report_json_url == job.json_url
    assert message.data.report_url == ""  # it is a path of this machine
    assert b"lease" not in body


async def test_who_did_not_ask_is_not_told() -> None:
    sender = FakeCallbackSender()
    await send_callback(await finished(), sender)
    assert sender.sent == []


async def test_a_callback_that_fails_is_logged_and_fails_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sender = FakeCallbackSender()
    sender.away = True
    await send_callback(await finished(callback_url=URL), sender)
    assert "callback_failed" in caplog.text
    await send_callback(await finished(callback_url=URL), None)
    assert "CALLBACK_SECRET" in caplog.text
    assert callback_body(await finished()).startswith(b'{"type":"job.completed"')
