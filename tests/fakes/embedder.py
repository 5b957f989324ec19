"""Stands behind `ports.Embedder`: hashed bags of terms."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from research.text.terms import terms

DIMENSIONS = 256


class FakeEmbedder:
    """Texts with the same terms are near each other. Remembers what it was asked."""

    name = f"fake-{DIMENSIONS}"

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row a text, of length 1; zeros for a text without terms."""
        self.asked.extend(texts)
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for term in terms(text):
                row[crc32(term.encode()) % DIMENSIONS] += 1.0
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
