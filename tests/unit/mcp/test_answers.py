"""What the tools answer is bounded, however large the report is."""

from datetime import UTC, datetime

from research.api.forms import JobAnswer
from research.domain.claim import AnswerStatus, Claim, PartAnswer
from research.domain.job import Job, JobStatus
from research.domain.request import ResearchRequest
from research.mcp import answers
from tests.unit.stages.render.render_sample import sample_report

MAX_BYTES = 250_000
NOW = datetime(2026, 11, 29, tzinfo=UTC)


def job(**fields: object) -> JobAnswer:
    stored = Job(
        job_id="20261124-120000-0123456789abcdef",
        request=ResearchRequest(query="How?"),
        created_at=NOW,
        updated_at=NOW,
    )
    return JobAnswer.of(stored).model_copy(update=fields)


def test_a_huge_report_is_answered_in_short() -> None:
    report = sample_report()
    citation = report.key_findings[0].citations[0]
    long = citation.model_copy(update={"quote": "q" * 9_000})
    claim = Claim(text="t" * 9_000, citations=(long,) * 50)
    part = PartAnswer(
        part="p" * 9_000,
        status=AnswerStatus.PARTLY,
        claims=(claim,) * 50,
        nearby=(claim,) * 50,
        message="m" * 9_000,
    )
    huge = report.model_copy(
        update={"answer": (part,) * 50, "key_findings": (claim,) * 500, "title": "t" * 9_000}
    )
    warned = job(warnings=("w" * 9_000,) * 500)
    answer = answers.research_answer(warned, huge, str)
    assert len(answer.model_dump_json().encode()) < MAX_BYTES
    assert len(answer.answer) == answers.MAX_PARTS
    assert len(answer.findings) == answers.MAX_FINDINGS
    assert len(answer.warnings) == answers.MAX_WARNINGS
    (quote, *_) = answer.findings[0].quotes
    assert quote.words == "q" * answers.MAX_QUOTE_CHARACTERS  # so it can still be looked up


def test_sources_are_those_that_are_cited_in_it() -> None:
    report = sample_report()
    answer = answers.research_answer(job(), report, str)
    cited = {c.source for claim in report.key_findings for c in claim.citations}
    assert {source.number for source in answer.sources} == cited
    assert len(report.sources) > len(cited)


def test_a_job_that_somebody_else_must_approve_is_not_waited_for() -> None:
    waiting = answers.research_answer(job(status=JobStatus.AWAITING_PLAN), None, str)
    assert "approved its questions" in waiting.next_step
    assert "status" in answers.research_answer(job(), None, str).next_step


def test_a_job_without_a_report_has_no_link() -> None:
    answer = answers.research_answer(job(), None, lambda url: f"linked:{url}")
    assert (answer.report_url, answer.sources) == ("", ())
    there = job(report_url="/reports/x.html")
    assert answers.research_answer(
        there, None, lambda url: f"https://x.example{url}"
    ).report_url == ("https://x.example/reports/x.html")
