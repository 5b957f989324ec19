"""What both Chroma adapters share: how passages are stored there, and how the server is reached.

One collection an embedder, so that vectors of two never meet. One row a job and passage, so that a
job's rows can be deleted alone, and the same passage stays where another job has it too. Chroma's
client takes a second to load, so nothing here imports it.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from pydantic import SecretStr

from research.domain.errors import StoreUnavailableError
from research.domain.passage import Passage, StoredPassage
from research.domain.source import Source

if TYPE_CHECKING:
    from chromadb.api.types import Include, QueryResult

    from research.ports import Matrix

COSINE: Any = {"hnsw": {"space": "cosine"}}
WHOLE_ROWS: Any = ["distances", "documents", "metadatas"]
PROBE_TIMEOUT_SECONDS = 2.0
_MORE_ROWS = 4


class ChromaProbe:
    """Asks the server for its heartbeat, one request a call."""

    def __init__(self, *, host: str, port: int, ssl: bool, token: SecretStr) -> None:
        self._url = f"{'https' if ssl else 'http'}://{host}:{port}/api/v2/heartbeat"
        self._token = token

    async def __call__(self) -> None:
        """Returns when the server answers. Raises `StoreUnavailableError`."""
        import httpx  # most processes never ask

        headers = token_headers(self._token)
        try:
            async with httpx.AsyncClient(timeout=PROBE_TIMEOUT_SECONDS, trust_env=False) as client:
                (await client.get(self._url, headers=headers)).raise_for_status()
        except httpx.HTTPError as error:
            raise StoreUnavailableError(f"Chroma is away: {error}") from error


def token_headers(token: SecretStr) -> dict[str, str]:
    """Return the headers for `token`, for Chroma Cloud and for a proxy; none if it is empty."""
    secret = token.get_secret_value()
    return {"Authorization": f"Bearer {secret}", "X-Chroma-Token": secret} if secret else {}


def collection_name(embedder_name: str) -> str:
    """The collection for vectors of that embedder, which names model and dimension."""
    return f"passages-{embedder_name}"


def upsert_arguments(
    job_id: str, passages: Sequence[Passage], vectors: "Matrix", sources: Sequence[Source]
) -> dict[str, Any]:
    """What `Collection.upsert` takes. `sources` holds those of `passages`."""
    numbered = {source.id: source for source in sources}
    return {
        "ids": [f"{job_id}:{passage.id}" for passage in passages],
        "embeddings": vectors,
        "documents": [passage.text for passage in passages],
        "metadatas": [_metadata(job_id, p, numbered[p.source]) for p in passages],
    }


def query_arguments(
    vector: "Matrix", limit: int, include: "Include", job_id: str | None = None
) -> dict[str, Any]:
    """What `Collection.query` takes: the `limit` rows nearest to the first row of `vector`."""
    return {
        "query_embeddings": vector[:1],
        "n_results": limit,
        "where": {"job": job_id} if job_id is not None else None,
        "include": include,
    }


def similarities_in(found: "QueryResult") -> dict[str, float]:
    """Passage ids to cosines, nearest first."""
    distances = found["distances"] or [[]]
    return {
        row.partition(":")[2]: 1.0 - float(distance)
        for row, distance in zip(found["ids"][0], distances[0], strict=True)
    }


async def distinct_passages(
    nearest_rows: Callable[[int], Awaitable["QueryResult"]], limit: int
) -> list[StoredPassage]:
    """The `limit` nearest passages, each once, where jobs that share one have a row each."""
    asked = limit
    while asked > 0:
        found = await nearest_rows(asked)
        stored = _stored_passages(found)
        if len(stored) >= limit or len(found["ids"][0]) < asked:
            return stored[:limit]
        asked *= _MORE_ROWS
    return []


def _stored_passages(found: "QueryResult") -> list[StoredPassage]:
    similarities = similarities_in(found)
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
