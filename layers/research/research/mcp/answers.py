"""Makes what the tools answer of jobs, reports and sources, bounded in every direction.

An assistant is told that these texts are of strangers where it reads of a tool, and gets no more of
them than these bounds let through.
"""

from collections.abc import Callable, Iterable
from itertools import islice

from research.api.forms import JobAnswer, JobList
from research.domain.claim import Claim, PartAnswer
from research.domain.follow_up.question import ReportAnswer
from research.domain.job import JobStatus
from research.domain.report import Report
from research.domain.source import SourceRecord
from research.mcp.forms import (
    AskedAnswer,
    Part,
    Quote,
    ReportList,
    ReportSummary,
    ResearchAnswer,
    SourceExcerpt,
    SourceSummary,
    Statement,
)
from research.text.cleaning import clean_line

MAX_PARTS, MAX_STATEMENTS, MAX_FINDINGS, MAX_QUOTES = 8, 3, 12, 3
MAX_STATEMENT_CHARACTERS = 600
MAX_QUOTE_CHARACTERS = 400
MAX_SOURCES = 40
MAX_WARNINGS = 10
MAX_LINE_CHARACTERS = 300
MAX_URL_CHARACTERS = 2_000
_UNFINISHED = "It goes on. Call `status` with this job_id and wait_seconds to get the result."
_AWAITING = "It waits until whoever asked has approved its questions: no tool does that."

Link = Callable[[str], str]


def research_answer(job: JobAnswer, report: Report | None, link: Link) -> ResearchAnswer:
    """The answer about `job`, whose `report` it has if there is one."""
    known = ResearchAnswer(
        job_id=job.job_id,
        status=job.status,
        query=job.query,
        percent=job.progress.percent,
        next_step=_next_step(job.status),
        report_url=_link(job.report_url, link),
        warnings=tuple(_lines(job.warnings, MAX_WARNINGS)),
        error=job.error,
    )
    if report is None:
        return known
    parts = tuple(_part(one) for one in report.answer[:MAX_PARTS])
    findings = tuple(_statement(claim) for claim in report.key_findings[:MAX_FINDINGS])
    return known.model_copy(
        update={
            "title": clean_line(report.title),
            "answer": parts,
            "findings": findings,
            "sources": _sources(report.sources, _cited(parts, findings)),
        }
    )


def asked_answer(answered: ReportAnswer) -> AskedAnswer:
    """The answer in short."""
    parts = tuple(_part(one) for one in answered.answer[:MAX_PARTS])
    return AskedAnswer(
        job_id=answered.job_id,
        question=answered.question,
        answer=parts,
        sources=_sources(answered.sources, _cited(parts, ())),
        warnings=tuple(_lines(answered.warnings, MAX_WARNINGS)),
    )


def report_list(jobs: JobList, link: Link) -> ReportList:
    """The reports of `jobs`."""
    return ReportList(
        reports=tuple(
            ReportSummary(
                job_id=job.job_id,
                query=job.query,
                title=clean_line(job.title),
                created_at=job.created_at,
                report_url=_link(job.report_url, link),
            )
            for job in jobs.jobs
        ),
        next_cursor=jobs.next_cursor,
    )


def source_excerpt(record: SourceRecord, text: str, start: int, end: int) -> SourceExcerpt:
    """Characters `start` to `end` of `text`, the source that `record` names."""
    return SourceExcerpt(
        number=record.id,
        title=clean_line(record.title),
        url=record.url[:MAX_URL_CHARACTERS],
        published=record.published,
        text=text[start:end],
        start=start,
        total_characters=len(text),
    )


def _next_step(status: JobStatus) -> str:
    if status is JobStatus.AWAITING_PLAN:
        return _AWAITING
    return "" if status.is_finished else _UNFINISHED


def _part(part: PartAnswer) -> Part:
    return Part(
        part=clean_line(part.part, MAX_STATEMENT_CHARACTERS),
        status=part.status,
        statements=tuple(_statement(claim) for claim in part.claims[:MAX_STATEMENTS]),
        message=clean_line(part.message, MAX_STATEMENT_CHARACTERS),
        nearby=tuple(_statement(claim) for claim in part.nearby[:MAX_STATEMENTS]),
    )


def _statement(claim: Claim) -> Statement:
    """A long quote is cut at its end without a mark, so that it can still be looked up."""
    return Statement(
        text=clean_line(claim.text, MAX_STATEMENT_CHARACTERS),
        quotes=tuple(
            Quote(source=one.source, words=one.quote[:MAX_QUOTE_CHARACTERS], start=one.start)
            for one in claim.citations[:MAX_QUOTES]
        ),
    )


def _cited(parts: Iterable[Part], findings: Iterable[Statement]) -> set[int]:
    statements = [*findings]
    for part in parts:
        statements += (*part.statements, *part.nearby)
    return {quote.source for statement in statements for quote in statement.quotes}


def _sources(sources: Iterable[SourceRecord], numbers: set[int]) -> tuple[SourceSummary, ...]:
    cited = (source for source in sources if source.id in numbers)
    return tuple(
        SourceSummary(
            number=source.id,
            title=clean_line(source.title),
            url=source.url[:MAX_URL_CHARACTERS],
            site=clean_line(source.site),
            published=source.published,
        )
        for source in islice(cited, MAX_SOURCES)
    )


def _lines(texts: Iterable[str], limit: int) -> list[str]:
    return [clean_line(text, MAX_LINE_CHARACTERS) for text in islice(texts, limit)]


def _link(url: str, link: Link) -> str:
    return link(url) if url else ""
