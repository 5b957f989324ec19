"""Connections to public addresses alone.

The name is looked up, the answers are checked and one of them is connected to in a single step,
so there is no moment between check and connect in which the answer could change. Above it, the
request, the Host header, SNI and the certificate's check keep the name.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address

import h2.exceptions
import httpcore
import httpx

from research.addresses import Address, Network, check_addresses, check_host
from research.errors import FetchError

Resolver = Callable[[str, int], Awaitable[Sequence[Address]]]
"""Host name and port to addresses, most wanted first. Raises `FetchError`."""

MAX_CONNECTIONS = 100
MAX_IDLE_CONNECTIONS = 20
IDLE_SECONDS = 10.0
_MAX_ATTEMPTS = 4
_ATTEMPT_SECONDS = 2.0
"""How long an address that does not answer keeps the next one waiting."""


async def resolve(host: str, port: int) -> Sequence[Address]:
    """What the system's resolver says. Raises `FetchError` when it knows no address."""
    loop = asyncio.get_running_loop()
    try:
        answers = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError("the host name could not be resolved") from None
    return tuple(dict.fromkeys(ip_address(answer[4][0]) for answer in answers))


class GuardedTransport(httpx.AsyncBaseTransport):
    """An httpx transport, HTTP/1.1 and HTTP/2, that can't be led to a private address.

    It knows no proxy and reads no environment. Raises `AddressRefusedError`, `FetchError` when a
    name has no address, and `httpx.TransportError` for all that goes wrong on the wire.
    """

    def __init__(
        self,
        allow_networks: Sequence[Network] = (),
        *,
        resolver: Resolver = resolve,
        ssl_context: ssl.SSLContext | None = None,
        backend: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        """`ssl_context` decides whom to trust (default: certifi's list); `backend` connects."""
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl_context or httpx.create_ssl_context(trust_env=False),
            max_connections=MAX_CONNECTIONS,
            max_keepalive_connections=MAX_IDLE_CONNECTIONS,
            keepalive_expiry=IDLE_SECONDS,
            http2=True,
            network_backend=_GuardedBackend(
                allow_networks, resolver, backend or httpcore.AnyIOBackend()
            ),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request`; the response's body is still to be read, raw, and to be closed."""
        with _wire_errors():
            response = await self._pool.handle_async_request(
                httpcore.Request(
                    request.method,
                    httpcore.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    extensions=request.extensions,
                )
            )
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves, checks and connects in one step."""

    def __init__(
        self,
        allow_networks: Sequence[Network],
        resolver: Resolver,
        backend: httpcore.AsyncNetworkBackend,
    ) -> None:
        self._allow_networks = allow_networks
        self._resolver = resolver
        self._backend = backend

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109, the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self._checked_addresses(host, port)
        *others, last = addresses[:_MAX_ATTEMPTS]
        for address in others:
            try:
                return await self._backend.connect_tcp(
                    str(address), port, _ATTEMPT_SECONDS, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._backend.connect_tcp(
            str(last), port, timeout, local_address, socket_options
        )

    async def _checked_addresses(self, host: str, port: int) -> Sequence[Address]:
        name = check_host(host, self._allow_networks)
        try:
            addresses: Sequence[Address] = (ip_address(name),)
        except ValueError:
            addresses = await self._resolver(name, port)
        if not addresses:
            raise FetchError("the host name could not be resolved")
        check_addresses(name, addresses, self._allow_networks)
        return addresses


class _Body(httpx.AsyncByteStream):
    """A response's body as it comes off the wire."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _wire_errors():
            async for chunk in self._response.aiter_stream():
                yield chunk

    async def aclose(self) -> None:
        with _wire_errors():
            await self._response.aclose()


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
