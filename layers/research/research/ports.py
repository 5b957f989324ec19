"""The ports: Protocols for everything that pipeline, stages, jobs and API ask of the outside.

Adapters implement them; `wiring` chooses the adapter from the settings. A method raises the errors
it names and no others, and every network call behind one has a time-out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, Protocol, TypeAlias, runtime_checkable

from research.domain.model_call import A

if TYPE_CHECKING:  # submit and status load this module and must not load what a run is made of
    import numpy as np
    import numpy.typing as npt

    from research.domain.analysis.tone import SentenceTone
    from research.domain.claim_evidence import ClaimEvidence
    from research.domain.job import Job, JobPage, JobProgress, JobStatus
    from research.domain.model_call import ModelAnswer, ModelCall, OnText, Usage
    from research.domain.passage import Passage, StoredPassage
    from research.domain.progress import Step
    from research.domain.report import Report
    from research.domain.source import (
        Document,
        Failure,
        FoundMedia,
        ImagePreview,
        Page,
        RenderedPage,
        SearchHit,
        Source,
    )
    from research.domain.storage import Allowance, CacheUsage, StoredFile
    from research.domain.uploads.upload import PostForm

Matrix: TypeAlias = "npt.NDArray[np.float32]"
"""Shape (texts, dimension); each row has length 1, or 0 for a text without known words."""


class WebSearch(Protocol):
    """One place to search: an engine, a folder, a list of addresses."""

    @property
    def name(self) -> str:
        """The provider's name, as hits and failures carry it."""

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most `limit` hits, best first; there may be none.

        Raises `SearchError`, or `SourceUnusableError` when what the user named can't be searched.
        """


class MediaSearch(Protocol):
    """One place to search for images, or for videos."""

    @property
    def name(self) -> str:
        """The provider's name and what is searched there, as results and failures carry it."""

    async def search(self, query: str, limit: int) -> list[FoundMedia]:
        """At most `limit` of them with captions, best first; there may be none.

        Raises `SearchError`.
        """


@runtime_checkable
class PartialSearch(Protocol):
    """A search that may have to skip some of what it should search."""

    @property
    def failures(self) -> Sequence[Failure]:
        """What was skipped and why, complete after the first search."""


@runtime_checkable
class PlainSearch(Protocol):
    """A search that may not know ``site:``: it keeps to domains by itself, or finds papers."""

    @property
    def takes_plain_queries(self) -> bool:
        """Whether queries are sent to it without ``site:``."""


class Fetcher(Protocol):
    """Gets the bytes behind an address."""

    async def fetch(self, url: str) -> Page:
        """The page at `url`, decompressed, within every limit. Raises `FetchError`."""


class Renderer(Protocol):
    """Shows a page in a browser, for pages whose text is brought by scripts."""

    async def render(self, page: Page) -> RenderedPage:
        """The page of the web at `page.final_url`, fetched anew, once its scripts have run.

        Raises `RenderError`, and any other `FetchError` with which the page itself can't be had.
        """


class Extractor(Protocol):
    """Finds the text and the metadata in a page."""

    async def extract(self, page: Page) -> Document:
        """The document in `page`. Raises `ExtractError`."""


class ImagePreviews(Protocol):
    """Makes small copies of images of the web."""

    async def preview(self, url: str) -> ImagePreview:
        """A small copy of the image at `url`. Raises `FetchError` and `ImageUnusableError`."""


class LanguageModel(Protocol):
    """A model that answers in a form that the caller gives."""

    async def ask(self, call: ModelCall[A], on_text: OnText | None = None) -> ModelAnswer[A]:
        """The answer to `call`; `on_text` is called with each piece of it as it is written.

        Raises `ModelError` or one of those under it: `BudgetSpentError` before a call that could
        cost more than is left, `ContextOverflowError` for too much material, `ModelRefusedError`,
        `ModelAnswerError` for an answer that has not the form, even when asked again.
        """

    def usage(self) -> dict[str, Usage]:
        """What was used so far, by purpose."""


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is their cosine similarity."""

    @property
    def name(self) -> str:
        """Model and dimension: vectors of different names must never be compared."""

    async def embed(self, texts: Sequence[str]) -> Matrix:
        """One row per text. Raises `EmbedderError`."""


class Reranker(Protocol):
    """Judges how well each of some texts answers a query, reading both at once."""

    async def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """One score per text, higher for better; of no fixed range. Raises `EmbedderError`."""


class Entailment(Protocol):
    """Judges how likely evidence carries a claim, without a language model."""

    @property
    def sure_from(self) -> float:
        """The probability from which on a claim needs no other judge; 1: each needs one."""

    async def probabilities(self, claims: Sequence[tuple[str, ClaimEvidence]]) -> list[float]:
        """For each claim, 0 to 1, how likely its evidence carries it: a half or more is rather yes.

        Raises `EmbedderError`.
        """


class VectorStore(Protocol):
    """Holds the passages of all jobs with their vectors, and which job stored which.

    Every method raises `StoreError`: `StoreUnavailableError` where trying later may help.
    """

    async def add(
        self,
        job_id: str,
        passages: Sequence[Passage],
        vectors: Matrix,
        sources: Sequence[Source],
    ) -> None:
        """Store passages of `sources`; one that is already stored is not changed."""

    async def similarities(self, job_id: str, vector: Matrix, limit: int) -> dict[str, float]:
        """The job's `limit` passages nearest to `vector`, a single row: id to cosine."""

    async def search_memory(self, vector: Matrix, limit: int) -> list[StoredPassage]:
        """The `limit` passages of all jobs nearest to `vector`, a row; best first, each once."""

    async def delete(self, job_id: str) -> None:
        """Remove the job's passages; one that another job stored too stays for that job."""


