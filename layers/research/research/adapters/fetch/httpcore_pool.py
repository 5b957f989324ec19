"""Connections that are kept and shared, and left behind once an answer was left half read.

Over HTTP/2 all answers of a server share one connection and its window (RFC 9113, 5.2). httpcore
neither resets a stream that nobody reads any more nor gives back what it took of the window, so
one page that is too large would keep every later page of its server waiting until its time-out.
After such an answer, new requests therefore go to a new pool; the old one closes with the last
answer that still comes over it.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import h2.exceptions
import httpcore
import httpx


@dataclass(eq=False, slots=True)
class _Pool:
    """A pool and how many answers are under way in it."""

    connections: httpcore.AsyncConnectionPool
    answers: int = 0


@dataclass(eq=False, slots=True)
class _Attempt:
    """One try to send a request. As httpcore's trace, it sees whether a connection was made."""

    is_connected_anew: bool = False

    async def __call__(self, event: str, _: object) -> None:
        self.is_connected_anew |= event == "connection.connect_tcp.started"


class HttpcorePool:
    """Sends requests over pools of `make`, one at a time."""

    def __init__(self, make: Callable[[], httpcore.AsyncConnectionPool]) -> None:
        self._make = make
        self._current = _Pool(make())
        self._left: set[_Pool] = set()

    async def send(self, request: httpx.Request) -> httpx.Response:
        """The answer to `request`, its body still to be read, raw, and to be closed.

        A server may close a kept connection just as it is used again (RFC 9110, 9.2.2), so a
        request without an answer is sent once more, if it did not go over a new connection.
        Raises `httpx.TransportError`, and what the network backend raises of its own.
        """
        attempt = _Attempt()
        try:
            return await self._send(request, attempt)
        except httpx.TransportError:
            if attempt.is_connected_anew:
                raise
        return await self._send(request, _Attempt())

    async def aclose(self) -> None:
        """Close every connection."""
        for pool in (self._current, *self._left):
            await pool.connections.aclose()

    async def _send(self, request: httpx.Request, attempt: _Attempt) -> httpx.Response:
        pool = self._current
        pool.answers += 1
        try:
            with _wire_errors():
                response = await pool.connections.handle_async_request(
                    _for_httpcore(request, attempt)
                )
        except BaseException as error:
            # Nobody knows yet which HTTP it is, but over plain TCP it is not HTTP/2.
            is_shared = request.url.scheme == "https"
            await self._end(pool, spoils=is_shared and isinstance(error, asyncio.CancelledError))
            raise
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response, lambda spoils: self._end(pool, spoils=spoils)),
            extensions=response.extensions,
        )

    async def _end(self, pool: _Pool, *, spoils: bool) -> None:
        """An answer in `pool` is over; `spoils` when it leaves the connection worse than before."""
        pool.answers -= 1
        if spoils and pool is self._current:
            self._current = _Pool(self._make())
            self._left.add(pool)
        if pool in self._left and pool.answers == 0:
            self._left.remove(pool)
            await pool.connections.aclose()


@dataclass(eq=False, slots=True)
class _Body(httpx.AsyncByteStream):
    """A response's body as it comes off the wire."""

    response: httpcore.Response
    end: Callable[[bool], Awaitable[None]]
    is_read: bool = field(default=False, init=False)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _wire_errors():
            async for chunk in self.response.aiter_stream():
                yield chunk
        self.is_read = True

    async def aclose(self) -> None:
        try:
            with _wire_errors():
                await self.response.aclose()
        finally:
            is_shared = self.response.extensions.get("http_version") == b"HTTP/2"
            await self.end(is_shared and not self.is_read)


def _for_httpcore(request: httpx.Request, attempt: _Attempt) -> httpcore.Request:
    return httpcore.Request(
        request.method,
        httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        ),
        headers=request.headers.raw,
        content=request.stream,
        extensions={**request.extensions, "trace": attempt},
    )


@contextmanager
def _wire_errors() -> Iterator[None]:
    """Every error that a server can cause, as httpx names it.

    httpcore lets some through as they are: h2's in the middle of a body, OpenSSL's after the
    handshake, and `ValueError` for an HTTP/2 status that is not a number.
    """
    try:
        yield
    except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
        raise httpx.ConnectError(str(error)) from error
    except (httpcore.NetworkError, httpcore.TimeoutException, ssl.SSLError) as error:
        raise httpx.ReadError(str(error)) from error
    except (httpcore.ProtocolError, h2.exceptions.H2Error, ValueError) as error:
        raise httpx.RemoteProtocolError(str(error)) from error
