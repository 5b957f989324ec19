"""A cache for the tests of adapters that keep what they got."""

import pytest

from research.cache import CacheManager
from tests.fakes.cache import FakeCache
from tests.fakes.clock import StillClock


@pytest.fixture
def cache() -> FakeCache:
    return FakeCache(StillClock())


@pytest.fixture
def manager(cache: FakeCache) -> CacheManager:
    return CacheManager(cache)
