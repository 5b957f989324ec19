"""One run of the pipeline: its request, its ports and limits, and the journal of its steps."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from research.domain.errors import NothingFoundError, NotStoredError
from research.domain.model_call import Cost, Usage
from research.domain.question import JobPlan, Question, clarified
from research.domain.report_format import ReportFormat
from research.domain.request import ResearchRequest
from research.domain.scope import Scope, why_none
from research.domain.source import Source
from research.ports import (
    Clock,
    Embedder,
    Entailment,
    Extractor,
    Fetcher,
    ImagePreviews,
    Journal,
    LanguageModel,
    MediaSearch,
    Progress,
    Renderer,
    ReportStore,
    ReportWriter,
    Reranker,
    SentimentScorer,
    VectorStore,
    WebSearch,
)
from research.stages.plan.plan import searchable
from research.stages.read.read import ReadLimits
from research.stages.search.search import SearchLimits
from research.stages.verify.verify import Strictness
from research.text.source_sentences import ReadSentences, sentences_once

T = TypeVar("T")
USAGE_STEP = "usage"
"""The step of the journal that holds what was used of models."""
_USAGE_FORM = TypeAdapter(dict[str, Usage])


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports that a run uses. Without a model, its report quotes sentences of the sources."""

    searches: tuple[WebSearch, ...]
    fetcher: Fetcher
    extractor: Extractor
    embedder: Embedder
    encoder: Embedder
    """Of questions and the sentences that may answer them."""
    entailment: Entailment
    vectors: VectorStore
    reports: ReportStore
    clock: Clock
    news: tuple[WebSearch, ...] = ()
    """Asked for the query itself, beside `searches`."""
    renderer: Renderer | None = None
    """Shows pages whose text only scripts bring; without one they can't be read."""
    media: tuple[MediaSearch, ...] = ()
    """Asked for images and videos of what the query asks about."""
    reranker: Reranker | None = None
    """Judges beside the fitted model which sentences answer."""
    model: LanguageModel | None = None
    sentiment: SentimentScorer | None = None
    """Without one, and for sources in other languages than English, no tone is told."""
    previews: ImagePreviews | None = None
    """Without one, the images that a report lists are links alone."""
    report_writers: Mapping[ReportFormat, ReportWriter] = field(default_factory=dict)
    """Those of the wanted formats that a library makes; one without is left out."""
    journal: Journal | None = None
    """Keeps what the steps of a run made; without one, a run that ends early is begun anew."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a run may go."""

    search: SearchLimits
    read: ReadLimits
    strictness: Strictness = Strictness.STRICT
    max_rounds: int = 4
    """Rounds of a deep run, the first one counted."""
    deadline_seconds: float = 600.0
    """After so long, no further round is begun."""


@dataclass(frozen=True, slots=True)
class RunDependencies:
    """What a run is given by its wiring: ports, limits, and warnings for its report."""

    ports: Ports
    limits: Limits
    warnings: Sequence[str]
    """Grows while the run lasts: a store that stops serving is warned of here."""


@dataclass(frozen=True, slots=True)
class Run:
    """One request that is being researched."""

    request: ResearchRequest
    job_id: str
    ports: Ports
    limits: Limits
    progress: Progress
    usage_before: Mapping[str, Usage] = field(default_factory=dict)
    """What earlier runs of the same job have used of models."""
    plan: JobPlan | None = None
    """The plan that was approved; without one, the run makes its own."""
    read_sentences: ReadSentences = field(default_factory=sentences_once)
    """Several stages look at all sentences of the sources: each source is read once."""
    known_relevance: dict[tuple[tuple[int, str], ...], dict[int, float]] = field(
        default_factory=dict
    )
    """How far sources are about what was asked, by their numbers and digests: found once."""

    @property
    def query(self) -> str:
        """What was asked, with what its asker said when asked back."""
        return clarified(self.request.query, self.plan)

    @property
    def approved_questions(self) -> tuple[Question, ...]:
        """The questions that were approved, with the words to search for; none without a plan."""
        return searchable(self.plan, self.request.query) if self.plan else ()

    @property
    def max_words(self) -> int:
        """The words that the report may have."""
        return self.request.words(has_model=self.ports.model is not None)

    @property
    def scope(self) -> Scope:
        """The bounds that pages must be within to be used."""
        return Scope.of(self.request)

    def within_scope(self, sources: Sequence[Source]) -> list[Source]:
        """Those of `sources` that are within the scope: the report lists the others, unused.

        Raises `NothingFoundError` where there are sources, and none is within.
        """
        within = [source for source in sources if self.scope.has_source(source)]
        if sources and not within:
            raise NothingFoundError(why_none(self.scope, sources))
        return within

    async def keep(self, step: str, kind: type[T], make: Callable[[], Awaitable[T]]) -> T:
        """The result of `step`, of type `kind`: from the journal, else of `make`, and kept there.

        A result that can't be read any longer, as after an update, is made anew. Raises what `make`
        raises, `RunStoppedError` as the journal does, and `StoreError`.
        """
        journal = self.ports.journal
        if journal is None:
            return await make()
        form = TypeAdapter(kind)
        try:
            return await asyncio.to_thread(_unpacked, form, await journal.load(step))
        except (NotStoredError, ValidationError, OSError, EOFError):
            await journal.begin(step)
        result = await make()
        await journal.store(step, await asyncio.to_thread(_packed, form, result))
        if self.ports.model is not None:
            await journal.store(USAGE_STEP, _USAGE_FORM.dump_json(self.usage()))
        return result

    def usage(self) -> dict[str, Usage]:
        """What was used of models, by purpose, earlier runs of the job included."""
        used = dict(self.usage_before)
        for purpose, more in (self.ports.model.usage() if self.ports.model else {}).items():
            used[purpose] = used.get(purpose, Usage()) + more
        return used

    def cost(self) -> Cost | None:
        """What models have cost, together and by purpose; None for a run without a model."""
        if self.ports.model is None:
            return None
        usage = self.usage()
        return Cost(total=sum(usage.values(), start=Usage()), by_purpose=usage)


async def usage_so_far(journal: Journal) -> dict[str, Usage]:
    """What earlier runs have used of models, by purpose. Raises `StoreError`."""
    try:
        return _USAGE_FORM.validate_json(await journal.load(USAGE_STEP))
    except (NotStoredError, ValidationError):
        return {}


def _packed(form: TypeAdapter[T], result: T) -> bytes:
    return gzip.compress(form.dump_json(result), compresslevel=1)


def _unpacked(form: TypeAdapter[T], packed: bytes) -> T:
    return form.validate_json(gzip.decompress(packed))
