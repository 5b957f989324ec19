"""An httpx transport that connects to public addresses only.

Looking up a name, checking the answers and connecting to one of them is a single step, so that
the answer can't change between check and connection (DNS rebinding). The request, the Host header,
SNI and the check of the certificate still use the name.
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
"""Takes a host name and a port, returns addresses, preferred ones first. Raises `FetchError`."""

MAX_CONNECTIONS = 100
MAX_IDLE_CONNECTIONS = 20
IDLE_SECONDS = 10.0
_MAX_ATTEMPTS = 4
_ATTEMPT_SECONDS = 2.0
"""How long to wait for an address before the next one is tried."""
# A pool of its own: a stalled name server must not block the threads that extract text.
_LOOKUPS = ThreadPoolExecutor(max_workers=16, thread_name_prefix="lookup")


async def resolve(host: str, port: int) -> Sequence[Address]:
    """The addresses that the system's resolver returns. Raises `FetchError` if there are none."""
    look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        answers = await asyncio.get_running_loop().run_in_executor(_LOOKUPS, look_up)
    except (OSError, UnicodeError):
        raise FetchError("the host name could not be resolved") from None
    return tuple(dict.fromkeys(ip_address(answer[4][0]) for answer in answers))


@cache
def _usual_trust() -> ssl.SSLContext:
    """An SSL context with certifi's certificates, loaded once: it takes 40 ms."""
    return httpx.create_ssl_context(trust_env=False)


class GuardedTransport(httpx.AsyncBaseTransport):
    """An httpx transport for HTTP/1.1 and HTTP/2 that refuses to connect to private addresses.

    It uses no proxy and reads no environment. Raises `AddressRefusedError`, `FetchError` when a
    name has no address, and `httpx.TransportError` for everything that fails on the wire.
    """

    def __init__(
        self,
        allow_networks: Sequence[Network] = (),
        *,
        resolver: Resolver = resolve,
        ssl_context: ssl.SSLContext | None = None,
        backend: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        """`ssl_context` defaults to certifi's certificates, `backend` to httpcore's."""
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
        """Send `request`. The caller reads the raw body of the response and closes it."""
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
