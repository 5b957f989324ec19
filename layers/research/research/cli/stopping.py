"""Signals and the end of the process: soon after Ctrl-C or SIGTERM, without waiting for threads.

Python waits for threads when it exits, and a thread that reads a page or waits for a search may
take many seconds. Nothing is lost by leaving it: a report's files are complete or not there.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine
from contextlib import suppress
from types import FrameType
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")

GRACE_SECONDS = 2.0
"""How long cancelled work may take to close its files and connections."""
SIGNALS = (signal.SIGINT, signal.SIGTERM)
BROKEN_PIPE = 128 + signal.SIGPIPE


class StopSignal(Exception):  # noqa: N818, it is no error
    """A signal asked the process to end."""

    def __init__(self, number: int) -> None:
        super().__init__(f"stopped by signal {number}")
        self.exit_code = 128 + number
        """As shells have it."""


def stop_at_once() -> None:
    """Make a signal end the process with a line, wherever `run_to_end` does not handle it."""
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as for a job in the background
            signal.signal(number, _stop)


def run_to_end(work: Coroutine[Any, Any, T]) -> T:
    """What `work` returns or raises. On a signal it is cancelled, and `StopSignal` is raised.

    Unlike `asyncio.run` it does not wait for threads that `work` left behind.
    """
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(_until_signal(work))
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def leave(code: int) -> NoReturn:
    """End the process now."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(code)


async def _until_signal(work: Coroutine[Any, Any, T]) -> T:
    loop = asyncio.get_running_loop()
    task = loop.create_task(work)
    received: list[int] = []
    signalled = asyncio.Event()

    def on_signal(number: int, _frame: FrameType | None) -> None:
        if received:
            leave(128 + number)
        received.append(number)
        loop.call_soon_threadsafe(signalled.set)

    waiting = loop.create_task(signalled.wait())
    before = {n: signal.signal(n, on_signal) for n in SIGNALS if _is_not_ignored(n)}
    try:
        await asyncio.wait([task, waiting], return_when=asyncio.FIRST_COMPLETED)
        if received:
            task.cancel()
            await asyncio.wait([task], timeout=GRACE_SECONDS)
            raise StopSignal(received[0])
        return task.result()
    finally:
        waiting.cancel()
        for number, handler in before.items():
            signal.signal(number, handler)


def _is_not_ignored(number: int) -> bool:
    return signal.getsignal(number) is not signal.SIG_IGN


def _stop(number: int, _frame: FrameType | None) -> None:
    with suppress(OSError):
        os.write(2, b"content-research: stopped\n")
    leave(128 + number)
