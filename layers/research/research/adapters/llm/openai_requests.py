"""Requests to a server that speaks OpenAI's wire format: sent again where that may help."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from openai import AsyncOpenAI, Timeout
from pydantic import SecretStr
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

from research.adapters.llm.openai_errors import is_passing, retry_after_seconds
from research.adapters.llm.openai_key import key_line

T = TypeVar("T")

CONNECT_TIMEOUT_SECONDS = 10.0
_backoff_seconds = wait_random_exponential(multiplier=0.5, max=8)


def openai_client(api_key: SecretStr, base_url: str, timeout_seconds: float) -> AsyncOpenAI:
    """The SDK's client. It sends nothing again, for it would also do so after a time-out.

    Raises `InvalidSettingError` for a key that can't stand in a header.
    """
    return AsyncOpenAI(
        api_key=key_line(api_key),
        base_url=base_url,
        timeout=Timeout(timeout_seconds, connect=min(timeout_seconds, CONNECT_TIMEOUT_SECONDS)),
        max_retries=0,
    )


async def sent_again(
    send: Callable[[], Awaitable[T]],
    *,
    max_retries: int,
    within_seconds: float,
    is_worth_it: Callable[[BaseException], bool] = is_passing,
) -> T:
    """What `send` returns, called up to `max_retries` times more while its errors pass.

    It waits as long as `Retry-After` asks, or ever longer; no wait ends after `within_seconds`.
    """
    retrying = AsyncRetrying(
        stop=stop_after_attempt(1 + max_retries) | stop_before_delay(within_seconds),
        wait=_wait_seconds,
        retry=retry_if_exception(is_worth_it),
        sleep=asyncio.sleep,
        reraise=True,
    )

    async def once() -> T:  # tenacity takes no other callable for one that is awaited
        return await send()

    return await retrying(once)


def _wait_seconds(state: RetryCallState) -> float:
    asked = retry_after_seconds(state.outcome.exception() if state.outcome else None)
    return _backoff_seconds(state) if asked is None else asked
