"""The worker's metrics: outcomes of jobs, what each took, and how long its steps were."""

import time
from collections.abc import Callable
from dataclasses import replace

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from research.domain.job import Job
from research.jobs.worker import JobOutcome, WorkerDependencies
from research.ports import Journal

NAMES = {
    JobOutcome.COMPLETED: "JobsCompleted",
    JobOutcome.FAILED: "JobsFailed",
    JobOutcome.HANDED_OVER: "JobsHandedOver",
    JobOutcome.AWAITING_PLAN: "JobsAwaitingPlan",
    JobOutcome.STOPPED: "JobsStopped",
    JobOutcome.SKIPPED: "JobsSkipped",
}


def count_outcome(outcome: JobOutcome, metrics: Metrics) -> None:
    """Count what became of a message."""
    metrics.add_metric(NAMES[outcome], MetricUnit.Count, 1)


def with_metrics(dependencies: WorkerDependencies, metrics: Metrics) -> WorkerDependencies:
    """`dependencies` that time the steps of each run, and count what its job took, once.

    A job whose end is announced again was counted by whoever ran it.
    """
    run: set[str] = set()

    def journal(job_id: str, remaining_seconds: Callable[[], float]) -> Journal:
        inner = dependencies.journal(job_id, remaining_seconds)
        return TimedJournal(inner, metrics, lambda: run.add(job_id))

    async def announce(job: Job) -> None:
        if job.job_id in run:
            run.discard(job.job_id)
            _count_usage(job, metrics)
        await dependencies.announce(job)

    return replace(dependencies, journal=journal, announce=announce)


def _count_usage(job: Job, metrics: Metrics) -> None:
    if job.result is None:
        return
    metrics.add_metric("SourcesRead", MetricUnit.Count, job.result.sources_read)
    if cost := job.result.cost:
        tokens = cost.total.prompt_tokens + cost.total.answer_tokens
        metrics.add_metric("Tokens", MetricUnit.Count, tokens)
        if cost.total.usd is not None:
            metrics.add_metric("Dollars", MetricUnit.NoUnit, cost.total.usd)


class TimedJournal:
    """`ports.Journal` before another; measures how long each step takes, by its unnumbered name."""

    def __init__(self, inner: Journal, metrics: Metrics, on_run: Callable[[], None]) -> None:
        """`on_run` is called when steps are looked for: only a run does that."""
        self._inner = inner
        self._metrics = metrics
        self._on_run = on_run
        self._began: dict[str, float] = {}

    async def begin(self, step: str) -> None:
        """Start the step's clock."""
        await self._inner.begin(step)
        self._began[step] = time.perf_counter()

    async def load(self, step: str) -> bytes:
        """What `step` made."""
        self._on_run()
        return await self._inner.load(step)

    async def store(self, step: str, made: bytes) -> None:
        """Keep it, and stop the step's clock."""
        await self._inner.store(step, made)
        if step in self._began:
            seconds = time.perf_counter() - self._began.pop(step)
            with single_metric(
                name="StepDuration",
                unit=MetricUnit.Seconds,
                value=seconds,
                namespace=self._metrics.namespace,
                default_dimensions={"service": "worker"},
            ) as metric:
                metric.add_dimension("step", step.partition("-")[0])

    async def forget(self) -> None:
        """Remove what the steps made."""
        await self._inner.forget()