class ReportStore(Protocol):
    """Stores files by name, such as ``{job_id}.html``: reports, snapshots, job records.

    Every method raises `StoreError` for a name of another form, and for a store that fails:
    `StoreUnavailableError` where trying later may help.
    """

    async def put(self, name: str, body: bytes, content_type: str) -> str:
        """Store `body` under `name`, replacing what was there. Returns its address."""

    async def put_if(self, name: str, body: bytes, content_type: str, tag: str | None) -> str:
        """Store `body` if the file still has `tag`, or, for None, if there is none.

        Returns the new tag. Raises `StoreConflictError`; of many calls at once with the same tag,
        one succeeds.
        """

    async def put_file(self, name: str, file: BinaryIO, content_type: str) -> None:
        """Store the whole of `file`, which is never all in memory, as `put` does."""

    async def copy(self, name: str, to: str) -> None:
        """Store what is under `name` under `to` as well, without its bytes coming by here.

        Raises `NotStoredError`.
        """

    async def get(self, name: str) -> StoredFile:
        """The file of that name. Raises `NotStoredError`."""

    async def size(self, name: str) -> int:
        """How many bytes the file of that name has. Raises `NotStoredError`."""

    async def list(self, folder: str) -> tuple[str, ...]:
        """The full names directly under ``folder/``, sorted; none where there is no folder."""

    async def has_files(self, folder: str) -> bool:
        """Whether any file is under ``folder/``, however deep: one request, however many are."""

    async def delete(self, name: str) -> None:
        """Remove the file, if there is one."""


class UploadForms(Protocol):
    """Makes forms by which whoever has one may post a file into the report store."""

    def form(self, name: str, max_bytes: int, lifetime_seconds: float) -> PostForm:
        """A form for one file, of 1 to `max_bytes` bytes, that is stored under `name`.

        Raises `StoreUnavailableError`.
        """


class SentimentScorer(Protocol):
    """Tells how sentences feel, by their words."""

    def score(self, sentences: Sequence[str]) -> list[SentenceTone]:
        """One tone per sentence, in English."""


class ReportWriter(Protocol):
    """Writes a report in a form that a library makes, such as DOCX."""

    def write(self, report: Report, sources: Mapping[int, Source]) -> bytes:
        """The file of `report`; `sources` by number. Takes seconds: not for an event loop.

        Raises `QuoteNotFoundError` for a citation whose quote is not where it says.
        """


class Journal(Protocol):
    """The results of a run's steps, so that a run which starts again need not repeat them."""

    async def begin(self, step: str) -> None:
        """Called before each step. Raises `OutOfTimeError` to stop there."""

    async def load(self, step: str) -> bytes:
        """The result of `step`. Raises `NotStoredError` when it has not ended, and `StoreError`."""

    async def store(self, step: str, result: bytes) -> None:
        """Keep the result of `step`. Raises `StoreError`."""

    async def forget(self) -> None:
        """Remove every result, since the run has ended. Raises `StoreError`."""


