"""Stands behind `ports.VectorStore`: a dictionary, searched one by one."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from research.models import Passage


class FakeVectorStore:
    """Keeps each passage's vector under its job."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], npt.NDArray[np.float32]] = {}

    async def add(
        self, job_id: str, passages: Sequence[Passage], vectors: npt.NDArray[np.float32]
    ) -> None:
        """Keep the vectors; the same passage again changes nothing."""
        for passage, vector in zip(passages, vectors, strict=True):
            self.rows.setdefault((job_id, passage.id), vector)

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
