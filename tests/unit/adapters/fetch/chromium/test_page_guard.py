"""Which networks a page's scripts may reach, and that a name stays where it led."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

import pytest

from research.adapters.fetch.chromium.page_guard import PinnedResolver, reachable_networks
from research.domain.errors import AddressRefusedError
from research.web.addresses import Address

INTRANET = [ip_network("10.0.0.0/8")]
PUBLIC, PRIVATE = ip_address("93.184.216.34"), ip_address("10.0.0.5")


class Turncoat:
    """Resolves a name to another address each time."""

    def __init__(self, *answers: Sequence[Address]) -> None:
        self.answers = list(answers)

    async def __call__(self, host: str, port: int) -> Sequence[Address]:
        return self.answers.pop(0)


@pytest.mark.parametrize(
    ("url", "addresses", "reached"),
    [
        ("http://storks.example/", [PUBLIC], False),
        ("http://wiki.internal/", [PRIVATE], True),
        ("http://storks.example/", [PRIVATE], True),
        ("http://storks.example/", [PRIVATE, PUBLIC], False),
        ("http://10.0.0.5/", [], True),
        ("http://93.184.216.34/", [], False),
    ],
)
async def test_a_strangers_page_reaches_public_addresses_alone(
    url: str, addresses: Sequence[Address], reached: bool
) -> None:
    found = await reachable_networks(url, INTRANET, PinnedResolver(Turncoat(addresses)))
    assert found == (tuple(INTRANET) if reached else ())


async def test_an_address_that_is_refused_is_refused() -> None:
    with pytest.raises(AddressRefusedError):
        await reachable_networks("http://127.0.0.1/", INTRANET, PinnedResolver(Turncoat()))


async def test_a_name_stays_where_it_led() -> None:
    pinned = PinnedResolver(Turncoat([PUBLIC], [PRIVATE]))
    assert await pinned("storks.example", 80) == [PUBLIC]
    assert await pinned("storks.example", 80) == [PUBLIC]
