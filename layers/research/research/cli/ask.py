"""``content-research ask``: asks a report that is there, and prints what its sources say."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack

from pydantic import ValidationError

from research.cli.stopping import run_to_end
from research.domain.claim import Claim, PartAnswer
from research.domain.errors import InvalidRequestError, JobNotFoundError, NotStoredError
from research.domain.follow_up.question import ReportAnswer, ReportQuestion
from research.domain.job import is_job_id
from research.domain.source import SourceRecord
from research.domain.value import validation_message
from research.settings import Settings
from research.text.cleaning import clean_line

_INDENT = "  "


def ask(options: Namespace) -> None:
    """Ask the report of `options.job`, here or of the service at `options.remote`.

    Raises `InvalidRequestError`, `JobNotFoundError` where there is no such report, what else
    `wiring.asking.ReportAsker` raises, and what a service refuses.
    """
    if not is_job_id(options.job):
        raise InvalidRequestError(f"not a job's id, by which its files are named: {options.job}")
    question = _question(options.question)
    if options.remote:
        if options.reports:
            raise InvalidRequestError("--reports: the service has the report")
        found = run_to_end(_ask_service(options.remote, options.job, question))
    else:
        found = run_to_end(_ask_here(options, question))
    if options.json:
        sys.stdout.write(found.model_dump_json(indent=2) + "\n")
        sys.stdout.flush()
    else:
        print("\n".join(_lines(found)), flush=True)


def _question(text: str) -> str:
    try:
        return ReportQuestion(question=text).question
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise InvalidRequestError(f"the question: {validation_message(first)}") from None


async def _ask_here(options: Namespace, question: str) -> ReportAnswer:
    from research.wiring.asking import ReportAsker
    from research.wiring.stores import open_reports
    from research.wiring.vectors_and_cache import open_cache

    folder = {"reports_directory": options.reports, "reports_bucket": ""}
    settings = Settings.load(**(folder if options.reports else {}))
    async with AsyncExitStack() as stack:
        asker = ReportAsker(settings, open_reports(settings), open_cache(settings, stack))
        try:
            return await asker(options.job, question)
        except NotStoredError as error:  # no folder of ours: the user named another, or another job
            raise JobNotFoundError(str(error)) from None


async def _ask_service(address: str, job_id: str, question: str) -> ReportAnswer:
    from research.client import AsyncResearchClient

    async with AsyncResearchClient(address, Settings.load().remote_api_key) as client:
        return await client.ask(job_id, question)


def _lines(found: ReportAnswer) -> Iterator[str]:
    """The answer as lines: each statement with its source and, where it says more, its quotes."""
    sources = {source.id: source for source in found.sources}
    for part in found.answer:
        yield ""
        yield clean_line(part.part)
        yield from _part_lines(part, sources)
    for warning in found.warnings:
        yield ""
        yield f"warning   {clean_line(warning)}"


def _part_lines(part: PartAnswer, sources: Mapping[int, SourceRecord]) -> Iterator[str]:
    if part.message:
        yield _INDENT + clean_line(part.message)
    if part.nearby:
        yield ""
        yield f"{_INDENT}What they say near it:"
    for claim in (*part.claims, *part.nearby):
        yield ""
        yield _INDENT + clean_line(claim.text)
        yield from _citation_lines(claim, sources)


def _citation_lines(claim: Claim, sources: Mapping[int, SourceRecord]) -> Iterator[str]:
    for citation in claim.citations:
        source = sources[citation.source]
        day = f", {source.published}" if source.published else ""
        told = clean_line(f"[{source.id}] {source.title}{day}: {source.url}")
        yield _INDENT * 2 + told
        if (quote := clean_line(citation.quote)) != clean_line(claim.text):
            yield f"{_INDENT * 3}“{quote}”"
