"""A connection to an MCP server that lasts for a run: opened when first asked for, ended with all
that it started.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypeAlias

import httpx2
from mcp import Client, MCPError
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from research.domain.errors import SearchAnswerError, SearchError, SearchUnavailableError
from research.domain.searching.mcp_servers import McpSearchServer
from research.text.cleaning import clean_line

MAX_ANSWER_BYTES = 2_000_000
CLOSE_SECONDS = 10.0
"""The SDK gives a program some seconds to end by itself before it kills it."""
IDLE_SECONDS = 300.0

# Each line of a program that is no message would be logged with a traceback.
logging.getLogger("mcp.client.stdio").setLevel(logging.CRITICAL)

OpenClient: TypeAlias = Callable[[], AbstractAsyncContextManager[Client]]


class McpConnection:
    """One client, opened and closed in a task of its own, as its library wants it."""

    def __init__(self, open_client: OpenClient) -> None:
        self._open_client = open_client
        self._task: asyncio.Task[None] | None = None
        self._opened: asyncio.Future[Client] | None = None
        self._closing = asyncio.Event()

    async def client(self) -> Client:
        """The client, once it is connected. Raises `SearchError` where it can't be.

        Who stops waiting does not stop it: the next one may find it connected.
        """
        if self._opened is None:
            self._closing = asyncio.Event()
            self._opened = asyncio.get_running_loop().create_future()
            self._task = asyncio.create_task(self._live(self._opened, self._closing))
        opened = self._opened
        try:
            return await asyncio.shield(opened)
        except SearchError:
            if self._opened is opened:  # else another has begun anew already
                await self.aclose()
            raise

    async def drop(self, client: Client) -> None:
        """End the connection of `client`, which broke, unless another has taken its place."""
        opened = self._opened
        if opened is not None and opened.done() and opened.result() is client:
            await self.aclose()

    async def aclose(self) -> None:
        """End the connection; the next call opens another."""
        task, self._task, self._opened = self._task, None, None
        if task is None:
            return
        self._closing.set()
        done, _ = await asyncio.wait([task], timeout=CLOSE_SECONDS)
        if not done:
            task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def _live(self, opened: "asyncio.Future[Client]", closing: asyncio.Event) -> None:
        try:
            async with self._open_client() as client:
                opened.set_result(client)
                await closing.wait()
        except Exception as error:  # whatever its library raises, in groups within groups
            if not opened.done():
                opened.set_exception(_unavailable(error))
                opened.exception()  # who asked may have gone
        finally:
            opened.cancel()


def opener(server: McpSearchServer, user_agent: str, seconds: float) -> OpenClient:
    """Connects to `server`; what it answers over HTTP is bounded."""
    return lambda: _over_http(server, user_agent, seconds) if server.url else _program(server)


@asynccontextmanager
async def _program(server: McpSearchServer) -> AsyncIterator[Client]:
    """A client of a program, which is told nothing of our environment but its PATH and the like."""
    parameters = StdioServerParameters(
        command=server.command,
        args=list(server.args),
        env={name: value.get_secret_value() for name, value in server.env.items()},
    )
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: ASYNC230, no disk is asked
        async with Client(stdio_client(parameters, errlog=nowhere), cache=None) as client:
            yield client


@asynccontextmanager
async def _over_http(
    server: McpSearchServer, user_agent: str, seconds: float
) -> AsyncIterator[Client]:
    headers = {name: value.get_secret_value() for name, value in server.headers.items()}
    async with (
        httpx2.AsyncClient(
            headers={"User-Agent": user_agent, **headers, "Accept-Encoding": "identity"},
            timeout=httpx2.Timeout(seconds, read=IDLE_SECONDS),
            transport=_BoundedTransport(httpx2.AsyncHTTPTransport()),
            trust_env=False,
        ) as http,
        Client(streamable_http_client(server.url, http_client=http), cache=None) as client,
    ):
        yield client


class _BoundedTransport(httpx2.AsyncBaseTransport):
    """Passes requests on, and refuses an answer that grows too large."""

    def __init__(self, transport: httpx2.AsyncBaseTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await self._transport.handle_async_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise httpx2.DecodingError("compressed, which was not asked for", request=request)
        response.stream = _BoundedStream(response.stream)
        return response

    async def aclose(self) -> None:
        await self._transport.aclose()


class _BoundedStream(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream | httpx2.AsyncByteStream | None) -> None:
        if not isinstance(stream, httpx2.AsyncByteStream):
            raise TypeError("an asynchronous transport has asynchronous streams")
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._stream:
            size += len(chunk)
            if size > MAX_ANSWER_BYTES:
                raise httpx2.ReadError(f"an answer larger than {MAX_ANSWER_BYTES:,} bytes")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


def _unavailable(error: BaseException) -> SearchError:
    """What a failed connection says, without the address, in which a key may stand."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, SearchError):
        return error
    if isinstance(error, FileNotFoundError | PermissionError):
        return SearchUnavailableError("its program can't be started: it is not there")
    if isinstance(error, MCPError):
        return SearchAnswerError(f"no connection: {clean_line(error.message, 160)}")
    return SearchUnavailableError(f"no connection ({type(error).__name__})")
