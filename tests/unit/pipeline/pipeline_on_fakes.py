"""The pipeline on fakes, for the tests of what runs it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from research.adapters.embed.answer_encoder import AnswerEncoder
from research.adapters.entailment.word_entailment import WordEntailment
from research.adapters.llm.cached_model import JournalledModel
from research.domain.job import Job
from research.pipeline.run_context import Limits, Ports, RunDependencies
from research.ports import Journal, LanguageModel
from research.stages.read.read import ReadLimits
from research.stages.search.search import SearchLimits
from tests.fakes.clock import FakeClock
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.extractor import FakeExtractor
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.report_store import FakeReportStore
from tests.fakes.vector_store import FakeVectorStore
from tests.fakes.web_search import FakeWebSearch
from tests.unit.stages.sources import COUNCIL, GARDEN, HARBOUR, REPRINT

QUERY = "What does the battery ferry to Nordholm cost, and who pays for it?"
PAGES = {
    f"https://page-{number}.example/": text.encode()
    for number, text in enumerate((HARBOUR, GARDEN, COUNCIL, REPRINT), start=1)
}
LIMITS = Limits(
    SearchLimits(per_query=10, total=10, per_domain=5),
    ReadLimits(
        max_sources=5,
        concurrency=5,
        concurrency_per_host=5,
        deadline_seconds=5,
        straggler_seconds=1,
    ),
)


class FakeWiring:
    """Wires runs to the same fakes, one report store for all."""

    def __init__(
        self,
        search: FakeWebSearch | None = None,
        model: LanguageModel | None = None,
        pages: dict[str, bytes] = PAGES,
    ) -> None:
        self.search = search or FakeWebSearch(list(pages))
        self.fetcher = FakeFetcher(pages)
        self.reports = FakeReportStore()
        self.model = model
        self.clock = FakeClock()
        self.spent_usd: list[float] = []

    def ports(self) -> Ports:
        """New ports, whose vector store remembers nothing of an earlier run."""
        return Ports(
            searches=(self.search,),
            fetcher=self.fetcher,
            extractor=FakeExtractor(),
            embedder=FakeEmbedder(),
            encoder=AnswerEncoder(),
            entailment=WordEntailment(),
            vectors=FakeVectorStore(),
            reports=self.reports,
            clock=self.clock,
            model=self.model,
        )

    @asynccontextmanager
    async def wire(
        self, job: Job, spent_usd: float, journal: Journal
    ) -> AsyncIterator[RunDependencies]:
        """As `wiring.run.open_run` does, for a worker."""
        self.spent_usd.append(spent_usd)
        ports = replace(self.ports(), journal=journal)
        if self.model is not None:
            ports = replace(ports, model=JournalledModel(self.model, journal))
        yield RunDependencies(ports, LIMITS, ())
