"""Lambda function that two schedules call.

One queues again the jobs that a dying process left behind, and gives up those whose plan nobody
approved; the other starts what watches have due.
"""

from contextlib import AsyncExitStack
from typing import Any

from aws_lambda_powertools import Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from research.jobs.callback_queue import queue_due_callbacks
from research.jobs.sweep import give_up_plans, sweep
from research.jobs.watch_starts import WatchStarter
from research.ports import JobQueue
from research.settings import Settings
from research.wiring.aws_lambda import LambdaResource, open_logger
from research.wiring.stores import Stores, open_queue, open_stores

WATCHES = "watches"
"""What the event of the second schedule has under ``start``."""

logger, tracer, metrics = open_logger(), Tracer(auto_patch=False), Metrics()


def open_jobs(settings: Settings, stack: AsyncExitStack) -> tuple[Stores, JobQueue, WatchStarter]:
    """Where jobs are, the queue that brings them to workers, and what starts those of watches."""
    stores, queue = open_stores(settings, stack), open_queue(settings)
    starter = WatchStarter(
        stores.jobs, stores.reports, queue, stores.clock, settings.max_pending_jobs
    )
    return stores, queue, starter


jobs = LambdaResource(open_jobs)


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Look once; the answer, and a metric, say how many jobs were started or queued again."""
    stores, queue, starter = jobs()
    if event.get("start") == WATCHES:
        started = jobs.run(starter.start_due(context.aws_request_id))
        if started:  # a metric costs for each hour in which it is written
            metrics.add_metric("WatchJobsStarted", MetricUnit.Count, started)
            metrics.flush_metrics()
        return {"started": started}
    request_id = context.aws_request_id
    queued = jobs.run(sweep(stores.jobs, queue, stores.reports, stores.clock, request_id))
    jobs.run(give_up_plans(stores.jobs, queue, stores.clock, request_id))
    jobs.run(queue_due_callbacks(stores.reports, queue, stores.clock))
    metrics.add_metric("JobsQueuedAgain", MetricUnit.Count, queued)
    metrics.flush_metrics()
    return {"queued_again": queued}
