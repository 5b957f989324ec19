"""What both Chroma adapters share: how passages are stored and found, and the server's heartbeat.

One collection an embedder, so that vectors of two never meet. One row a job and passage, so that a
job's rows can be deleted alone, and the same passage stays where another job has it too. Chroma's
client takes a second to load, so nothing here imports it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from pydantic import SecretStr

from research.domain.errors import StoreUnavailableError
from research.domain.passage import Passage, StoredPassage
from research.domain.source import Source
from research.ports import Matrix

if TYPE_CHECKING:
    from chromadb.api.types import QueryResult

COSINE: Any = {"hnsw": {"space": "cosine"}}
PROBE_TIMEOUT_SECONDS = 2.0
_MORE_ROWS = 4


async def ping_chroma(*, host: str, port: int, ssl: bool, token: SecretStr) -> None:
    """Return when the server answers, to one request. Raises `StoreUnavailableError`."""
    import httpx  # most processes never ask

    url = f"{'https' if ssl else 'http'}://{host}:{port}/api/v2/heartbeat"
    try:
        async with httpx.AsyncClient(timeout=PROBE_TIMEOUT_SECONDS, trust_env=False) as client:
            (await client.get(url, headers=token_headers(token))).raise_for_status()
    except httpx.HTTPError as error:
        raise StoreUnavailableError(f"Chroma is away: {error}") from error


def token_headers(token: SecretStr) -> dict[str, str]:
    """Return the headers for `token`, for Chroma Cloud and for a proxy; none if it is empty."""
    secret = token.get_secret_value()
    return {"Authorization": f"Bearer {secret}", "X-Chroma-Token": secret} if secret else {}


def collection_name(embedder_name: str) -> str:
    """The collection for vectors of that embedder, which names model and dimension."""
    return f"passages-{embedder_name}"


class ChromaPassages(ABC):
    """`ports.VectorStore` in a collection of Chroma, which a subclass opens and calls."""

    @abstractmethod
    async def _ask(self, call: Callable[[Any], Any]) -> Any:
        """What `call` returns for the collection. Raises `StoreError`."""

    @abstractmethod
    async def _max_batch(self) -> int:
        """How many passages one call may store."""

    async def add(
        self, job_id: str, passages: Sequence[Passage], vectors: Matrix, sources: Sequence[Source]
    ) -> None:
        """Store the passages under `job_id`; one that is there already stays as it is."""
        if not passages:
            return
        size = await self._max_batch()
        numbered = {source.id: source for source in sources}
        for start in range(0, len(passages), size):
            batch = passages[start : start + size]
            rows = {
                "ids": [f"{job_id}:{passage.id}" for passage in batch],
                "embeddings": vectors[start : start + size],
                "documents": [passage.text for passage in batch],
                "metadatas": [_metadata(job_id, p, numbered[p.source]) for p in batch],
            }
            await self._ask(partial(_upsert, rows))

    async def similarities(self, job_id: str, vector: Matrix, limit: int) -> dict[str, float]:
        """The job's `limit` nearest passages to the first row: id to cosine."""
        if limit < 1:
            return {}
        return _similarities(await self._query(vector, limit, ["distances"], {"job": job_id}))

    async def search_memory(self, vector: Matrix, limit: int) -> list[StoredPassage]:
        """The `limit` passages of all jobs nearest to the first row, each once.

        Jobs that share a passage have a row each, so more rows are asked for until enough differ.
        """
        asked = limit
        while asked > 0:
            found = await self._query(vector, asked, ["distances", "documents", "metadatas"])
            stored = _stored_passages(found)
            if len(stored) >= limit or len(found["ids"][0]) < asked:
                return stored[:limit]
            asked *= _MORE_ROWS
        return []

    async def delete(self, job_id: str) -> None:
        """Remove the job's rows."""
        await self._ask(lambda collection: collection.delete(where={"job": job_id}))

    async def _query(
        self, vector: Matrix, limit: int, include: list[str], where: dict[str, str] | None = None
    ) -> "QueryResult":
        found: QueryResult = await self._ask(
            lambda collection: collection.query(
                query_embeddings=vector[:1], n_results=limit, where=where, include=include
            )
        )
        return found


def _upsert(rows: dict[str, Any], collection: Any) -> Any:
    return collection.upsert(**rows)


def _similarities(found: "QueryResult") -> dict[str, float]:
    """Passage ids to cosines, nearest first."""
    distances = found["distances"] or [[]]
    return {
        row.partition(":")[2]: 1.0 - float(distance)
        for row, distance in zip(found["ids"][0], distances[0], strict=True)
    }


def _stored_passages(found: "QueryResult") -> list[StoredPassage]:
    similarities = _similarities(found)
    stored: dict[str, StoredPassage] = {}
    for row, text, metadata in zip(
        found["ids"][0],
        cast("list[list[str]]", found["documents"])[0],
        cast("list[list[dict[str, Any]]]", found["metadatas"])[0],
        strict=True,
    ):
        passage_id = row.partition(":")[2]
        published = metadata.get("published")
        stored.setdefault(
            passage_id,
            StoredPassage(
                id=passage_id,
                url=metadata["url"],
                title=metadata["title"],
                published=date.fromisoformat(published) if published else None,
                kind=metadata["kind"],
                raw_sha256=metadata["raw_sha256"],
                text=text,
                similarity=similarities[passage_id],
            ),
        )
    return list(stored.values())


def _metadata(job_id: str, passage: Passage, source: Source) -> dict[str, str | int]:
    metadata: dict[str, str | int] = {
        "job": job_id,
        "source": source.id,
        "url": source.url,
        "title": source.title,
        "kind": source.kind.value,
        "raw_sha256": source.raw_sha256,
        "start": passage.start,
        "end": passage.end,
    }
    # Chroma has no null: what is not known is left out.
    return metadata | ({"published": source.published.isoformat()} if source.published else {})
