"""An embedder whose vectors are cached."""

from collections.abc import Sequence
from hashlib import sha256

import numpy as np

from research.cache import CacheManager, key_of
from research.ports import Embedder, Matrix


class CachedEmbedder:
    """`ports.Embedder` that answers from the cache, and otherwise asks another embedder.

    It pays off for embedders that run a model or are asked over a network. The static vectors of
    `wordllama_embedder` take less time than reading a vector from a cache.
    """

    def __init__(self, embedder: Embedder, cache: CacheManager) -> None:
        self.name = embedder.name
        self._embedder = embedder
        self._cache = cache

    async def embed(self, texts: Sequence[str]) -> Matrix:
        """One row a text. Reads the cache once for all texts, and asks once for the missing ones.

        Raises `EmbedderError` as the other embedder does.
        """
        if not texts:
            return await self._embedder.embed(texts)
        keys = [self._key(text) for text in texts]
        vectors = await self._cache.get_many(list(dict.fromkeys(keys)), _is_vector)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in vectors}
        if missing:
            rows = await self._embedder.embed(list(missing.values()))
            new = dict(zip(missing, rows, strict=True))
            await self._cache.set_many(new)
            vectors |= new
        if len({np.asarray(vector).shape for vector in vectors.values()}) > 1:
            return await self._embedder.embed(texts)  # a cached one is another model's
        return np.stack([np.asarray(vectors[key], dtype=np.float32) for key in keys])

    def _key(self, text: str) -> str:
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return key_of("vector", self.name, digest)


def _is_vector(value: object) -> bool:
    return isinstance(value, np.ndarray) and value.ndim == 1
