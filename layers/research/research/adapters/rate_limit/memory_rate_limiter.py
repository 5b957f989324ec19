"""Calls counted in this process alone."""

from research.adapters.rate_limit.gcra import allowance, take
from research.domain.usage import Allowance
from research.ports import Clock

MAX_CALLERS = 10_000
"""Remembered; when there are more, those with a full bucket are forgotten, then the oldest."""


class MemoryRateLimiter:
    """`ports.RateLimiter` in a dictionary."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._full_at: dict[str, float] = {}

    async def take(self, caller: str, limit: int) -> Allowance:
        """Count one more call of `caller`."""
        now_seconds = self._clock.elapsed_seconds()
        bucket = take(self._full_at.get(caller, now_seconds) - now_seconds, limit)
        self._full_at[caller] = now_seconds + bucket.seconds_to_full
        if len(self._full_at) > MAX_CALLERS:
            self._forget(now_seconds)
        return allowance(bucket, limit)

    def _forget(self, now_seconds: float) -> None:
        kept = {caller: at for caller, at in self._full_at.items() if at > now_seconds}
        self._full_at = dict(list(kept.items())[-MAX_CALLERS // 2 :])
