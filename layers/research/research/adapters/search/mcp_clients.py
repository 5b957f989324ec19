"""Clients of MCP servers: of a program that is started, or of a service, whose answers are cut."""

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from research.adapters.search.mcp_connection import OpenClient
from research.domain.searching.mcp_servers import McpSearchServer

MAX_ANSWER_BYTES = 2_000_000
IDLE_SECONDS = 300.0

# Each line of a program that is no message would be logged with a traceback, and of a service
# where it redirects to, which may hold a key. What failed is told by the search.
for _name in ("mcp.client.stdio", "mcp.client.streamable_http"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


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
