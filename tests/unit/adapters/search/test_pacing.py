"""Turns at one provider: apart, in order, and given up where they come too late."""

import asyncio

import pytest

from research.adapters.search import pacing
from research.adapters.search.pacing import MAX_PAUSE_SECONDS, Pace, pace_of
from research.domain.errors import SearchRateLimitedError


class Time:
    """Time that passes where something waits."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr(pacing.asyncio, "sleep", time.sleep)
    return time


async def test_searches_take_turns(time: Time) -> None:
    pace = Pace(3, seconds_now=time)
    await asyncio.gather(*(pace.wait(10) for _ in range(3)))
    assert time.waits == [0, 3, 6]
    time.now += 60
    await pace.wait(10)
    assert time.waits[-1] == 0


async def test_a_turn_that_comes_too_late_is_given_up_and_takes_none(time: Time) -> None:
    pace = Pace(3, seconds_now=time)
    for _ in range(3):
        await pace.wait(10)
    for _ in range(2):
        with pytest.raises(SearchRateLimitedError, match="its turn comes in 9 s") as caught:
            await pace.wait(10)
        assert caught.value.retry_after_seconds == 9
    time.now += 3
    await pace.wait(10)
    assert time.waits == [0, 3, 6, 6]


async def test_nothing_is_sent_while_the_provider_wants_a_pause(time: Time) -> None:
    pace = Pace(0, seconds_now=time)
    pace.pause(2)
    pace.pause(1)
    await pace.wait(10)
    assert time.waits == [2]
    pace.pause(1e9)
    with pytest.raises(SearchRateLimitedError):
        await pace.wait(10)
    time.now += MAX_PAUSE_SECONDS
    await pace.wait(10)
    assert time.waits == [2, 0]


def test_all_runs_of_a_process_share_the_turns_at_a_provider() -> None:
    assert pace_of("a-provider", 1.0) is pace_of("a-provider", 1.0)
    assert pace_of("a-provider", 1.0) is not pace_of("another", 1.0)
