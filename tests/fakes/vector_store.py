"""Stands behind `ports.VectorStore`: a dictionary, searched one by one."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from research.domain.passage import Passage, StoredPassage
from research.domain.source import Source


class FakeVectorStore:
    """Keeps each passage's vector under its job."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], npt.NDArray[np.float32]] = {}
        self._stored: dict[str, tuple[Passage, Source]] = {}

    async def add(
        self,
        job_id: str,
        passages: Sequence[Passage],
        vectors: npt.NDArray[np.float32],
        sources: Sequence[Source],
    ) -> None:
        """Keep the vectors; the same passage again changes nothing."""
        for passage, vector in zip(passages, vectors, strict=True):
            self.rows.setdefault((job_id, passage.id), vector)
            [source] = (source for source in sources if source.id == passage.source)
            self._stored.setdefault(passage.id, (passage, source))

    async def similarities(
        self, job_id: str, vector: npt.NDArray[np.float32], limit: int
    ) -> dict[str, float]:
        """The nearest passages of the job, id to cosine."""
        found = {
            passage_id: float(row @ vector[0])
            for (job, passage_id), row in self.rows.items()
            if job == job_id
        }
        nearest = sorted(found, key=lambda passage_id: -found[passage_id])[: max(0, limit)]
        return {passage_id: found[passage_id] for passage_id in nearest}

    async def search_memory(
        self, vector: npt.NDArray[np.float32], limit: int
    ) -> list[StoredPassage]:
        """The nearest passages of all jobs."""
        found = {passage_id: float(row @ vector[0]) for (_, passage_id), row in self.rows.items()}
        nearest = sorted(found, key=lambda passage_id: -found[passage_id])[: max(0, limit)]
        return [self._stored_passage(passage_id, found[passage_id]) for passage_id in nearest]

    async def delete(self, job_id: str) -> None:
        """Forget the job's rows."""
        self.rows = {key: row for key, row in self.rows.items() if key[0] != job_id}

    def _stored_passage(self, passage_id: str, similarity: float) -> StoredPassage:
        passage, source = self._stored[passage_id]
        return StoredPassage(
            id=passage_id,
            url=source.url,
            title=source.title,
            published=source.published,
            kind=source.kind,
            raw_sha256=source.raw_sha256,
            text=passage.text,
            similarity=similarity,
        )
