"""Opens what answers questions about stored reports."""

import asyncio
from contextlib import AsyncExitStack

from research.adapters.clock.system_clock import SystemClock
from research.cache import CacheManager
from research.domain.errors import AnswerLateError
from research.domain.follow_up.question import ReportAnswer
from research.domain.request import ResearchRequest
from research.domain.scope import ANYWHERE, Scope
from research.pipeline.ask import ask
from research.pipeline.asked import Asked, AskPorts
from research.pipeline.stored_report import read_report, read_sources
from research.ports import ReportStore
from research.settings import Settings
from research.stages.verify.verify import Strictness
from research.wiring.models import (
    open_embedder,
    open_encoder,
    open_entailment,
    open_language_model,
    open_reranker,
)
from research.wiring.search_and_fetch import open_children

ANSWER_SECONDS = 25.0
"""From call to answer, waiting for others included: an API Gateway gives up after 30."""
AT_ONCE = 2
"""Answers made at the same time by one process: each keeps a processor busy."""
RETRY_SECONDS = 10
SPARE_SECONDS = 2.0
"""Left to answer without a model after one that was late."""


class ReportAsker:
    """Answers questions about the reports of a store, a few at a time."""

    def __init__(
        self, settings: Settings, reports: ReportStore, cache: CacheManager | None = None
    ) -> None:
        """`cache` keeps what models and embedders answer."""
        self._settings = settings
        self._reports = reports
        self._cache = cache
        self._places = asyncio.Semaphore(AT_ONCE)

    async def __call__(
        self, job_id: str, question: str, request: ResearchRequest | None = None
    ) -> ReportAnswer:
        """The answer; `request` is what the report was asked for with, where that is known.

        Raises `NotStoredError` where there is no report, `AnswerLateError`, and what
        `pipeline.ask.ask` does.
        """
        ends = asyncio.get_running_loop().time() + ANSWER_SECONDS
        try:
            async with asyncio.timeout_at(ends), self._places:
                return await self._answer(job_id, question, request, ends - SPARE_SECONDS)
        except TimeoutError:
            raise AnswerLateError(
                f"there was no answer within {ANSWER_SECONDS:g} seconds", RETRY_SECONDS
            ) from None

    async def _answer(
        self, job_id: str, question: str, request: ResearchRequest | None, ends: float
    ) -> ReportAnswer:
        report = await read_report(job_id, self._reports)
        asked = Asked(
            question,
            report,
            await read_sources(report, self._reports),
            scope=Scope.of(request) if request else ANYWHERE,
            language=request.language if request else "",
            strictness=Strictness(self._settings.verify),
        )
        async with AsyncExitStack() as stack:
            ports = await self._ports(stack, request)
            return await ask(asked, ports, ends - asyncio.get_running_loop().time())

    async def _ports(self, stack: AsyncExitStack, request: ResearchRequest | None) -> AskPorts:
        """A model may cost for an answer what its report might have cost."""
        from research.adapters.vectors.memory_vectors import MemoryVectors

        settings = self._settings
        return AskPorts(
            embedder=await asyncio.to_thread(open_embedder, settings, stack, self._cache),
            encoder=await asyncio.to_thread(open_encoder),
            entailment=open_entailment(settings),
            vectors=MemoryVectors(),
            clock=SystemClock(),
            reranker=open_reranker(settings),
            model=open_language_model(
                settings,
                stack,
                open_children(settings, stack),
                budget_usd=request.budget_usd if request else None,
                cache=self._cache,
            ),
        )
