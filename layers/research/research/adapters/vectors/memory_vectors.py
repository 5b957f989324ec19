"""A vector store in this process's memory, for one run where there is no Chroma."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from research.domain.passage import Passage, StoredPassage
from research.domain.source import Source
from research.ports import Matrix


@dataclass(frozen=True, slots=True)
class _Row:
    vector: npt.NDArray[np.float32]
    passage: Passage
    source: Source


class MemoryVectors:
    """`ports.VectorStore` that compares with every passage: exact, and fast enough for a job's."""

    def __init__(self) -> None:
        self._jobs: defaultdict[str, dict[str, _Row]] = defaultdict(dict)

    async def add(
        self, job_id: str, passages: Sequence[Passage], vectors: Matrix, sources: Sequence[Source]
    ) -> None:
        """Keep the passages under `job_id`; one that is there already stays as it is."""
        numbered = {source.id: source for source in sources}
        for passage, vector in zip(passages, vectors, strict=True):
            row = _Row(vector, passage, numbered[passage.source])
            self._jobs[job_id].setdefault(passage.id, row)

    async def similarities(self, job_id: str, vector: Matrix, limit: int) -> dict[str, float]:
        """The job's `limit` nearest passages to the first row: id to cosine."""
        rows = self._jobs.get(job_id, {}).values()
        return {row.passage.id: cosine for row, cosine in _nearest(rows, vector, limit)}

    async def search_memory(self, vector: Matrix, limit: int) -> list[StoredPassage]:
        """The `limit` passages of all jobs nearest to the first row, each once."""
        rows = {name: row for job in self._jobs.values() for name, row in job.items()}
        return [
            StoredPassage(
                id=row.passage.id,
                url=row.source.url,
                title=row.source.title,
                published=row.source.published,
                kind=row.source.kind,
                raw_sha256=row.source.raw_sha256,
                text=row.passage.text,
                similarity=cosine,
            )
            for row, cosine in _nearest(rows.values(), vector, limit)
        ]

    async def delete(self, job_id: str) -> None:
        """Remove the job's passages."""
        self._jobs.pop(job_id, None)


def _nearest(rows: Iterable[_Row], vector: Matrix, limit: int) -> Iterator[tuple[_Row, float]]:
    kept = list(rows)
    if not kept or limit < 1:
        return
    cosines = np.stack([row.vector for row in kept]) @ vector[0]
    for place in np.argsort(-cosines, kind="stable")[:limit]:
        yield kept[place], float(cosines[place])
