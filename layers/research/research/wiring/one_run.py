"""Runs one request in this process, for the command line and for programs."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from research.domain.errors import InvalidSettingError
from research.domain.report_format import ReportFormat
from research.domain.request import ResearchRequest
from research.jobs.new import new_job_id
from research.pipeline.research import StoredReport, research
from research.ports import Progress
from research.settings import Settings
from research.wiring.report_writers import check_formats

LOCAL_EXTRA = ("chromadb", "rich")


async def run_once(
    settings: Settings, request: ResearchRequest, sources: Sequence[str], progress: Progress
) -> StoredReport:
    """Research `request`, reading `sources`, and store its report.

    Raises what `pipeline.research` and `open_run` raise.
    """
    from research.wiring.run import open_run

    async with open_run(settings, request, sources) as run:
        return await research(
            request,
            job_id=new_job_id(run.ports.clock.now()),
            ports=run.ports,
            limits=run.limits,
            progress=progress,
            warnings=run.warnings,
        )


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
