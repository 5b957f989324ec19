"""What failed is left alone for a while, then tried by one caller; a change is logged once."""

import pytest

from research.adapters.redis.circuit_breaker import CircuitBreaker, WatchedStore
from research.domain.errors import JobNotFoundError, StoreUnavailableError
from tests.fakes.clock import StillClock

PAUSE_SECONDS = 5.0


def test_while_open_one_caller_tries_after_each_pause() -> None:
    clock = StillClock()
    breaker = CircuitBreaker(clock, PAUSE_SECONDS)
    assert breaker.may_try()
    assert [breaker.failed(), breaker.failed()] == [True, False]
    assert not breaker.may_try()
    clock.advance(PAUSE_SECONDS)
    assert [breaker.may_try(), breaker.may_try()] == [True, False]
    assert [breaker.succeeded(), breaker.succeeded()] == [True, False]
    assert breaker.may_try()


async def test_a_store_that_is_away_is_logged_once_and_left_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = StillClock()
    store = WatchedStore("Redis", clock=clock, pause_seconds=PAUSE_SECONDS)
    calls: list[Exception | None] = []

    async def ask(error: Exception | None = None) -> str:
        async def call() -> str:
            calls.append(error)
            if error:
                raise error
            return "answer"

        return await store.ask(call)

    away = StoreUnavailableError("no route")
    assert await ask() == "answer"
    for _ in range(3):
        with pytest.raises(StoreUnavailableError):
            await ask(away)
    assert calls == [None, away]
    clock.advance(PAUSE_SECONDS)
    with pytest.raises(JobNotFoundError):  # an answer, too
        await ask(JobNotFoundError("no job"))
    assert await ask() == "answer"
    assert store.times_back == 1
    assert [record.getMessage() for record in caplog.records] == [
        "Redis is away, so jobs go on without it: no route",
        "Redis is back",
    ]
