"""Whether to try what failed a moment ago.

Our own, being this short: the libraries either let every caller through at once when they try
again, or decide by a share of many calls, and here one caller in a few seconds should find out.
"""

from research.ports import Clock


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
        """Open; whether it was closed before."""
        was_closed = self._next_try_seconds is None
        self._wait()
        return was_closed

    def succeeded(self) -> bool:
        """Close; whether it was open before."""
        was_open = self._next_try_seconds is not None
        self._next_try_seconds = None
        return was_open

    def _wait(self) -> None:
        self._next_try_seconds = self._clock.elapsed_seconds() + self._pause_seconds
