"""Lambda function that runs the jobs of a queue, and moves what can't be done to dead letters."""

from contextlib import AsyncExitStack, suppress
from math import ceil
from typing import Any

from aws_lambda_powertools import Metrics, Tracer
from aws_lambda_powertools.utilities.batch import (
    AsyncBatchProcessor,
    EventType,
    async_process_partial_response,
)
from aws_lambda_powertools.utilities.batch.base import FailureResponse
from aws_lambda_powertools.utilities.batch.exceptions import ExceptionInfo
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from measures import count_outcome, with_metrics
from research.domain.errors import (
    InvalidSettingError,
    LeaseHeldError,
    MessageUnreadableError,
    QueueError,
    ResearchError,
)
from research.jobs.deliveries import Delivery, deliver, job_message, request_id_in
from research.jobs.worker import WorkerDependencies
from research.ports import Messages
from research.settings import Settings
from research.wiring.aws_lambda import LambdaResource, open_logger
from research.wiring.run import open_worker_dependencies
from research.wiring.stores import open_messages, open_queue, open_stores
from research.wiring.vectors_and_cache import open_cache

RETRY_SECONDS = 60
"""Until a message is brought again that came while no settings could be read."""

SLACK_SECONDS = 30
"""A message that is done is removed with its batch, so long after the invocation's end at most."""

# What it asks of S3 and SQS is in its trace, the report that it writes among it.
logger, tracer, metrics = open_logger(), Tracer(patch_modules=["botocore"]), Metrics()


class MessageProcessor(AsyncBatchProcessor):
    """Says in the log why a message will come again; Powertools itself says nothing."""

    def failure_handler(self, record: SQSRecord, exception: ExceptionInfo) -> FailureResponse:
        """As Powertools has it: called in turn for each message whose work raised."""
        error = exception[1]
        if isinstance(error, LeaseHeldError):
            logger.info("a message comes again: another worker has its job")
        elif isinstance(error, ResearchError):
            logger.error("a message comes again: %s: %s", error.code, error)
        else:
            logger.error("a message comes again: a bug", exc_info=error)
        return super().failure_handler(record, exception)


processor = MessageProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def open_worker(
    settings: Settings, stack: AsyncExitStack
) -> tuple[WorkerDependencies, Messages, str]:
    """What a worker works with, its messages, and the name of the queue that jobs come from."""
    stores, queue = open_stores(settings, stack), open_queue(settings)
    cache = open_cache(settings, stack)
    dependencies = open_worker_dependencies(settings, stores, queue, stack, cache)
    queue_name = settings.job_queue_url.rpartition("/")[2]
    return with_metrics(dependencies, metrics), open_messages(settings), queue_name


worker = LambdaResource(open_worker)


async def put_back(event: dict[str, Any]) -> PartialItemFailureResponse:
    """Name all messages to be brought again, in a minute: by then a secret may be mended."""
    messages = open_messages(Settings.load())
    for record in event["Records"]:
        with suppress(QueueError):  # it comes again when the queue's own time is over
            await messages.retry_in(record["receiptHandle"], RETRY_SECONDS)
    return {"batchItemFailures": [{"itemIdentifier": one["messageId"]} for one in event["Records"]]}


def name_jobs(event: dict[str, Any]) -> None:
    """Write the event's jobs into its trace, which began with the call that submitted them.

    botocore sends the trace's id with a message, and Lambda goes on with it.
    """
    job_ids = []
    for record in event.get("Records", ()):
        with suppress(MessageUnreadableError):
            job_ids.append(job_message(record["body"]).job_id)
    if job_ids:
        tracer.put_annotation("job_id", " ".join(job_ids))


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Run a batch of jobs side by side; the answer names the messages to bring again."""
    try:
        dependencies, messages, queue_name = worker()
    except InvalidSettingError:
        return worker.run(put_back(event))
    name_jobs(event)

    def remaining_seconds() -> float:
        return context.get_remaining_time_in_millis() / 1000

    async def run(record: SQSRecord) -> None:
        delivery = Delivery(
            body=record.body,
            receipt=record.receipt_handle,
            times=int(record.attributes.approximate_receive_count),
            is_given_up=not record.event_source_arn.endswith(f":{queue_name}"),
        )
        logger.thread_safe_append_keys(correlation_id=request_id_in(delivery.body))
        outcome = await deliver(delivery, dependencies, messages, remaining_seconds)
        with suppress(QueueError):  # then it comes again, and its job has ended
            await messages.retry_in(delivery.receipt, ceil(remaining_seconds()) + SLACK_SECONDS)
        count_outcome(outcome, metrics)

    return async_process_partial_response(event, run, processor, context)
