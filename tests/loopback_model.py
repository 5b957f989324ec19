"""A model's server on loopback that answers, byte for byte, what a test tells it to.

It speaks as much of OpenAI's wire format as a test needs, over HTTP/1.1, a connection a request.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

Body = dict[str, Any]
Answer = Callable[[Body, asyncio.StreamWriter], Awaitable[None]]
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
DONE = b"data: [DONE]\n\n"


def event(**fields: Any) -> bytes:
    """One piece of a stream."""
    chunk = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [],
    }
    return f"data: {json.dumps(chunk | fields)}\n\n".encode()


def piece(content: str | None = None, finish: str | None = None, **delta: Any) -> bytes:
    """One piece of an answer."""
    given = delta if content is None else {"content": content, **delta}
    return event(choices=[{"index": 0, "delta": given, "finish_reason": finish}])


def says(
    text: str, finish: str | None = "stop", usage: tuple[int, int] | None = (30, 12)
) -> Answer:
    """An answer, in three pieces to who asks for a stream.

    Usage then comes, as OpenAI does it, to who asks for it.
    """

    async def write(body: Body, writer: asyncio.StreamWriter) -> None:
        counted = usage and {"prompt_tokens": usage[0], "completion_tokens": usage[1]}
        if not body.get("stream"):
            writer.write(whole({"content": text}, finish, counted))
            return
        third = len(text) // 3
        writer.write(STREAM + piece("", role="assistant"))
        for part in (text[:third], text[third : 2 * third], text[2 * third :]):
            writer.write(piece(part))
            await writer.drain()
        if finish is not None:
            writer.write(piece(finish=finish))
        if counted and "stream_options" in body:
            writer.write(event(usage=counted))
        writer.write(DONE)

    return write


def declines(refusal: str) -> Answer:
    """A refusal."""

    async def write(body: Body, writer: asyncio.StreamWriter) -> None:
        if body.get("stream"):
            writer.write(STREAM + piece(refusal=refusal) + piece(finish="stop") + DONE)
        else:
            writer.write(whole({"refusal": refusal}, "stop", None))

    return write


def whole(message: object, finish: object, usage: object) -> bytes:
    """An answer that comes at once, its headers before it."""
    said = {"choices": [{"index": 0, "message": message, "finish_reason": finish}], "usage": usage}
    return bodied(json.dumps({"id": "1", "object": "chat.completion", **said}).encode())


def bodied(body: bytes) -> bytes:
    """`body` with its headers."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return f"{head}\r\nConnection: close\r\n\r\n".encode() + body


def fails(
    status: int, message: str = "not now", headers: Sequence[str] = (), **error: Any
) -> Answer:
    """An error in OpenAI's form."""

    async def write(body: Body, writer: asyncio.StreamWriter) -> None:
        sent = json.dumps({"error": {"message": message, "type": "error", **error}})
        lines = [f"HTTP/1.1 {status} No", f"Content-Length: {len(sent)}", *headers]
        lines += ["Content-Type: application/json", "Connection: close"]
        writer.write("\r\n".join([*lines, "", sent]).encode())

    return write


def sends(*parts: bytes, pause_seconds: float = 0.0, hold: bool = False) -> Answer:
    """These bytes, with a pause after each; then the end, or `hold`: nothing more for long."""

    async def write(body: Body, writer: asyncio.StreamWriter) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause_seconds)
        if hold:
            await asyncio.sleep(60)

    return write


def takes(refuses: Callable[[Body], Answer | None], otherwise: Answer) -> Answer:
    """What `refuses` says to a request, where it says anything."""

    async def write(body: Body, writer: asyncio.StreamWriter) -> None:
        await (refuses(body) or otherwise)(body, writer)

    return write


@dataclass
class LoopbackModel:
    """Gives `answers` in turn, the last one again and again."""

    answers: Sequence[Answer]
    asked: list[Body] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    most_at_once: int = 0
    port: int = 0

    @property
    def base_url(self) -> str:
        """What OPENAI_BASE_URL would be."""
        return f"http://127.0.0.1:{self.port}/v1"

    async def __aenter__(self) -> Self:
        self._tasks: set[asyncio.Task[None]] = set()
        self._at_once = 0
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._attend(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _attend(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
            body = json.loads(await reader.readexactly(int(headers["content-length"])))
            self.asked.append(body)
            self.headers.append(headers)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            try:
                await self.answers[min(len(self.asked), len(self.answers)) - 1](body, writer)
                await writer.drain()
            finally:
                self._at_once -= 1
        writer.close()
