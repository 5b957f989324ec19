"""A connection to an MCP server that lasts for a run: opened when first asked for, ended with all
that it started.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeAlias

from mcp import Client, MCPError

from research.domain.errors import SearchAnswerError, SearchError, SearchUnavailableError

CLOSE_SECONDS = 10.0
"""The SDK gives a program some seconds to end by itself before it kills it."""

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


def _unavailable(error: BaseException) -> SearchError:
    """What a failed connection says: no address and no word of a server, which may hold a key."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, SearchError):
        return error
    if isinstance(error, FileNotFoundError | PermissionError):
        return SearchUnavailableError("its program can't be started: it is not there")
    if isinstance(error, MCPError):
        return SearchAnswerError(f"no connection: it refuses (code {error.code})")
    return SearchUnavailableError(f"no connection ({type(error).__name__})")
