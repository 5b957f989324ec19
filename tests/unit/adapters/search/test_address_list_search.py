"""Addresses that the user named."""

import pytest

from research.adapters.search.address_list_search import AddressListSearch
from research.domain.errors import SourceUnusableError


async def test_each_address_is_found_once_in_the_order_given_whatever_it_is() -> None:
    urls = ["https://b.test/", "http://127.0.0.1/", "https://b.test/", "nonsense"]
    hits = await AddressListSearch(urls).search("storks", 9)
    assert [hit.url for hit in hits] == ["https://b.test/", "http://127.0.0.1/", "nonsense"]


@pytest.mark.parametrize("url", ["https://a.test/\udcff", "https://a.test/\x1b[2J"])
def test_what_can_not_be_shown_is_the_users_error(url: str) -> None:
    with pytest.raises(SourceUnusableError, match=r"not an address: 'https://a\.test/\\"):
        AddressListSearch([url])
