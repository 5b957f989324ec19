"""Stands behind `ports.JobQueue`: a list."""

from research.domain.errors import QueueError


class FakeJobQueue:
    """Keeps what was sent: job ids and request ids. While `away`, it raises `QueueError`."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.away = False

    async def send(self, job_id: str, request_id: str = "") -> None:
        await self.check()
        self.sent.append((job_id, request_id))

    async def check(self) -> None:
        if self.away:
            raise QueueError("away at queue.internal")
