"""Makes the report of a verified draft: what stands, what it stands on, and what went wrong."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from research.domain.claim import Claim, Draft
from research.domain.model_call import Cost, Usage
from research.domain.question import Question, QuestionKind
from research.domain.report import Report, ReportStats
from research.domain.source import Failure, MediaKind, Source, SourceRecord
from research.stages.render.show_media import media_shown
from research.text.terms import word_count

SENTENCE_WORDS = 30
"""With less room than most sentences need, it may be for that alone that none was written."""


@dataclass(frozen=True, slots=True)
class ResearchOutcome:
    """A verified draft, what it stands on, and what must be told of how it came about."""

    draft: Draft
    sources: tuple[Source, ...]
    failures: tuple[Failure, ...]
    sources_found: int
    warnings: tuple[str, ...] = ()
    dropped: tuple[Claim, ...] = ()
    open_questions: tuple[str, ...] = ()


def assemble(
    made: ResearchOutcome,
    *,
    query: str,
    job_id: str,
    created_at: datetime,
    seconds: float,
    cost: Cost | None = None,
    kinds: Collection[MediaKind] = (),
) -> Report:
    """The report of what was `made`; all of its sources are named in it, cited or not.

    It links to what the cited ones show, as far as that is of `kinds`.
    """
    draft = made.draft
    claims = tuple(_claims(draft))
    cited = {citation.source for claim in claims for citation in claim.citations}
    cited |= {citation.source for one in draft.disagreements for citation in one.citations}
    return Report(
        job_id=job_id,
        query=query,
        title=draft.title,
        created_at=created_at,
        key_findings=draft.key_findings,
        sections=draft.sections,
        sources=tuple(_record(source) for source in made.sources),
        stats=ReportStats(
            words=sum(word_count(claim.text) for claim in claims),
            claims=len(claims),
            sources_found=made.sources_found,
            sources_read=len(made.sources),
            sources_cited=len(cited),
            sources_failed=len(made.failures),
            seconds=round(seconds, 2),
            claims_repaired=sum(claim.is_repaired for claim in claims),
            claims_dropped=len(made.dropped),
        ),
        media=media_shown(draft, made.sources, kinds),
        disagreements=draft.disagreements,
        open_questions=made.open_questions,
        dropped_claims=made.dropped,
        cost=cost,
        failures=made.failures,
        warnings=made.warnings,
    )


def cost_of(usage: Mapping[str, Usage]) -> Cost:
    """What calls cost together and by purpose."""
    return Cost(total=sum(usage.values(), start=Usage()), by_purpose=dict(usage))


def unanswered(questions: Sequence[Question], draft: Draft, max_words: int) -> tuple[str, ...]:
    """Warnings that name each question that has no section in `draft`, of at most `max_words`.

    Those of the asker's own one by one, then the subjects planned beside them in one line.
    "In figures" and the like are no questions, and may stay away.
    """
    answered = {section.question for section in draft.sections}
    missing = [question for question in questions if question.heading not in answered]
    left = max_words - sum(word_count(claim.text) for claim in _claims(draft))
    warnings = [
        _unanswered(question, max_words, is_full=left < SENTENCE_WORDS)
        for question in missing
        if question.kind is QuestionKind.ASKED
    ]
    planned = [f"“{one.heading}”" for one in missing if one.kind is QuestionKind.SUBJECT]
    if planned:
        warnings.append(f"Planned, but left without a section: {', '.join(planned)}.")
    return tuple(warnings)


def _unanswered(question: Question, max_words: int, *, is_full: bool) -> str:
    if is_full:
        return (
            f"“{question.heading}” has no section of its own: {max_words} words had no room for"
            " more, and what is said fits the other sections better."
        )
    return (
        f"No sentence was found that answers “{question.heading}” rather than the other questions."
    )


def _claims(draft: Draft) -> Iterator[Claim]:
    yield from draft.key_findings
    for section in draft.sections:
        yield from section.claims


def _record(source: Source) -> SourceRecord:
    return SourceRecord.model_validate(source.model_dump(exclude={"text", "raw", "media"}))
