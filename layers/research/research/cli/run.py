"""``content-research run``: checks request and machine, researches, says where the report is."""

import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from research.cli.plan import approve_plan, check_terminal
from research.cli.progress import progress_on
from research.cli.request_options import given_fields, named_source, option_of
from research.cli.stopping import run_to_end
from research.cli.summary import show
from research.domain.errors import (
    InvalidRequestError,
    JobNotFoundError,
    NotStoredError,
    StoreError,
)
from research.domain.job import is_job_id
from research.domain.question import JobPlan, PlanApproval
from research.domain.report import Report
from research.domain.request import ResearchRequest
from research.domain.request_bounds import NAMED_SOURCES
from research.domain.value import validation_message
from research.jobs.new import clean_query
from research.pipeline.stored_report import read_report
from research.settings import Settings
from research.wiring.one_run import check_machine, run_once


def run(options: Namespace) -> None:
    """Research `options.query`. Raises what `pipeline.research` raises, and `UserError` for
    what can't be researched, read or written.
    """
    fields = given_fields(options)
    check_terminal(fields)
    named = fields.pop("sources", ())
    if named:  # not the request's own, for files may be among them
        is_alone = not ("search" in fields or fields.get("search_web"))
        usual = {"max_results": NAMED_SOURCES} if is_alone else {}
        fields = {**usual, **fields, "search_web": not is_alone}
    settings = _settings(options.out)
    if followed := fields.get("follow_up_of"):
        earlier = run_to_end(_followed(settings, followed))
        if not named and any(source.url.startswith("file:") for source in earlier.sources):
            raise InvalidRequestError("since-report: files were read: name them with --source")
        options.query = options.query or earlier.query
    request = _request(options.query, fields)
    sources = [named_source(name) for name in named]
    check_machine(settings, request.report_formats)
    with progress_on(sys.stderr) as progress:

        async def approve(plan: JobPlan) -> PlanApproval:
            with progress.paused():
                planned = [one.as_planned for one in plan.questions]
                return await approve_plan(planned, plan.clarifying_question)

        finished = run_to_end(run_once(settings, request, sources, progress, approve))
    try:
        show(finished, as_json=options.json)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StoreError(f"can't print: {error.strerror or error}") from error


async def _followed(settings: Settings, job_id: str) -> Report:
    """The report of `job_id`. Raises `InvalidRequestError` and `JobNotFoundError`."""
    from research.wiring.stores import open_reports

    if not is_job_id(job_id):
        raise InvalidRequestError(f"since-report: not a job's id: {job_id}")
    try:
        return await read_report(job_id, open_reports(settings))
    except NotStoredError as error:
        raise JobNotFoundError(f"since-report: {error}") from None


def _request(query: str, fields: Mapping[str, Any]) -> ResearchRequest:
    """The request for `query`, cleaned, with `fields`.

    Raises `InvalidRequestError`, which names the option whose value can't be used.
    """
    cleaned = clean_query(query)
    try:
        return ResearchRequest(query=cleaned, **fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        option = option_of(first["loc"]).removeprefix("--")
        message = validation_message(first)
        said = f"{message[:1].lower()}{message[1:]}"
        raise InvalidRequestError(f"{option}: {said}" if option else said) from None


def _settings(out: Path | None) -> Settings:
    """The settings of the environment; ``--out`` takes the place of a bucket."""
    return Settings.load(**({"reports_directory": out, "reports_bucket": ""} if out else {}))
