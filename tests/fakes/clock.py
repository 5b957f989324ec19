"""Stands behind `ports.Clock`: time that passes when a test says so."""

from datetime import UTC, datetime, timedelta


class FakeClock:
    """Starts at noon on 24 November 2026."""

    def __init__(self) -> None:
        self._start = datetime(2026, 11, 24, 12, tzinfo=UTC)
        self._elapsed_seconds = 0.0

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass."""
        self._elapsed_seconds += seconds

    def now(self) -> datetime:
        """The time of day, UTC."""
        return self._start + timedelta(seconds=self._elapsed_seconds)

    def elapsed_seconds(self) -> float:
        """Seconds since it was made, each look taking one."""
        self._elapsed_seconds += 1.0
        return self._elapsed_seconds


class StillClock(FakeClock):
    """The same, but that looking takes no time."""

    def elapsed_seconds(self) -> float:
        """Seconds that a test let pass."""
        return self._elapsed_seconds
