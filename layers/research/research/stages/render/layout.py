"""Lays a report out: numbers its marks, sets paragraphs, puts words to codes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from research.domain.claim import Claim, Verdict
from research.domain.report import Report
from research.domain.source import CitedMedia, MediaKind, Source, SourceKind, SourceRecord
from research.stages.render.links import safe_href
from research.stages.render.notes import (
    NoteKey,
    note_key,
    notes_of,
    shown_line,
    sides_of,
    snapshot_path,
)
from research.stages.render.render_cost import cost_in_words
from research.stages.render.render_language import direction, language_tag, report_language
from research.stages.render.report_view import (
    ClaimView,
    DisagreementView,
    DroppedView,
    FailureView,
    Mark,
    MediaView,
    Note,
    ReportView,
    SectionView,
    SourceView,
)

PARAGRAPH_CHARACTERS = 420
"""Claims run on in one paragraph until it is this long: five lines on a wide screen."""
MAX_CLAIM_CHARACTERS = 4_000
LONG_TITLE_CHARACTERS = 90
MAX_QUESTION_CHARACTERS = 400
"""A longer query is shortened on the page; the JSON has all of it."""

_KINDS = {
    SourceKind.HTML: "web page",
    SourceKind.PDF: "PDF",
    SourceKind.DOCX: "Word document",
    SourceKind.MARKDOWN: "Markdown",
    SourceKind.TEXT: "plain text",
}
_VERDICTS = {
    Verdict.SUPPORTED: "Supported",
    Verdict.PARTIAL: "Partly supported",
    Verdict.UNSUPPORTED: "Not supported",
    None: "Not checked",
}


def lay_out(report: Report, sources: Mapping[int, Source]) -> ReportView:
    """`report` as its page shows it; `sources` by number.

    Raises `QuoteNotFoundError` for a citation whose quote is not where it says.
    """
    notes = notes_of(report, sources)
    claims = _Claims(notes)
    key_findings = tuple(claims.view(claim) for claim in report.key_findings)
    sections = tuple(
        SectionView(
            number, shown_line(section.question), _paragraphs(map(claims.view, section.claims))
        )
        for number, section in enumerate((s for s in report.sections if s.claims), start=1)
    )
    disagreements = tuple(
        DisagreementView(shown_line(one.subject), (claims.view(first), claims.view(second)))
        for one, (first, second) in zip(report.disagreements, sides_of(report), strict=True)
    )
    views = [_source(record, notes.values()) for record in report.sources]
    language = report_language(report)
    title = shown_line(report.title) or shown_line(report.query) or "Report"
    question = shown_line(report.query, MAX_QUESTION_CHARACTERS)
    return ReportView(
        job_id=report.job_id,
        files_stem=percent_encoded(report.job_id, safe=""),
        language=language,
        direction=direction(language),
        title=title,
        is_long_title=len(title) > LONG_TITLE_CHARACTERS,
        question="" if question.casefold() == title.casefold() else question,
        created_at=report.created_at,
        key_findings=key_findings,
        sections=sections,
        cited=tuple(view for view in views if view.notes),
        uncited=tuple(view for view in views if not view.notes),
        media=tuple(_media(report.media, views)),
        stats=report.stats,
        disagreements=disagreements,
        open_questions=tuple(shown_line(text, 300) for text in report.open_questions),
        dropped=tuple(
            DroppedView(shown_line(claim.text, MAX_CLAIM_CHARACTERS), shown_line(claim.reason, 500))
            for claim in report.dropped_claims
        ),
        cost=cost_in_words(report.cost) if report.cost else "",
        failures=tuple(
            FailureView(shown_line(f.subject, 500), shown_line(f.code), shown_line(f.message, 500))
            for f in report.failures
        ),
        warnings=tuple(shown_line(warning, 1_000) for warning in report.warnings),
    )


@dataclass
class _Claims:
    """Views claims in the order in which they are read, numbering their marks."""

    notes: Mapping[NoteKey, Note]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def view(self, claim: Claim) -> ClaimView:
        in_claim = Counter(citation.source for citation in claim.citations)
        return ClaimView(
            text=shown_line(claim.text, MAX_CLAIM_CHARACTERS),
            verdict=_VERDICTS[claim.verdict],
            caveat="" if claim.verdict is Verdict.SUPPORTED else _VERDICTS[claim.verdict],
            marks=tuple(
                Mark(next(self.numbers), self.notes[note_key(c)], in_claim[c.source] > 1)
                for c in claim.citations
            ),
        )


def _paragraphs(claims: Iterable[ClaimView]) -> tuple[tuple[ClaimView, ...], ...]:
    paragraphs: list[list[ClaimView]] = []
    length = PARAGRAPH_CHARACTERS
    for claim in claims:
        if length >= PARAGRAPH_CHARACTERS:
            paragraphs.append([])
            length = 0
        paragraphs[-1].append(claim)
        length += len(claim.text)
    return tuple(map(tuple, paragraphs))


def _media(media: Iterable[CitedMedia], sources: Iterable[SourceView]) -> Iterator[MediaView]:
    languages = {source.id: source.language for source in sources}
    for one in media:
        if href := safe_href(one.url):
            yield MediaView(
                kind="Image" if one.kind is MediaKind.IMAGE else "Video",
                caption=shown_line(one.caption),
                language=languages.get(one.source, ""),
                site=shown_line(urlsplit(one.url).hostname or ""),
                href=href,
                source=one.source,
            )


def _source(record: SourceRecord, notes: Iterable[Note]) -> SourceView:
    own = tuple(note for note in notes if note.source == record.id)
    return SourceView(
        id=record.id,
        title=shown_line(record.title),
        site=shown_line(record.site),
        author=shown_line(record.author),
        published=record.published,
        kind=_KINDS[record.kind],
        language=language_tag(record.language),
        url=shown_line(record.url, 2_000),
        href=safe_href(record.url),
        snapshot_href=f"{snapshot_path(record.sha256)}.txt",
        raw_href=f"{snapshot_path(record.raw_sha256)}.raw",
        notes=own,
    )
