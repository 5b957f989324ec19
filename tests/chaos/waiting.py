"""Waiting for what is seen by looking alone."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

PAUSE_SECONDS = 0.1


async def until(is_so: Callable[[], bool], seconds: float) -> bool:
    """Wait until it is so, and no longer than `seconds`; whether it is."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not is_so():  # noqa: ASYNC110 (files and counts tell of no change)
                await asyncio.sleep(PAUSE_SECONDS)
    return is_so()
