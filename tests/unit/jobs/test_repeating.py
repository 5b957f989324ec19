"""What a service without a schedule does again and again."""

import asyncio
import logging

import pytest

from research.domain.errors import StoreError
from research.jobs.repeating import keep_doing


async def test_a_failure_is_told_and_the_next_turn_comes(caplog: pytest.LogCaptureFixture) -> None:
    turns, done = [0], asyncio.Event()

    async def work() -> None:
        turns[0] += 1
        if turns[0] == 1:
            raise StoreError("away")
        done.set()

    with caplog.at_level(logging.WARNING):
        task = asyncio.create_task(keep_doing(work, 0.0, "can't look"))
        async with asyncio.timeout(5):
            await done.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert [record.getMessage() for record in caplog.records] == ["can't look: away"]
    assert task.cancelled()


async def test_a_bug_ends_it() -> None:
    async def work() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await keep_doing(work, 0.0, "can't look")
