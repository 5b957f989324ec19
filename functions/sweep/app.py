"""Lambda function that a schedule calls: queues again the jobs that a dying process left behind."""

from contextlib import AsyncExitStack
from typing import Any

from aws_lambda_powertools import Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from research.jobs.callback_queue import queue_due_callbacks
from research.jobs.sweep import sweep
from research.ports import JobQueue
from research.settings import Settings
from research.wiring.aws_lambda import LambdaResource, open_logger
from research.wiring.stores import Stores, open_queue, open_stores

logger, tracer, metrics = open_logger(), Tracer(auto_patch=False), Metrics()


def open_jobs(settings: Settings, stack: AsyncExitStack) -> tuple[Stores, JobQueue]:
    """Where jobs are, and the queue that brings them to workers."""
    return open_stores(settings, stack), open_queue(settings)


jobs = LambdaResource(open_jobs)


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics
def handler(_event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Look once; the answer, and a metric, say how many jobs were queued again."""
    stores, queue = jobs()
    queued = jobs.run(sweep(stores.jobs, queue, stores.clock, context.aws_request_id))
    jobs.run(queue_due_callbacks(stores.reports, queue, stores.clock))
    metrics.add_metric("JobsQueuedAgain", MetricUnit.Count, queued)
    return {"queued_again": queued}
