"""One run of the pipeline: what it needs, and how its steps are kept."""

import gzip
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from research.domain.errors import NothingFoundError, NotStoredError
from research.domain.model_call import Usage
from research.domain.request import ResearchRequest
from research.domain.scope import Scope, why_none
from research.domain.source import Source
from research.ports import (
    Clock,
    Embedder,
    Extractor,
    Fetcher,
    Journal,
    LanguageModel,
    Progress,
    ReportStore,
    VectorStore,
    WebSearch,
)
from research.stages.read.read import ReadLimits
from research.stages.search.search import ANYWHERE, SearchLimits
from research.stages.verify.verify import Strictness

T = TypeVar("T")
USAGE = "usage"
_USAGE_FORM = TypeAdapter(dict[str, Usage])


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything outside that a run needs. Without a model it selects and quotes."""

    searches: tuple[WebSearch, ...]
    fetcher: Fetcher
    extractor: Extractor
    embedder: Embedder
    vectors: VectorStore
    reports: ReportStore
    clock: Clock
    news: tuple[WebSearch, ...] = ()
    """Asked for the query itself, beside `searches`."""
    model: LanguageModel | None = None
    journal: Journal | None = None
    """None: a run that ends early is begun anew."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a run may go."""

    search: SearchLimits
    read: ReadLimits
    strictness: Strictness = Strictness.STRICT
    max_rounds: int = 4
    """Rounds of a deep run, the first one counted."""
    deadline_seconds: float = 600.0
    """When no further round is begun."""


@dataclass(frozen=True, slots=True)
class RunDependencies:
    """What a run needs, and what its report must say about it."""

    ports: Ports
    limits: Limits
    warnings: Sequence[str]
    """Grows while the run lasts: a store that stops serving is told of here."""


@dataclass(frozen=True, slots=True)
class Run:
    """One request on its way to a report."""

    request: ResearchRequest
    job_id: str
    ports: Ports
    limits: Limits
    progress: Progress
    usage_before: Mapping[str, Usage] = field(default_factory=dict)
    """What earlier runs of the same job have used of models."""

    @property
    def query(self) -> str:
        """What was asked."""
        return self.request.query

    @property
    def scope(self) -> Scope:
        """What of the web is wanted. What someone named is wanted whatever it is."""
        return Scope.of(self.request) if self.request.searches_web else ANYWHERE

    def wanted(self, sources: Sequence[Source]) -> list[Source]:
        """Those of `sources` that are within the scope: the others are named and not used.

        Raises `NothingFoundError` where pages were read, and none is.
        """
        wanted = [source for source in sources if self.scope.has_source(source)]
        if sources and not wanted:
            raise NothingFoundError(why_none(self.scope, sources))
        return wanted

    async def keep(self, step: str, kind: type[T], make: Callable[[], Awaitable[T]]) -> T:
        """What `step` made, from the journal, or made now and kept there.

        What the journal has and can't be read any longer, as after an update, is made anew.
        Raises what `make` raises, `RunStoppedError` as the journal says, and `StoreError`.
        """
        journal = self.ports.journal
        if journal is None:
            return await make()
        form = TypeAdapter(kind)
        try:
            return form.validate_json(gzip.decompress(await journal.load(step)))
        except (NotStoredError, ValidationError, OSError, EOFError):
            await journal.begin(step)
        made = await make()
        await journal.store(step, gzip.compress(form.dump_json(made), compresslevel=1))
        if self.ports.model is not None:
            await journal.store(USAGE, _USAGE_FORM.dump_json(self.usage()))
        return made

    def usage(self) -> dict[str, Usage]:
        """What was used of models by purpose, earlier runs included."""
        used = dict(self.usage_before)
        for purpose, more in (self.ports.model.usage() if self.ports.model else {}).items():
            used[purpose] = used.get(purpose, Usage()) + more
        return used


async def usage_so_far(journal: Journal) -> dict[str, Usage]:
    """What earlier runs have used of models, by purpose. Raises `StoreError`."""
    try:
        return _USAGE_FORM.validate_json(await journal.load(USAGE))
    except (NotStoredError, ValidationError):
        return {}
