"""Everything outside, as the stages see it. `wiring.py` decides what stands behind each.

A method raises the errors it names and no others; every network call behind one has a time-out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from research.domain.job import Job, JobPage, JobProgress, JobStatus
from research.domain.model_call import A, ModelAnswer, ModelCall, Usage
from research.domain.passage import Passage, StoredPassage
from research.domain.progress import Step
from research.domain.source import Document, Failure, Page, SearchHit, Source
from research.domain.storage import Allowance, CacheUsage, StoredFile

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


class LanguageModel(Protocol):
    """A model that answers in a form that was asked for."""

    async def ask(
        self, call: ModelCall[A], on_text: Callable[[str], None] | None = None
    ) -> ModelAnswer[A]:
        """The answer to `call`; `on_text` hears of each piece of it as it is written.

        Raises `ModelError` or one of those under it: `BudgetSpentError` before a call that could
        cost more than is left, `ContextOverflowError` for too much material, `ModelRefusedError`,
        `ModelAnswerError` for an answer that has not the form, even when asked again.
        """
        ...

    def usage(self) -> dict[str, Usage]:
        """What was used so far, by purpose."""
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
    """Holds passages with their vectors, those of all jobs, and knows whose they are.

    Every method raises `StoreError`: `StoreUnavailableError` where trying later may help.
    """

    async def add(
        self,
        job_id: str,
        passages: Sequence[Passage],
        vectors: Matrix,
        sources: Sequence[Source],
    ) -> None:
        """Store the passages, which are of `sources`; one that is already there stays as it is."""
        ...

    async def similarities(self, job_id: str, vector: Matrix, limit: int) -> dict[str, float]:
        """The job's `limit` passages nearest to row 0: id to cosine."""
        ...

    async def search_memory(self, vector: Matrix, limit: int) -> list[StoredPassage]:
        """The `limit` passages of all jobs nearest to row 0, best first, each once."""
        ...

    async def delete(self, job_id: str) -> None:
        """Forget the job's passages; what another job stored too stays with that one."""
        ...


class ReportStore(Protocol):
    """Where reports, snapshots and job records are kept, by name, such as ``{job_id}.html``.

    Every method raises `StoreError` for a name of another form, and for a store that fails:
    `StoreUnavailableError` where trying later may help.
    """

    async def put(self, name: str, body: bytes, content_type: str) -> str:
        """Store `body` under `name`, replacing what was there; its address."""
        ...

    async def put_if(self, name: str, body: bytes, content_type: str, tag: str | None) -> str:
        """Store `body` if what is there still has `tag`, or if nothing is there for None.

        The new tag. Raises `StoreConflictError`. Of many that try at once with one tag, one does.
        """
        ...

    async def get(self, name: str) -> StoredFile:
        """What is stored under `name`, and its tag. Raises `NotStoredError`."""
        ...

    async def list(self, folder: str) -> tuple[str, ...]:
        """The names right under ``folder/``, whole, in order; none where there is no folder."""
        ...

    async def delete(self, name: str) -> None:
        """Remove `name`; it need not be there."""
        ...


class Journal(Protocol):
    """What the steps of one run made, so that a run which starts again need not repeat them."""

    async def begin(self, step: str) -> None:
        """Called before each step. Raises `OutOfTimeError` or `JobCancelledError` to stop there."""
        ...

    async def load(self, step: str) -> bytes:
        """What `step` made. Raises `NotStoredError` when it did not end yet, and `StoreError`."""
        ...

    async def store(self, step: str, made: bytes) -> None:
        """Keep what `step` made. Raises `StoreError`."""
        ...

    async def forget(self) -> None:
        """Remove all that was kept: the run has ended. Raises `StoreError`."""
        ...


