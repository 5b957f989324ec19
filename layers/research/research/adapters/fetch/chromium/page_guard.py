"""Decides for one page which networks its scripts may reach, for as long as it is shown."""

from collections.abc import Sequence
from ipaddress import ip_address

from research.adapters.fetch.guarded_transport import Resolver
from research.web.addresses import Address, Network, check_url, is_number, is_public


class PinnedResolver:
    """Resolves each name once: what it led to holds as long as the page is shown.

    Otherwise the page's own name could lead to a private server after the page was fetched.
    """

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._known: dict[tuple[str, int], Sequence[Address]] = {}

    async def __call__(self, host: str, port: int) -> Sequence[Address]:
        """The addresses of `host`. Raises `FetchError`."""
        if (host, port) not in self._known:
            found = await self._resolver(host, port)
            self._known.setdefault((host, port), found)  # of two at once the first one holds
        return self._known[host, port]


async def reachable_networks(
    url: str, allow_networks: Sequence[Network], resolver: PinnedResolver
) -> tuple[Network, ...]:
    """Those of `allow_networks` that the scripts of the page at `url` may reach.

    A public page's scripts reach public addresses alone: what is allowed to be read must not be
    read by a stranger. Raises `FetchError`.
    """
    address = check_url(url, allow_networks)
    if is_number(address.host):
        addresses: Sequence[Address] = (ip_address(address.host),)
    else:
        addresses = await resolver(address.host, address.port)
    is_of_stranger = any(is_public(one) for one in addresses)
    return () if is_of_stranger else tuple(allow_networks)
