"""The event loop on which code that is not async waits for the async cache.

One loop a process, in a daemon thread that is started on first use and never keeps the process from
ending. Whoever waits for it blocks its own thread, and no other.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

LEAVE_SECONDS = 2.0
"""How long an interrupted thread waits until its lock in the store is free."""

R = TypeVar("R")
T = TypeVar("T")
_loops: dict[int, asyncio.AbstractEventLoop] = {}


def background_loop() -> asyncio.AbstractEventLoop:
    """Return the loop of this process. A forked process starts one of its own."""
    process_id = os.getpid()
    loop = _loops.get(process_id)
    if loop is None:
        started = asyncio.new_event_loop()
        Thread(target=_run, args=[started], name="research-cache", daemon=True).start()
        loop = _loops.setdefault(process_id, started)
        if loop is not started:  # another thread was first
            started.call_soon_threadsafe(started.stop)
    return loop


def run_with_caller(
    run: Callable[[Callable[[], Awaitable[R]]], Coroutine[Any, Any, T]], compute: Callable[[], R]
) -> T:
    """Return what the coroutine `run(ask)` returns in the background loop, and block until then.

    Inside it ``await ask()``, at most once, runs `compute` in the thread of the caller, where its
    locks and context variables are. Raises what either raises; where that is no `Exception`, as
    Ctrl-C, `run` is cancelled.
    """
    requests: SimpleQueue[bool] = SimpleQueue()
    answer: Future[R] = Future()

    async def ask() -> R:
        requests.put(True)
        return await asyncio.wrap_future(answer)

    async def main() -> T:
        try:
            return await run(ask)
        finally:
            requests.put(False)

    task = asyncio.run_coroutine_threadsafe(main(), background_loop())
    try:
        if requests.get():
            _answer(answer, compute)
    except BaseException:
        # This thread will not compute any more: cancel whoever waits for its result.
        answer.cancel()
        task.cancel()
        with suppress(Empty):
            while requests.get(timeout=LEAVE_SECONDS):
                pass
        raise
    return task.result()


def run_blocking(work: Coroutine[Any, Any, T]) -> T:
    """Return what `work` returns in the background loop, and block this thread until then.

    Raises what it raises, and `RuntimeError` in the loop's own thread, which can't wait for itself.
    """
    if is_background_thread():
        work.close()
        raise RuntimeError("a plain call of the cache or the job store, made from inside one")
    running = asyncio.run_coroutine_threadsafe(work, background_loop())
    try:
        return running.result()
    except BaseException:
        running.cancel()
        raise


def is_background_thread() -> bool:
    """Whether this is the loop's own thread, which must not wait for itself."""
    with suppress(RuntimeError):
        return asyncio.get_running_loop() is _loops.get(os.getpid())
    return False


def _run(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.close()


def _answer(answer: Future[R], compute: Callable[[], R]) -> None:
    try:
        answer.set_result(compute())
    except StopIteration:
        answer.set_exception(RuntimeError(f"{compute!r} raised StopIteration"))  # as a task's would
    except Exception as error:
        answer.set_exception(error)
