"""The wire to a server that speaks OpenAI's API: the SDK's client, retries, and errors as ours.

The meaning of an error is read from status, code and message together (`openai_wording`). A message
is cut and cleared of the key before anyone sees it, and the SDK's own error is not chained to ours,
because it would show the rest.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx2
from openai import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
    Timeout,
)
from pydantic import SecretStr
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

from research.adapters.llm import openai_wording as wording
from research.adapters.llm.openai_key import key_line
from research.domain.errors import (
    ContextOverflowError,
    ModelError,
    ModelInterruptedError,
    ModelRefusedError,
)
from research.text.cleaning import clean_line

T = TypeVar("T")

CONNECT_TIMEOUT_SECONDS = 10.0
MAX_MESSAGE_CHARACTERS = 200
MAX_READ_CHARACTERS = 4_000
"""Of a message, where its meaning is looked for."""
_MIN_KEY_CHARACTERS = 6
"""Shorter keys are placeholders, such as the `none` that local servers are given."""
_ADVICE = {
    401: "check OPENAI_API_KEY",
    403: "check OPENAI_API_KEY",
    404: "check LLM_MODEL and OPENAI_BASE_URL",
}
_STATUSES = frozenset(map(str, range(400, 600)))
_NO_CREDIT = "insufficient_quota"
_backoff_seconds = wait_random_exponential(multiplier=0.5, max=8)


def openai_client(api_key: SecretStr, base_url: str, timeout_seconds: float) -> AsyncOpenAI:
    """The SDK's client, without its own retries, which would also follow a time-out.

    Raises `InvalidSettingError` for a key that can't be sent in a header.
    """
    return AsyncOpenAI(
        api_key=key_line(api_key),
        base_url=base_url,
        timeout=Timeout(timeout_seconds, connect=min(timeout_seconds, CONNECT_TIMEOUT_SECONDS)),
        max_retries=0,
    )


def is_passing(error: BaseException) -> bool:
    """Whether the same request may succeed a little later, and has cost nothing yet.

    A time-out may have cost something, so it does not count.
    """
    if isinstance(error, APIStatusError):
        is_status = error.status_code in (408, 409, 425, 429) or error.status_code >= 500
        return is_status and error.code != _NO_CREDIT and not _is_overflow(error)
    return isinstance(error, APIConnectionError) and not isinstance(error, APITimeoutError)


async def with_retries(
    send: Callable[[], Awaitable[T]],
    *,
    max_retries: int,
    within_seconds: float,
    is_worth_it: Callable[[BaseException], bool] = is_passing,
) -> T:
    """Call `send`, and up to `max_retries` times again while its error is worth it.

    It waits as long as ``Retry-After`` asks, or else with exponential backoff; it does not wait
    past `within_seconds` in all.
    """
    retrying = AsyncRetrying(
        stop=stop_after_attempt(1 + max_retries) | stop_before_delay(within_seconds),
        wait=_wait_seconds,
        retry=retry_if_exception(is_worth_it),
        sleep=asyncio.sleep,
        reraise=True,
    )

    async def once() -> T:  # tenacity recognises only a coroutine function as one to await
        return await send()

    return await retrying(once)


def error_details(error: APIError) -> str:
    """All parts of a server's error that may name the cause."""
    said = error.message[:MAX_READ_CHARACTERS]
    return f"{error.code} {error.type} {error.param} {said}"


def model_error(error: APIError, key: SecretStr) -> ModelError:
    """The `ModelError` for an error of the SDK, by its meaning."""
    said = error_details(error)
    message = clean_message(error, key)
    if wording.is_refusal(said):
        return ModelRefusedError(message)
    if _is_overflow(error):
        return ContextOverflowError(message)
    if isinstance(error, APITimeoutError):
        return ModelInterruptedError(message)
    if isinstance(error, APIStatusError):
        advice = _ADVICE.get(error.status_code)
        return ModelError(f"{message}; {advice}" if advice else message)
    return ModelError(message)


def error_in(answer: object) -> APIStatusError | None:
    """The error that an answer with status 200 holds, as if its status had been the error's own.

    It is under ``error``, as an object or a text, or the answer is one itself (``"object":
    "error"``). Where its code is no status, it counts as 400: the same request would fail again.
    """
    if not isinstance(answer, dict):
        return None
    body = answer if answer.get("object") == "error" else answer.get("error")
    if not body or answer.get("choices"):
        return None
    details = body if isinstance(body, dict) else {"message": str(body)}
    code = str(details.get("status_code", details.get("code")))
    status = int(code) if code in _STATUSES else 400
    request = httpx2.Request("POST", "http://model.invalid/")
    response = httpx2.Response(status, request=request)
    message = str(details.get("message") or json.dumps(details, default=str))
    return APIStatusError(message, response=response, body=details)


def clean_message(error: APIError, key: SecretStr) -> str:
    """The server's message on one line, cut, and without the key."""
    said = error.message
    if len(key.get_secret_value()) >= _MIN_KEY_CHARACTERS:
        said = said.replace(key.get_secret_value(), "***")
    return f"the server at OPENAI_BASE_URL: {clean_line(said, MAX_MESSAGE_CHARACTERS)}"


def _is_overflow(error: APIError) -> bool:
    is_too_large = isinstance(error, APIStatusError) and error.status_code == 413
    return is_too_large or wording.is_overflow(error_details(error))


def _wait_seconds(state: RetryCallState) -> float:
    asked = _retry_after_seconds(state.outcome.exception() if state.outcome else None)
    return _backoff_seconds(state) if asked is None else asked


def _retry_after_seconds(error: BaseException | None) -> float | None:
    """The wait in an error's ``Retry-After`` (RFC 9110, 10.2.3: seconds or a date) or its text."""
    if not isinstance(error, APIStatusError):
        return None
    headers = error.response.headers
    with suppress(ValueError):
        return max(0.0, float(headers.get("retry-after-ms", "")) / 1_000)
    said = headers.get("retry-after", "")
    with suppress(ValueError):
        return max(0.0, float(said))
    with suppress(ValueError):
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    return wording.wait_seconds(
        f"{error_details(error)} {json.dumps(error.body, default=str)[:MAX_READ_CHARACTERS]}"
    )