class JobStore(Protocol):
    """Stores job records, for any number of processes at once.

    Every method raises `StoreUnavailableError` where the store can't be reached or can't serve.
    Those that read a job raise `JobNotFoundError`, also for one that ended `JOB_TTL_SECONDS` ago,
    and `JobUnreadableError` where what is stored is damaged.
    """

    async def create(self, job: Job) -> None:
        """Keep a new job. Raises `JobExistsError`."""

    async def get(self, job_id: str) -> Job:
        """The job as it is now."""

    async def update(self, job_id: str, change: Callable[[Job], Job]) -> Job:
        """Replace the job by `change(job)`. Returns what was stored, with its new version.

        `change` is pure: it is called again on the newer job where another writer came first, so
        no write is lost; one that keeps losing raises `VersionConflictError`. What `change`
        raises is passed on. Raises `InvalidTransitionError` as `job_transitions.next_version` does.
        """

    async def delete(self, job_id: str) -> None:
        """Remove the job, whatever its status, also where its record is damaged."""

    async def exists(self, job_id: str) -> bool:
        """Whether `get` would return it."""

    async def list(
        self, limit: int, status: JobStatus | None = None, cursor: str | None = None
    ) -> JobPage:
        """At most `limit` jobs, newest first, of all or of one status, after `cursor`.

        Damaged records are left out, with a warning in the log. A cursor is the page's
        `next_cursor` and stays good while jobs come and go. Raises `InvalidRequestError` for
        another.
        """

    async def count(self, status: JobStatus | None = None) -> int:
        """How many jobs there are, of all or of one status."""

    async def claim(self, job_id: str, owner: str, lease_seconds: float) -> Job:
        """The job, now run by `owner`. Raises as `job_transitions.claim` does."""

    async def note_progress(
        self, job_id: str, owner: str, lease_seconds: float, progress: JobProgress | None = None
    ) -> None:
        """Renew the lease and, where given, store `progress`, in one round trip where possible.

        Raises `LeaseLostError`, also for a job that was cancelled.
        """

    async def hand_over(self, job_id: str, owner: str) -> Job:
        """The job, pending again for the next worker. Raises `LeaseLostError`."""

    async def restore(self, job: Job) -> Job:
        """Store `job` where there is no record, or an older (`job_transitions.newer`) or damaged
        one. Returns the record that is then stored.

        For two stores whose records differ; no transition is checked.
        """


class JobQueue(Protocol):
    """The queue of jobs for workers: at least once, in about the order in which they were sent."""

    async def send(self, job_id: str, request_id: str = "") -> None:
        """Queue the job for a worker. `request_id` names in logs the call that asked for it.

        Neither the query nor any secret is in the message. Raises `QueueError`.
        """

    async def check(self) -> None:
        """Return when the queue answers. Raises `QueueError`."""


class Messages(Protocol):
    """What a worker can do with a message it could not finish. Every method raises `QueueError`."""

    async def retry_in(self, receipt: str, seconds: int) -> None:
        """Have the message of `receipt` delivered again after so many seconds."""

    async def dead_letter(self, body: str, code: str, reason: str) -> None:
        """Put `body` into the dead-letter queue, with the reason."""


class RateLimiter(Protocol):
    """Counts the calls of each caller."""

    async def take(self, caller: str, limit: int) -> Allowance:
        """Whether `caller` may make one more call, of `limit` a minute. Never raises."""


class CallbackSender(Protocol):
    """Sends a callback when a job has ended."""

    async def send(self, url: str, message_id: str, body: bytes) -> None:
        """Post `body`, JSON, to `url`. The same `message_id` may arrive more than once.

        Raises `AddressRefusedError`, and `CallbackError` when `url` does not accept it.
        """


class Cache(Protocol):
    """A cache of bytes by key, which may drop entries at any time. Any event loop may call it.

    Keys are ASCII without spaces. Every method raises `StoreUnavailableError`.
    """

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        """The entry of each key, in one round trip; None where there is none."""

    async def set(self, entries: Mapping[str, bytes], expire_seconds: float) -> None:
        """Store the entries, in one round trip, replacing what was there."""

    async def acquire(self, key: str, token: str, seconds: float) -> bool:
        """Take the lock of that name for so long, if it is free or held with `token`; returns
        whether it was.
        """

    async def release(self, key: str, token: str) -> None:
        """Free the lock, if it is still held with `token`."""

    async def delete(self, key: str) -> bool:
        """Remove the entry. Returns whether there was one."""

    async def exists(self, key: str) -> bool:
        """Whether there is an entry, whatever it holds."""

    async def clear(self) -> int:
        """Remove every entry of this cache, and nothing else. Returns how many there were."""

    async def cleanup(self) -> int:
        """Remove expired entries, where that is not automatic. Returns how many there were."""

    async def usage(self) -> CacheUsage:
        """What the cache holds. Takes longer the more there is."""


class Clock(Protocol):
    """The time. Stages never ask for it."""

    def now(self) -> datetime:
        """The time of day, with its zone, UTC."""

    def elapsed_seconds(self) -> float:
        """A number that grows by one a second and never goes back."""


class Progress(Protocol):
    """A callback for the steps of a run."""

    def __call__(self, step: Step) -> None:
        """Show or store `step`; returns at once and never raises."""
