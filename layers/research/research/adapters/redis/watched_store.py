"""A store that may be away: asked through a breaker, and a line in the log when that changes."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from research.adapters.redis.circuit_breaker import CircuitBreaker
from research.domain.errors import ResearchError, StoreUnavailableError
from research.ports import Clock

_log = logging.getLogger(__name__)
T = TypeVar("T")


class WatchedStore:
    """Asks a store, and remembers whether it answered."""

    def __init__(self, name: str, *, clock: Clock, pause_seconds: float) -> None:
        """After a failure the store is left alone for `pause_seconds`; 0 asks it each time."""
        self._name = name
        self._breaker = CircuitBreaker(clock, pause_seconds)
        self._times_back = 0

    @property
    def times_back(self) -> int:
        """How often it came back."""
        return self._times_back

    async def ask(self, call: Callable[[], Awaitable[T]]) -> T:
        """What `call` answers. Raises `StoreUnavailableError`, at once while it is left alone.

        Any other error of ours is an answer too.
        """
        if not self._breaker.may_try():
            raise StoreUnavailableError(f"{self._name} was away a moment ago")
        try:
            answer = await call()
        except StoreUnavailableError as error:
            if self._breaker.failed():
                _log.warning("%s is away, so jobs go on without it: %s", self._name, error)
            raise
        except ResearchError:
            self._answered()
            raise
        self._answered()
        return answer

    def _answered(self) -> None:
        if self._breaker.succeeded():
            self._times_back += 1
            _log.warning("%s is back", self._name)
