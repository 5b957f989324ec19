"""What is extracted again, and what is not."""

import pytest

from research.adapters.extract.cached_extractor import CachedExtractor
from research.domain.errors import NoTextError
from tests.fakes.extractor import CountingExtractor
from tests.fakes.fetcher import FakeFetcher

STORKS = "Storks\nThe white stork winters south of the Sahara and returns to its nest in March."
CRANES = "Cranes\nThe common crane rests in marshes and flies in long lines, calling as it goes."


async def test_what_was_extracted_is_remembered_by_address_and_bytes() -> None:
    counting = CountingExtractor()
    cached = CachedExtractor(counting)
    fetcher = FakeFetcher({"http://x.test/a": STORKS.encode(), "http://x.test/b": b"short"})
    page, short = await fetcher.fetch("http://x.test/a"), await fetcher.fetch("http://x.test/b")
    assert await cached.extract(page) is await cached.extract(page)
    for _ in range(2):
        with pytest.raises(NoTextError):
            await cached.extract(short)
    assert counting.extracted == ["a", "b"]
    cranes = await cached.extract(page.model_copy(update={"body": CRANES.encode()}))
    assert cranes.title == "Cranes"
