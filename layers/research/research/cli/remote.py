"""``content-research run --remote URL``: the same, done by a service."""

import asyncio
import sys
from argparse import Namespace
from typing import Any

from research.api.forms import JobAnswer
from research.cli.progress import progress_on
from research.cli.run import show
from research.cli.stopping import run_to_end
from research.client import AsyncResearchClient
from research.domain.errors import InvalidRequestError, ServiceError
from research.domain.job import JobStatus
from research.domain.progress import Step
from research.pipeline.research import StoredReport
from research.ports import Progress
from research.settings import Settings

WAIT_SECONDS = 20.0


def run_remote(options: Namespace) -> None:
    """Have `options.remote` research `options.query`, and show the report.

    Raises what the service refuses, `ServiceAwayError`, and `ServiceError` for a job that failed.
    """
    if options.out:
        raise InvalidRequestError("--out: the service keeps the report; --json prints it")
    settings = Settings.load()
    client = AsyncResearchClient(options.remote, settings.remote_api_key)
    with progress_on(sys.stderr) as progress:
        finished = run_to_end(_research(client, options, progress))
    show(finished, as_json=options.json)


async def _research(
    client: AsyncResearchClient, options: Namespace, progress: Progress
) -> StoredReport:
    async with client:
        accepted = await client.submit(options.query, **_wanted(options))
        try:
            job = await _followed(client, accepted.job_id, progress)
        except asyncio.CancelledError:
            await client.cancel(accepted.job_id)
            raise
        if job.status is not JobStatus.COMPLETED:
            reason = job.error.message if job.error else f"it is {job.status}"
            raise ServiceError(f"job {job.job_id} has no report: {reason}")
        report = await client.report(job.job_id)
    return StoredReport(report, job.report_url, job.report_json_url, job.report_markdown_url)


async def _followed(client: AsyncResearchClient, job_id: str, progress: Progress) -> JobAnswer:
    """The job at its end; `progress` hears of its steps."""
    job = await client.status(job_id)
    while not job.status.is_finished:
        told = job.progress
        if told.stage:
            message = told.events[-1].message if told.events else ""
            step = Step(stage=told.stage, done=told.done, total=told.total, message=message)
            progress(step)
        job = await client.status(job_id, wait_seconds=WAIT_SECONDS)
    return job


def _wanted(options: Namespace) -> dict[str, Any]:
    """The options of the command line that the API knows. Files of ours stay here."""
    for source in options.source:
        if not source.lower().startswith(("http://", "https://")):
            raise InvalidRequestError(f"--source {source}: a service reads addresses alone")
    given = {
        "sources": tuple(options.source),
        "max_results": options.max_sources,
        "max_words": options.max_words,
        "depth": options.depth,
        "budget_usd": options.budget_usd,
        "language": options.language,
        "include_news": options.include_news,
        "include_images": options.include_images,
        "include_videos": options.include_videos,
    }
    return {name: value for name, value in given.items() if value not in (None, ())}
