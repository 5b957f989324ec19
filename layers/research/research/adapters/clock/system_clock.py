"""The machine's clocks."""

import time
from datetime import UTC, datetime


class SystemClock:
    """`ports.Clock` on the wall clock and the monotonic one."""

    def now(self) -> datetime:
        """The time of day, UTC."""
        return datetime.now(UTC)

    def elapsed_seconds(self) -> float:
        """Seconds on a clock that never goes back; its zero means nothing."""
        return time.monotonic()
