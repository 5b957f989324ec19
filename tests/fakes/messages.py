"""Stands behind `ports.Messages`: two lists."""

from research.domain.errors import QueueError


class FakeMessages:
    """Keeps what it was asked. While `away`, it raises `QueueError`."""

    def __init__(self) -> None:
        self.retried: list[tuple[str, int]] = []
        self.buried: list[tuple[str, str, str]] = []
        self.away = False

    async def retry_in(self, receipt: str, seconds: int) -> None:
        self._ask()
        self.retried.append((receipt, seconds))

    async def dead_letter(self, body: str, code: str, reason: str) -> None:
        self._ask()
        self.buried.append((body, code, reason))

    def _ask(self) -> None:
        if self.away:
            raise QueueError("away")
