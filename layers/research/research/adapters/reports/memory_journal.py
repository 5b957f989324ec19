"""A run's journal in memory: for a run that pauses, and goes on in the same process."""

from research.domain.errors import NotStoredError


class MemoryJournal:
    """`ports.Journal` of one run, whose steps are never short of time."""

    def __init__(self) -> None:
        self._results: dict[str, bytes] = {}

    async def begin(self, step: str) -> None:
        """Any step may begin."""

    async def load(self, step: str) -> bytes:
        """Return the result of `step`. Raises `NotStoredError`."""
        try:
            return self._results[step]
        except KeyError:
            raise NotStoredError(f"{step} has not ended") from None

    async def store(self, step: str, result: bytes) -> None:
        """Keep the result of `step`."""
        self._results[step] = result

    async def forget(self) -> None:
        """Remove every result."""
        self._results.clear()
