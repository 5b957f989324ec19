"""Vectors that are kept for a while."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from research.cache import CacheManager, key_of
from research.ports import Embedder

if TYPE_CHECKING:
    from research.ports import Matrix


class CachedEmbedder:
    """`ports.Embedder` before another: a text that was embedded is not embedded again.

    For embedders that are asked over a network, or that run a model. For static vectors, such as
    `wordllama_embedder`, it is a loss: they take less time than reading a vector from a cache.
    """

    def __init__(self, embedder: Embedder, cache: CacheManager) -> None:
        self._embedder = embedder
        self._cache = cache

    @property
    def name(self) -> str:
        """The name of the embedder behind, which is part of every key."""
        return self._embedder.name

    async def embed(self, texts: Sequence[str]) -> "Matrix":
        """One row a text: one look into the cache for all, and what is missing in one call.

        Raises `EmbedderError` as the embedder behind does.
        """
        if not texts:
            return await self._embedder.embed(texts)
        keys = [self._key(text) for text in texts]
        vectors = await self._cache.get_many(list(dict.fromkeys(keys)), _is_vector)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in vectors}
        if missing:
            rows = await self._embedder.embed(list(missing.values()))
            made = dict(zip(missing, rows, strict=True))
            await self._cache.set_many(made)
            vectors |= made
        if len({np.asarray(vector).shape for vector in vectors.values()}) > 1:
            return await self._embedder.embed(texts)  # not all of one embedder
        return np.stack([np.asarray(vectors[key], dtype=np.float32) for key in keys])

    def _key(self, text: str) -> str:
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return key_of("vector", self.name, digest)


def _is_vector(value: object) -> bool:
    return isinstance(value, np.ndarray) and value.ndim == 1
