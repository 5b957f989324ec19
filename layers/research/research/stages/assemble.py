"""Makes the report of a verified draft: what stands, what it stands on, and what went wrong."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from research.models import (
    Claim,
    Draft,
    Failure,
    Question,
    QuestionKind,
    Report,
    ReportStats,
    Source,
    SourceRecord,
)
from research.text.terms import word_count


def assemble(
    draft: Draft,
    sources: Sequence[Source],
    failures: Sequence[Failure],
    *,
    query: str,
    job_id: str,
    created_at: datetime,
    sources_found: int,
    seconds: float,
    warnings: Sequence[str],
) -> Report:
    """The report of `draft`, which stands on `sources`, all of which are named in it."""
    claims = tuple(_claims(draft))
    return Report(
        job_id=job_id,
        query=query,
        title=draft.title,
        created_at=created_at,
        key_findings=draft.key_findings,
        sections=draft.sections,
        sources=tuple(_record(source) for source in sources),
        stats=ReportStats(
            words=sum(word_count(claim.text) for claim in claims),
            claims=len(claims),
            sources_found=sources_found,
            sources_read=len(sources),
            sources_cited=len({c.source for claim in claims for c in claim.citations}),
            sources_failed=len(failures),
            seconds=round(seconds, 2),
        ),
        failures=tuple(failures),
        warnings=tuple(warnings),
    )


def unanswered(questions: Sequence[Question], draft: Draft) -> tuple[str, ...]:
    """A warning for each question of the asker's own that no section of `draft` answers."""
    answered = {section.question for section in draft.sections}
    return tuple(
        f"No sentence was found that answers “{question.heading}” rather than the other questions."
        for question in questions
        if question.kind is QuestionKind.ASKED and question.heading not in answered
    )


def _claims(draft: Draft) -> Iterator[Claim]:
    yield from draft.key_findings
    for section in draft.sections:
        yield from section.claims


def _record(source: Source) -> SourceRecord:
    return SourceRecord.model_validate(source.model_dump(exclude={"text", "raw"}))