class JobStore(Protocol):
    """The truth about jobs, for any number of processes at once.

    Every method raises `StoreUnavailableError` where the store can't be reached or can't serve.
    Those that read a job raise `JobNotFoundError`, also for one that ended `JOB_TTL_SECONDS` ago,
    and `JobUnreadableError` where what is stored is damaged.
    """

    async def create(self, job: Job) -> None:
        """Keep a new job. Raises `JobExistsError`."""
        ...

    async def get(self, job_id: str) -> Job:
        """The job as it is now."""
        ...

    async def update(self, job_id: str, change: Callable[[Job], Job]) -> Job:
        """Put `change(job)` in the job's place; what was stored, with its new version.

        `change` is pure: it is called again on the newer job where another writer came first, so
        no write is lost; one that keeps losing raises `VersionConflictError`. What `change`
        raises comes through. Raises `IllegalMoveError` as `job_transitions.next_version` does.
        """
        ...

    async def delete(self, job_id: str) -> None:
        """Forget the job, whatever its status; what is stored may be damaged."""
        ...

    async def exists(self, job_id: str) -> bool:
        """Whether `get` would find it."""
        ...

    async def list(
        self, limit: int, status: JobStatus | None = None, cursor: str | None = None
    ) -> JobPage:
        """At most `limit` jobs, newest first, of all or of one status, after `cursor`.

        Damaged records are left out, with a warning in the log. A cursor is the page's
        `next_cursor` and stays good while jobs come and go. Raises `InvalidRequestError` for
        another.
        """
        ...

    async def count(self, status: JobStatus | None = None) -> int:
        """How many jobs there are, of all or of one status."""
        ...

    async def claim(self, job_id: str, owner: str, lease_seconds: float) -> Job:
        """The job, now run by `owner`. Raises as `job_transitions.claim` does."""
        ...

    async def note_progress(
        self, job_id: str, owner: str, lease_seconds: float, progress: JobProgress | None = None
    ) -> None:
        """Renew the lease and, where given, store `progress`, in one round trip where it can be.

        Raises `LeaseLostError`, which is also how a worker hears that its job was cancelled.
        """
        ...

    async def hand_over(self, job_id: str, owner: str) -> Job:
        """The job, pending again for the next worker. Raises `LeaseLostError`."""
        ...

    async def restore(self, job: Job) -> Job:
        """Keep `job` where there is none, or an older or damaged one (`job_transitions.newer`).

        The record that counts. For two stores that went apart; it makes moves no check allows.
        """
        ...


class JobQueue(Protocol):
    """Jobs on their way to a worker. What is sent arrives at least once, in about that order."""

    async def send(self, job_id: str, request_id: str = "") -> None:
        """Have a worker run the job. `request_id` says in logs which call asked for it.

        Neither the query nor any secret travels. Raises `QueueError`.
        """
        ...

    async def check(self) -> None:
        """Whether it can be reached. Raises `QueueError`."""
        ...


class Messages(Protocol):
    """Messages that a worker got and can't be done with yet. Every method raises `QueueError`."""

    async def retry_in(self, receipt: str, seconds: int) -> None:
        """Have the message of `receipt` brought again in so many seconds."""
        ...

    async def dead_letter(self, body: str, code: str, reason: str) -> None:
        """Keep `body` where people look for what could not be done, with the reason."""
        ...


class RateLimiter(Protocol):
    """Counts the calls of each caller."""

    async def take(self, caller: str, limit: int) -> Allowance:
        """Whether `caller` may make one more call, of `limit` a minute. Never raises."""
        ...


class CallbackSender(Protocol):
    """Tells those who asked that a job has ended."""

    async def send(self, url: str, message_id: str, body: bytes) -> None:
        """Have `url` take `body`, JSON. The same `message_id` may arrive more than once.

        Raises `AddressRefusedError`, and `CallbackError` when it does not take it.
        """
        ...


class Cache(Protocol):
    """Bytes by key, for a while. It may forget at any time. Any event loop may call it.

    Keys are ASCII without spaces. Every method raises `StoreUnavailableError`.
    """

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        """What is kept under each key, in one round trip; None where there is nothing."""
        ...

    async def set(self, entries: Mapping[str, bytes], expire_seconds: float) -> None:
        """Keep the entries, in one round trip, replacing what was there."""
        ...

    async def acquire(self, key: str, token: str, seconds: float) -> bool:
        """Whether the lock of that name was free; it is then held until `release` or the time."""
        ...

    async def release(self, key: str, token: str) -> None:
        """Free the lock, if it is still held with `token`."""
        ...

    async def delete(self, key: str) -> bool:
        """Forget the entry; whether there was one."""
        ...

    async def exists(self, key: str) -> bool:
        """Whether something is kept under `key`, whatever it is."""
        ...

    async def clear(self) -> int:
        """Forget every entry of this cache, and nothing else; how many there were."""
        ...

    async def cleanup(self) -> int:
        """Drop what has expired, where that does not happen by itself; how many there were."""
        ...

    async def usage(self) -> CacheUsage:
        """What is kept. Takes longer the more there is."""
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
