"""A web server on loopback that answers, byte for byte, what a test tells it to.

An answer is bytes, sent as they are, or a function that writes to the connection as it likes.
What has no answer is a 404, robots.txt included, so that a test names only what it is about.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import h2.config
import h2.connection
import h2.events

Write = Callable[[asyncio.StreamWriter], Awaitable[None]]
Answer = bytes | Write


def answer(
    body: bytes = b"", status: str = "200 OK", *, declared: int | None = None, **headers: str
) -> bytes:
    """A response whose Content-Length is right, unless another is `declared`."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if declared is None else declared}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    """A redirect to `location`."""
    return answer(status=status, Location=location)


def then_stall(start: bytes) -> Write:
    """Send `start`, and then nothing, with the connection open."""

    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        await asyncio.sleep(60)

    return write


def then_close(start: bytes) -> Write:
    """Send `start` and close the connection."""

    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        writer.close()

    return write


def again_and_again(start: bytes, piece: bytes, pause_seconds: float = 0.0) -> Write:
    """Send `start` and then `piece`, as long as someone listens."""

    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause_seconds)

    return write


@dataclass(frozen=True)
class Asked:
    """A request as it came in. Header names are in lower case."""

    target: str
    headers: Mapping[str, str]
    connection: int
    """Which connection it came on, counted from 1."""


@dataclass
class LoopbackWeb:
    """Serves `answers`, by path with query, over HTTP/1.1; over TLS when it gets a context."""

    answers: dict[str, Answer] = field(default_factory=dict)
    ssl_context: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of `path` here."""
        return f"{'https' if self.ssl_context else 'http'}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order, without robots.txt."""
        return [asked.target for asked in self.asked if asked.target != "/robots.txt"]

    async def __aenter__(self) -> Self:
        self._tasks: set[asyncio.Task[None]] = set()
        self._server = await asyncio.start_server(
            self._connected, "127.0.0.1", 0, ssl=self.ssl_context
        )
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
        self.connections += 1
        task = asyncio.create_task(self._attend(reader, writer, self.connections))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _attend(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int
    ) -> None:
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._serve(reader, writer, number)
        finally:
            writer.transport.abort()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int
    ) -> None:
        while not writer.is_closing():
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            target = head[0].split(" ")[1]
            headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
            self.asked.append(Asked(target, headers, number))
            found = self.answers.get(target, answer(b"not here", "404 Not Found"))
            if isinstance(found, bytes):
                writer.write(found)
                await writer.drain()
            else:
                await found(writer)


@dataclass
class LoopbackWebOverHttp2(LoopbackWeb):
    """The same over HTTP/2, from answers that are bytes; `troubles`, by path, come after half."""

    troubles: dict[str, str] = field(default_factory=dict)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int
    ) -> None:
        http = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        http.initiate_connection()
        unsent: dict[int, memoryview] = {}
        while not writer.is_closing():
            for stream in list(unsent):
                unsent[stream] = _send_allowed(http, stream, unsent[stream])
                if not unsent[stream]:
                    http.end_stream(stream)
                    del unsent[stream]
            writer.write(http.data_to_send())
            await writer.drain()
            data = await reader.read(65_536)
            if not data:
                return
            for event in http.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    self._begin(http, event, number, writer, unsent)

    def _begin(
        self,
        http: h2.connection.H2Connection,
        event: h2.events.RequestReceived,
        number: int,
        writer: asyncio.StreamWriter,
        unsent: dict[int, memoryview],
    ) -> None:
        headers = {name.decode(): value.decode() for name, value in event.headers}
        target = headers[":path"]
        self.asked.append(Asked(target, headers | {"host": headers[":authority"]}, number))
        found = self.answers.get(target, answer(b"not here", "404 Not Found"))
        if not isinstance(found, bytes):
            raise TypeError("over HTTP/2 an answer is bytes")
        head, _, body = found.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        trouble = self.troubles.get(target)
        status = "what?" if trouble == "status" else first.split(" ")[1]
        named = [tuple(line.split(": ", 1)) for line in lines]
        http.send_headers(
            event.stream_id,
            [(":status", status), *((name.lower(), value) for name, value in named)],
        )
        if trouble is None:
            unsent[event.stream_id] = memoryview(body)
            return
        http.send_data(event.stream_id, body[: len(body) // 2])
        if trouble == "reset":
            http.reset_stream(event.stream_id)
        if trouble == "short":
            http.end_stream(event.stream_id)
        writer.write(http.data_to_send())
        if trouble == "garbage":
            writer.write(bytes(9))  # a DATA frame without a stream
        if trouble == "close":
            writer.close()


def _send_allowed(http: h2.connection.H2Connection, stream: int, body: memoryview) -> memoryview:
    """Send what flow control lets through; what is left."""
    while body:
        size = min(http.local_flow_control_window(stream), http.max_outbound_frame_size, len(body))
        if size == 0:
            break
        http.send_data(stream, bytes(body[:size]))
        body = body[size:]
    return body
