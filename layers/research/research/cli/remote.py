"""``content-research run --remote URL``: has a service do the research, and shows its report."""

import asyncio
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from research.adapters.fetch.local_files import find_files, reasons, shown
from research.api.forms import JobAnswer
from research.cli.plan import approve_plan, check_terminal
from research.cli.progress import Display, progress_on
from research.cli.request_options import given_fields, named_source
from research.cli.stopping import StopSignal, run_to_end
from research.cli.summary import show
from research.client import AsyncResearchClient
from research.domain.errors import InvalidRequestError, ServiceError
from research.domain.job import JobStatus
from research.domain.progress import Step
from research.domain.uploads.upload import MAX_UPLOAD_BYTES, MAX_UPLOADS
from research.pipeline.research import StoredReport
from research.settings import Settings
from research.text.cleaning import clean_line

WAIT_SECONDS = 20.0
MAX_TOLD_CHARACTERS = 500


def run_remote(options: Namespace) -> None:
    """Have `options.remote` research `options.query`, and show the report.

    Raises what the service refuses, `ServiceUnavailableError`, and `ServiceError` for a job that
    failed.
    """
    if options.out:
        raise InvalidRequestError("--out: the service keeps the report; --json prints it")
    check_terminal(given_fields(options))
    settings = Settings.load()
    client = AsyncResearchClient(options.remote, settings.remote_api_key)
    with progress_on(sys.stderr) as progress:
        finished = run_to_end(_research(client, options, progress))
    show(finished, as_json=options.json)


async def _research(
    client: AsyncResearchClient, options: Namespace, progress: Display
) -> StoredReport:
    async with client:
        fields = given_fields(options)
        if named := fields.get("sources"):
            fields["sources"] = await _sent(client, named, progress)
        query = options.query or (await client.status(fields["follow_up_of"])).query
        accepted = await client.submit(query, **fields)
        try:
            job = await _followed(client, accepted.job_id, progress)
        except (asyncio.CancelledError, StopSignal):
            await client.cancel(accepted.job_id)
            raise
        if job.status is not JobStatus.COMPLETED:
            reason = job.error.message if job.error else f"it is {job.status}"
            raise ServiceError(f"job {job.job_id} has no report: {reason}")
        report = await client.report(job.job_id)
    return StoredReport(report, job.files)


async def _followed(client: AsyncResearchClient, job_id: str, progress: Display) -> JobAnswer:
    """The job at its end; `progress` is called with each step that is seen.

    Where it waits for its plan, the user is asked. Raises `StopSignal` where that is to stop.
    """
    job = await client.status(job_id)
    while not job.status.is_finished:
        now = job.progress
        if now.stage:
            message = now.events[-1].message if now.events else ""
            progress(Step(stage=now.stage, done=now.done, total=now.total, message=message))
        if job.status is JobStatus.AWAITING_PLAN and job.plan:
            with progress.paused():
                approval = await approve_plan(job.plan.questions, job.plan.clarifying_question)
            job = await client.approve_plan(job_id, **approval.model_dump())
            continue
        job = await client.status(job_id, wait_seconds=WAIT_SECONDS)
    return job


async def _sent(client: AsyncResearchClient, named: Sequence[str], progress: Display) -> list[str]:
    """What the request calls `named`: addresses as they are, and files by their uploads.

    Raises `SourceUnusableError` for what can't be read, `InvalidRequestError` for too many files.
    """
    sources = list(map(named_source, named))
    urls = [one for one in sources if one.lower().startswith(("http://", "https://"))]
    paths = [Path(one) for one in sources if one not in urls]
    if not paths:
        return urls
    found = await asyncio.to_thread(find_files, paths, MAX_UPLOAD_BYTES)
    if len(found.files) > MAX_UPLOADS:
        raise InvalidRequestError(
            f"--source: these are {len(found.files):,} files, and a service takes {MAX_UPLOADS}"
        )
    if found.failures:
        _tell(f"not sent: {reasons(found.failures)}", progress)
    uploads = []
    for number, path in enumerate(found.files, start=1):
        uploads.append(await client.upload(path))
        _tell(f"sent {number} of {len(found.files)}: {shown(path)}", progress)
    return urls + uploads


def _tell(message: str, progress: Display) -> None:
    with progress.paused(), suppress(OSError):
        print(clean_line(message, MAX_TOLD_CHARACTERS), file=sys.stderr, flush=True)
