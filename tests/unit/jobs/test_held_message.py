"""A message stays hidden while its worker lives, and no longer."""

import asyncio

from research.jobs.held_message import BEHIND_LEASE_SECONDS, RENEWALS, held
from tests.fakes.messages import FakeMessages

LEASE_SECONDS = 0.3 - BEHIND_LEASE_SECONDS
"""So that a message is hidden for 0.3 s, which SQS is told as 1."""


async def test_it_is_hidden_again_and_again_and_not_once_the_block_has_ended() -> None:
    messages = FakeMessages()
    async with held("receipt", messages, LEASE_SECONDS):
        await asyncio.sleep(0.25)
        times = len(messages.retried)
        assert 1 < times <= RENEWALS + 1
    await asyncio.sleep(0.2)
    assert len(messages.retried) == times
    assert set(messages.retried) == {("receipt", 1)}


async def test_it_is_hidden_for_longer_than_the_lease() -> None:
    messages = FakeMessages()
    async with held("receipt", messages, 60.0):
        await asyncio.sleep(0)
    assert messages.retried == [("receipt", 60 + BEHIND_LEASE_SECONDS)]


async def test_a_queue_that_is_away_for_a_while_stops_no_work() -> None:
    messages = FakeMessages()
    messages.away = True
    async with held("receipt", messages, LEASE_SECONDS):
        await asyncio.sleep(0.15)
        messages.away = False
        await asyncio.sleep(0.15)
    assert messages.retried


async def test_a_call_that_is_under_way_ends_before_the_block() -> None:
    """Else it would hide for long a message that was just said to come again at once."""
    ended: list[str] = []

    class Slow(FakeMessages):
        async def retry_in(self, receipt: str, seconds: int) -> None:
            await asyncio.sleep(0.1)
            ended.append(receipt)

    async with held("receipt", Slow(), 60.0):
        await asyncio.sleep(0.01)
    assert ended == ["receipt"]
