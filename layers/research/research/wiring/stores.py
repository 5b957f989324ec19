"""Opens where jobs and reports are kept, and the queues that bring jobs to workers.

submit, status and sweep open nothing else of a run, so nothing here loads what only a worker needs.
"""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from research.adapters.clock.system_clock import SystemClock
from research.ports import Clock, JobQueue, JobStore, Messages, ReportStore, UploadForms
from research.settings import Settings
from research.wiring.redis_clients import open_redis

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from research.adapters.jobs.redis_jobs import RedisJobs
    from research.adapters.queue.local_queue import LocalQueue
    from research.adapters.queue.sqs_workers import SqsWorkers
    from research.jobs.deliveries import Delivery


@dataclass(frozen=True, slots=True)
class Stores:
    """Where jobs and reports are."""

    jobs: JobStore
    reports: ReportStore
    clock: Clock
    redis: "Redis | None"


def open_stores(settings: Settings, stack: AsyncExitStack) -> Stores:
    """The stores of `settings`; `stack` closes them, in the loop that used them."""
    clock = SystemClock()
    reports = open_reports(settings)
    redis = open_redis(settings, stack) if settings.redis_host else None
    return Stores(_open_jobs(settings, reports, redis, clock), reports, clock, redis)


def open_reports(settings: Settings) -> ReportStore:
    """The bucket of `settings`, or the folder where none is named."""
    if settings.reports_bucket:
        from research.adapters.reports.s3_reports import S3Reports

        return S3Reports(
            settings.reports_bucket,
            endpoint_url=settings.aws_endpoint_url,
            base_url=settings.reports_url,
        )
    from research.adapters.reports.folder_reports import FolderReports

    return FolderReports(settings.reports_directory)


def open_upload_forms(settings: Settings) -> UploadForms | None:
    """Forms that post files straight into the bucket of `settings`; None where there is none."""
    if not settings.reports_bucket:
        return None
    from research.adapters.reports.s3_upload_forms import S3UploadForms

    return S3UploadForms(settings.reports_bucket, endpoint_url=settings.aws_endpoint_url)


def _open_jobs(
    settings: Settings, reports: ReportStore, redis: "Redis | None", clock: Clock
) -> JobStore:
    from research.adapters.jobs.report_store_jobs import ReportStoreJobs, UnsyncedJobs

    durable = ReportStoreJobs(reports, clock=clock, job_ttl_seconds=settings.job_lifetime_seconds)
    if redis is None:
        return durable
    from research.adapters.jobs.resilient_jobs import ResilientJobs

    quick = _open_redis_jobs(settings, redis, clock)
    return ResilientJobs(quick, durable, UnsyncedJobs(reports), clock=clock)


def _open_redis_jobs(settings: Settings, redis: "Redis", clock: Clock) -> "RedisJobs":
    from research.adapters.jobs.redis_jobs import RedisJobs

    return RedisJobs(redis, clock=clock, job_ttl_seconds=settings.job_lifetime_seconds)


async def check_redis(settings: Settings, stack: AsyncExitStack) -> None:
    """Ping Redis, then make it count jobs as a job store does. Raises `StoreUnavailableError`."""
    from research.adapters.redis.redis_connection import ping_redis

    client = open_redis(settings, stack)
    await ping_redis(client)
    await _open_redis_jobs(settings, client, SystemClock()).count()


def old_records(settings: Settings) -> dict[str, timedelta]:
    """How long small records are kept, by their folders in the report store."""
    from research.adapters.jobs.report_store_jobs import DELETED_FOLDER
    from research.api import idempotency
    from research.jobs.callback_queue import ENDED_FOLDER

    remembered = timedelta(seconds=settings.job_ttl_seconds)
    return {
        DELETED_FOLDER: remembered,
        ENDED_FOLDER: remembered,
        idempotency.FOLDER: idempotency.KEPT,
    }


def open_queue(settings: Settings) -> JobQueue:
    """The SQS queue of jobs."""
    from research.adapters.queue.sqs_queue import SqsQueue

    return SqsQueue(settings.job_queue_url, endpoint_url=settings.aws_endpoint_url)


def open_local_queue(
    settings: Settings, stores: Stores, run: Callable[[str], Awaitable[None]]
) -> "LocalQueue":
    """A queue in this process that calls `run` with each job's id, while it is entered."""
    from research.adapters.queue.local_queue import LocalQueue

    return LocalQueue(
        run,
        jobs=stores.jobs,
        reports=stores.reports,
        clock=stores.clock,
        workers=settings.serve_workers,
    )


def open_sqs_workers(
    settings: Settings, work: Callable[["Delivery", Messages], Awaitable[object]]
) -> "SqsWorkers":
    """The SQS queue of jobs, whose messages this process brings to `work` while it is entered."""
    from research.adapters.queue.sqs_inbox import SqsInbox
    from research.adapters.queue.sqs_queue import SqsQueue
    from research.adapters.queue.sqs_workers import SqsWorkers
    from research.jobs.held_message import BEHIND_LEASE_SECONDS

    endpoint_url = settings.aws_endpoint_url
    inbox = SqsInbox(
        settings.job_queue_url,
        settings.dead_letter_queue_url,
        hidden_seconds=settings.job_lease_seconds + BEHIND_LEASE_SECONDS,
        endpoint_url=endpoint_url,
    )
    queue = SqsQueue(settings.job_queue_url, endpoint_url=endpoint_url)
    return SqsWorkers(
        queue, inbox, lambda delivery: work(delivery, inbox), workers=settings.serve_workers
    )


def open_messages(settings: Settings) -> Messages:
    """The messages of the SQS queue of jobs, and the queue of dead letters."""
    from research.adapters.queue.sqs_queue import SqsMessages

    return SqsMessages(
        settings.job_queue_url,
        settings.dead_letter_queue_url,
        endpoint_url=settings.aws_endpoint_url,
    )


async def forget_passages_if_kept(settings: Settings, job_id: str) -> None:
    """Remove a job's passages where they outlast runs. Raises `StoreError`."""
    if settings.keeps_passages:
        from research.wiring.vectors_and_cache import forget_passages

        await forget_passages(settings, job_id)
