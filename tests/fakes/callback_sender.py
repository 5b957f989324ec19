"""Stands behind `ports.CallbackSender`: a list."""

from research.domain.errors import CallbackError


class FakeCallbackSender:
    """Keeps what was sent. While `away`, it raises `CallbackError`."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, bytes]] = []
        self.away = False

    async def send(self, url: str, message_id: str, body: bytes) -> None:
        if self.away:
            raise CallbackError("away")
        self.sent.append((url, message_id, body))
