"""Connections to public addresses alone.

The name is looked up, the answers are checked and one of them is connected to in a single step,
so there is no moment between check and connect in which the answer could change. Above it, the
request, the Host header, SNI and the certificate's check keep the name.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from ipaddress import ip_address

import httpcore
import httpx

from research.adapters.fetch.httpcore_pool import HttpcorePool
from research.domain.errors import FetchError
from research.web.addresses import Address, Network, check_addresses, check_host

Resolver = Callable[[str, int], Awaitable[Sequence[Address]]]
"""Host name and port to addresses, most wanted first. Raises `FetchError`."""

MAX_CONNECTIONS = 100
MAX_IDLE_CONNECTIONS = 20
IDLE_SECONDS = 10.0
_MAX_ATTEMPTS = 4
_ATTEMPT_SECONDS = 2.0
"""How long an address that does not answer keeps the next one waiting."""
# Threads of their own: a name server that stalls must not hold those that extract text.
_LOOKUPS = ThreadPoolExecutor(max_workers=16, thread_name_prefix="lookup")


async def resolve(host: str, port: int) -> Sequence[Address]:
    """What the system's resolver says. Raises `FetchError` when it knows no address."""
    look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        answers = await asyncio.get_running_loop().run_in_executor(_LOOKUPS, look_up)
    except (OSError, UnicodeError):
        raise FetchError("the host name could not be resolved") from None
    return tuple(dict.fromkeys(ip_address(answer[4][0]) for answer in answers))


@cache
def _usual_trust() -> ssl.SSLContext:
    """Certifi's list, whose reading takes 40 ms and would be repeated for each job."""
    return httpx.create_ssl_context(trust_env=False)


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
        make = partial(
            httpcore.AsyncConnectionPool,
            ssl_context=ssl_context or _usual_trust(),
            max_connections=MAX_CONNECTIONS,
            max_keepalive_connections=MAX_IDLE_CONNECTIONS,
            keepalive_expiry=IDLE_SECONDS,
            http2=True,
            network_backend=_GuardedBackend(
                allow_networks, resolver, backend or httpcore.AnyIOBackend()
            ),
        )
        self._pool = HttpcorePool(make)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request`; the response's body is still to be read, raw, and to be closed."""
        return await self._pool.send(request)

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
        addresses = check_addresses(name, addresses, self._allow_networks)
        if not addresses:
            raise FetchError("the host name could not be resolved")
        return addresses
