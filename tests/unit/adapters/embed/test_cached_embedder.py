"""Vectors that are kept: what is asked for again, and what is not."""

from collections.abc import Sequence

import numpy as np

from research.adapters.embed.cached_embedder import CachedEmbedder
from research.cache import CacheManager
from tests.fakes.cache import FakeCache, replace_entries
from tests.fakes.embedder import FakeEmbedder


async def test_a_text_is_embedded_once(cache: FakeCache, manager: CacheManager) -> None:
    inner = FakeEmbedder()
    embedder = CachedEmbedder(inner, manager)
    texts = ["sails", "cargo", "sails", ""]
    first = await embedder.embed(texts)
    assert inner.asked == ["sails", "cargo", ""]
    assert np.array_equal(first, await FakeEmbedder().embed(texts))
    cache.calls.clear()
    again = CachedEmbedder(inner, CacheManager(cache))
    assert np.array_equal(await again.embed(texts), first)
    assert cache.calls == ["get"], "one round trip for all"
    mixed = await again.embed(["bread", "cargo"])
    assert inner.asked == ["sails", "cargo", "", "bread"]
    assert np.array_equal(mixed[1], first[1])
    assert mixed.dtype == np.float32
    assert cache.calls == ["get", "get", "set"]


async def test_vectors_of_another_model_are_never_taken(manager: CacheManager) -> None:
    class Other(FakeEmbedder):
        name = "other-2"

        async def embed(self, texts: Sequence[str]) -> np.ndarray:
            return np.ones((len(texts), 2), dtype=np.float32)

    await CachedEmbedder(FakeEmbedder(), manager).embed(["sails"])
    assert (await CachedEmbedder(Other(), manager).embed(["sails"])).shape == (1, 2)


async def test_an_entry_that_is_no_vector_of_this_length_is_embedded_again(
    cache: FakeCache, manager: CacheManager
) -> None:
    inner = FakeEmbedder()
    embedder = CachedEmbedder(inner, manager)
    await embedder.embed(["sails"])
    expected = await FakeEmbedder().embed(["cargo", "sails"])
    for foreign in ([1.0], "text", None, np.zeros((2, 2), np.float32), np.zeros(3, np.float32)):
        await replace_entries(cache, foreign)
        inner.asked.clear()
        assert np.array_equal(await embedder.embed(["cargo", "sails"]), expected)
        assert "sails" in inner.asked
        await cache.delete(next(reversed(cache.entries)))
