"""Runs one request in this process, for the command line and for programs."""

import os
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from research.adapters.reports.memory_journal import MemoryJournal
from research.domain.errors import InvalidRequestError, InvalidSettingError
from research.domain.question import JobPlan, PlanApproval
from research.domain.report_format import ReportFormat
from research.domain.request import ResearchRequest, usual_sources
from research.jobs.new import new_job_id
from research.pipeline.proposal import propose_plan
from research.pipeline.research import StoredReport, research
from research.pipeline.run_context import Run
from research.ports import Progress
from research.settings import Settings
from research.wiring.report_writers import check_formats

LOCAL_EXTRA = ("chromadb", "rich")

Approve = Callable[[JobPlan], Awaitable[PlanApproval]]
"""Shows a plan to whoever asked, and returns what they make of it."""


async def run_once(
    settings: Settings,
    request: ResearchRequest,
    sources: Sequence[str],
    progress: Progress,
    approve: Approve | None = None,
) -> StoredReport:
    """Research `request`, reading `sources`, and store its report.

    `approve` is asked what to make of a plan that is to be approved. Raises what it raises, what
    `pipeline.research` and `open_run` raise, and `InvalidRequestError` where it is needed and
    missing.
    """
    from research.wiring.named_sources import count_named
    from research.wiring.run import open_run

    if request.may_await_plan and approve is None:
        raise InvalidRequestError("confirm_plan and clarify: there is nobody to ask")
    if sources and request.searches_web and request.max_results is None:
        pages = usual_sources(count_named(settings, sources), searches_web=True)
        request = request.model_copy(update={"max_results": pages})
    journal = MemoryJournal() if request.may_await_plan else None
    async with open_run(settings, request, sources, journal=journal) as opened:
        job_id = new_job_id(opened.ports.clock.now())
        run = Run(request, job_id, opened.ports, opened.limits, progress)
        return await research(
            request,
            job_id=job_id,
            ports=opened.ports,
            limits=opened.limits,
            progress=progress,
            warnings=opened.warnings,
            plan=await _approved_plan(run, approve) if approve else None,
        )


async def _approved_plan(run: Run, approve: Approve) -> JobPlan | None:
    """The plan that was approved; None where none has to be."""
    if not run.request.may_await_plan or not (proposal := await propose_plan(run)):
        return None
    return proposal.approve(await approve(proposal), run.ports.clock.now())


def check_machine(settings: Settings, formats: Iterable[ReportFormat]) -> None:
    """Check, before the work, that what a run needs is installed and its report can be stored.

    Raises `InvalidSettingError`, which says what to do.
    """
    missing = [name for name in LOCAL_EXTRA if find_spec(name) is None]
    if missing:
        raise InvalidSettingError(
            f"{' and '.join(missing)} must be installed to run on one machine: "
            "pip install 'content-research-pipeline[local]'"
        )
    check_formats(formats)
    if not settings.reports_bucket:
        _check_folder(settings.reports_directory)


def _check_folder(folder: Path) -> None:
    """Check that the report's folder exists or can be made.

    It is made with the first file, so that a run that is stopped leaves no empty folder.
    """
    try:
        with suppress(FileNotFoundError, NotADirectoryError):
            folder.stat()  # raises for a name that can't be a folder's
        there = next(place for place in (folder, *folder.parents) if place.exists())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise InvalidSettingError(f"can't make the folder {folder}: {reason or error}") from error
    if not there.is_dir():
        raise InvalidSettingError(f"can't make the folder {folder}: {there} is no folder")
    if not os.access(there, os.W_OK | os.X_OK):
        raise InvalidSettingError(f"can't write to the folder {there}")
