"""A write that has begun is over when its caller is, also one that was cancelled."""

import asyncio
from threading import Event

import pytest

from research.adapters.reports import run_to_end


async def test_a_cancelled_caller_ends_after_its_write() -> None:
    began, may_end, written = Event(), Event(), []

    def write() -> None:
        began.set()
        may_end.wait(5)
        written.append("all")

    caller = asyncio.create_task(run_to_end(write))
    await asyncio.to_thread(began.wait, 5)
    caller.cancel()
    await asyncio.sleep(0.01)
    assert not caller.done()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert written == ["all"]
