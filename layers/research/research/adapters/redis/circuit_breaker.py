"""A circuit breaker, and the store behind one: what failed a moment ago is left alone for a while.

Our own, being this short: the libraries either let every caller through at once when they try
again, or decide by a share of many calls, and here one caller in a few seconds should find out.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from research.domain.errors import ResearchError, StoreUnavailableError
from research.ports import Clock

_log = logging.getLogger(__name__)
T = TypeVar("T")


class CircuitBreaker:
    """Closed while all is well; open after a failure, but for one try each `pause_seconds`."""

    def __init__(self, clock: Clock, pause_seconds: float) -> None:
        self._clock = clock
        self._pause_seconds = pause_seconds
        self._next_try_seconds: float | None = None

    def may_try(self) -> bool:
        """Whether this caller may try; while open, the next may only after another pause."""
        if self._next_try_seconds is None:
            return True
        if self._clock.elapsed_seconds() < self._next_try_seconds:
            return False
        self._wait()
        return True

    def failed(self) -> bool:
        """Open; returns whether it was closed before."""
        was_closed = self._next_try_seconds is None
        self._wait()
        return was_closed

    def succeeded(self) -> bool:
        """Close; returns whether it was open before."""
        was_open = self._next_try_seconds is not None
        self._next_try_seconds = None
        return was_open

    def _wait(self) -> None:
        self._next_try_seconds = self._clock.elapsed_seconds() + self._pause_seconds


class WatchedStore:
    """Calls a store through a circuit breaker, and logs when it goes away and when it is back."""

    def __init__(
        self,
        name: str,
        *,
        clock: Clock,
        pause_seconds: float,
        meanwhile: str = "jobs go on without it",
    ) -> None:
        """After a failure the store is left alone for `pause_seconds`; 0 calls it each time.

        `meanwhile` says in the log what is done while it is away.
        """
        self._name = name
        self._meanwhile = meanwhile
        self._breaker = CircuitBreaker(clock, pause_seconds)
        self.times_failed = 0
        self.times_back = 0

    async def ask(self, call: Callable[[], Awaitable[T]]) -> T:
        """Return what `call` does. Raises `StoreUnavailableError`, at once while it is left alone.

        Any other error of ours is an answer too: the store is there.
        """
        if not self._breaker.may_try():
            raise StoreUnavailableError(f"{self._name} was away a moment ago")
        try:
            answer = await call()
        except StoreUnavailableError as error:
            self.times_failed += 1
            if self._breaker.failed():
                _log.warning("%s is away, so %s: %s", self._name, self._meanwhile, error)
            raise
        except ResearchError:
            self._answered()
            raise
        self._answered()
        return answer

    def _answered(self) -> None:
        if self._breaker.succeeded():
            self.times_back += 1
            _log.warning("%s is back", self._name)
