"""A rate limiter that counts in this process alone, by the generic cell rate algorithm (GCRA).

https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm, in its virtual scheduling form: a token
bucket that is one number a caller, the time at which the caller's bucket will be full again.
"""

from math import floor

from research.domain.storage import Allowance
from research.ports import Clock

WINDOW_SECONDS = 60.0
"""In this time an empty bucket fills evenly."""
MAX_CALLERS = 10_000
"""Remembered; when there are more, those with a full bucket are forgotten, then the oldest."""


def allowance(*, is_allowed: bool, seconds_to_full: float, limit: int) -> Allowance:
    """What the caller of a bucket of `limit` is told, after a call that was let in or refused."""
    cost = WINDOW_SECONDS / limit
    left = WINDOW_SECONDS - seconds_to_full
    return Allowance(
        is_allowed=is_allowed,
        limit=limit,
        remaining=max(0, floor(left / cost + 0.001)),
        reset_seconds=max(0.0, seconds_to_full),
        retry_after_seconds=0.0 if is_allowed else max(0.0, cost - left),
    )


class MemoryRateLimiter:
    """`ports.RateLimiter` in a dictionary."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._full_at: dict[str, float] = {}

    async def take(self, caller: str, limit: int) -> Allowance:
        """Count one more call of `caller`; a refused one costs nothing."""
        now_seconds = self._clock.elapsed_seconds()
        cost = WINDOW_SECONDS / limit
        before = max(0.0, self._full_at.get(caller, now_seconds) - now_seconds)
        # The sum of many costs is not quite their product.
        is_allowed = before + cost <= WINDOW_SECONDS + cost / 1000
        seconds_to_full = before + cost if is_allowed else before
        self._full_at[caller] = now_seconds + seconds_to_full
        if len(self._full_at) > MAX_CALLERS:
            self._forget(now_seconds)
        return allowance(is_allowed=is_allowed, seconds_to_full=seconds_to_full, limit=limit)

    def _forget(self, now_seconds: float) -> None:
        kept = {caller: at for caller, at in self._full_at.items() if at > now_seconds}
        self._full_at = dict(list(kept.items())[-MAX_CALLERS // 2 :])
