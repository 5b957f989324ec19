"""Everything outside, as the stages see it. `wiring.py` decides what stands behind each.

A method raises the errors it names and no others; every network call behind one has a time-out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from research.models import Document, Failure, Page, Passage, SearchHit, Step

if TYPE_CHECKING:  # submit and status load this module and must not load numpy
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]
    """Shape (texts, dimension); each row has length 1, or 0 for a text without known words."""


class WebSearch(Protocol):
    """One place to search: an engine, a folder, a list of addresses."""

    @property
    def name(self) -> str:
        """The provider's name, as hits and failures carry it."""
        ...

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most `limit` hits, best first; none is an answer.

        Raises `SearchError`, or `SourceUnusableError` when what the user named can't be searched.
        """
        ...


@runtime_checkable
class PartialSearch(Protocol):
    """A search that may have to leave out some of what it should look through."""

    @property
    def failures(self) -> Sequence[Failure]:
        """What was left out and why, complete after the first search."""
        ...


class Fetcher(Protocol):
    """Gets the bytes behind an address."""

    async def fetch(self, url: str) -> Page:
        """The page at `url`, decompressed, within every limit. Raises `FetchError`."""
        ...


class Extractor(Protocol):
    """Finds the text and the metadata in a page."""

    def extract(self, page: Page) -> Document:
        """The document in `page`. Takes a core, so run it off the loop. Raises `ExtractError`."""
        ...


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is their cosine similarity."""

    @property
    def name(self) -> str:
        """Model and dimension: vectors of different names must never meet."""
        ...

    async def embed(self, texts: Sequence[str]) -> Matrix:
        """One row a text. Raises `EmbedderError`."""
        ...


class VectorStore(Protocol):
    """Holds passages with their vectors, apart for each job."""

    async def add(self, job_id: str, passages: Sequence[Passage], vectors: Matrix) -> None:
        """Store the passages; one that is already there stays as it is. Raises `StoreError`."""
        ...

    async def similarities(self, job_id: str, vector: Matrix, limit: int) -> dict[str, float]:
        """The job's `limit` passages nearest to row 0: id to cosine. Raises `StoreError`."""
        ...


class ReportStore(Protocol):
    """Where reports and snapshots are kept, by name, such as ``{job_id}.html``."""

    async def put(self, name: str, body: bytes, content_type: str) -> str:
        """Store `body` under `name`, replacing what was there; its address. Raises `StoreError`."""
        ...


class Clock(Protocol):
    """The time. Stages never ask for it; the pipeline does."""

    def now(self) -> datetime:
        """The time of day, with its zone, UTC."""
        ...

    def elapsed_seconds(self) -> float:
        """A number that grows by one a second and never goes back."""
        ...


class Progress(Protocol):
    """Hears of every step."""

    def __call__(self, step: Step) -> None:
        """Show or store `step`; returns at once and never raises."""
        ...
