"""One computation for all who ask for it at once, among the tasks or threads of this process."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass
class _Flight(Generic[T]):
    task: asyncio.Task[T]
    callers: int = 0


class Flights(Generic[T]):
    """Computations under way in event loops, one a key and loop."""

    def __init__(self) -> None:
        self._flights: dict[tuple[asyncio.AbstractEventLoop, str], _Flight[T]] = {}

    async def join(self, key: str, compute: Callable[[], Coroutine[Any, Any, T]]) -> tuple[T, bool]:
        """The result of `compute`, begun here or joined, and whether it was begun here.

        It goes on while anyone waits for it: a caller that is cancelled leaves alone, the last
        one stops it. What it raises is raised to every caller.
        """
        at = (asyncio.get_running_loop(), key)
        flight = self._flights.get(at)
        begins = flight is None
        if flight is None:
            flight = self._flights[at] = _Flight(asyncio.create_task(compute()))
            flight.task.add_done_callback(lambda _: self._forget(at, flight))
        flight.callers += 1
        try:
            return await asyncio.shield(flight.task), begins
        finally:
            flight.callers -= 1
            if not flight.callers and not flight.task.done():
                self._forget(at, flight)  # so that nobody joins what is about to end
                flight.task.cancel()
                await asyncio.wait([flight.task])

    def _forget(self, at: tuple[asyncio.AbstractEventLoop, str], flight: _Flight[T] | None) -> None:
        if self._flights.get(at) is flight:
            del self._flights[at]


class ThreadFlights(Generic[T]):
    """Computations under way in threads, one a key."""

    def __init__(self) -> None:
        self._flights: dict[str, Future[T]] = {}
        self._lock = Lock()

    def join(self, key: str, compute: Callable[[], T]) -> tuple[T, bool]:
        """The result of `compute`, begun here or joined, and whether it was begun here.

        What it raises is raised to every caller; but one that was interrupted (an exception that
        is no `Exception`) is begun again by another.
        """
        while True:
            with self._lock:
                flight = self._flights.get(key)
                if flight is None:
                    mine = self._flights[key] = Future()
                    break
            try:
                return flight.result(), False
            except CancelledError:
                continue
        try:
            value = compute()
        except BaseException as error:
            self._forget(key)
            if isinstance(error, Exception):
                mine.set_exception(error)
            else:
                mine.cancel()
            raise
        self._forget(key)
        mine.set_result(value)
        return value, True

    def _forget(self, key: str) -> None:
        with self._lock:
            del self._flights[key]
