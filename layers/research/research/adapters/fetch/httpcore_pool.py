"""A connection pool that is replaced once a response was not read to its end.

Over HTTP/2 all responses of a server share one connection and its flow-control window (RFC 9113,
5.2). httpcore neither resets a stream that nobody reads any more nor gives back what it took of the
window, so one page that is too large would keep every later page of its server waiting until its
time-out. After such a response, new requests therefore go to a new pool; the old one is closed
together with the last response that still uses it.
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
    """An httpcore pool and the number of responses under way in it."""

    connections: httpcore.AsyncConnectionPool
    responses: int = 0


@dataclass(eq=False, slots=True)
class _Attempt:
    """One try to send a request. httpcore calls it as a trace, which shows new connections."""

    is_connected_anew: bool = False

    async def __call__(self, event: str, _: object) -> None:
        self.is_connected_anew |= event == "connection.connect_tcp.started"


class HttpcorePool:
    """Sends requests over a pool that `make` creates, and creates another when it must."""

    def __init__(self, make: Callable[[], httpcore.AsyncConnectionPool]) -> None:
        self._make = make
        self._current = _Pool(make())
        self._left: set[_Pool] = set()

    async def send(self, request: httpx.Request) -> httpx.Response:
        """The response to `request`. The caller reads its raw body and closes it.

        A server may close an idle connection just as it is used again (RFC 9110, 9.2.2), so a
        request that failed on a reused connection is sent once more. Raises
        `httpx.TransportError`, and what the network backend raises itself.
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
        pool.responses += 1
        try:
            with _wire_errors():
                response = await pool.connections.handle_async_request(
                    _for_httpcore(request, attempt)
                )
        except BaseException as error:
            # The version is not known yet, but without TLS it is not HTTP/2.
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
        """Note that a response in `pool` is over; `spoils` says that its connection is unusable."""
        pool.responses -= 1
        if spoils and pool is self._current:
            self._current = _Pool(self._make())
            self._left.add(pool)
        if pool in self._left and pool.responses == 0:
            self._left.remove(pool)
            await pool.connections.aclose()


@dataclass(eq=False, slots=True)
class _Body(httpx.AsyncByteStream):
    """A response's body, as it comes off the wire."""

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
    """Turn every error that a server can cause into httpx's.

    httpcore passes some on: h2's in the middle of a body, OpenSSL's after the handshake, and
    `ValueError` for an HTTP/2 status that is not a number.
    """
    try:
        yield
    except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
        raise httpx.ConnectError(str(error)) from error
    except (httpcore.NetworkError, httpcore.TimeoutException, ssl.SSLError) as error:
        raise httpx.ReadError(str(error)) from error
    except (httpcore.ProtocolError, h2.exceptions.H2Error, ValueError) as error:
        raise httpx.RemoteProtocolError(str(error)) from error
