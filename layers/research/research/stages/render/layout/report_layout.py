"""Lays a report out for its page and its Markdown: texts shortened, codes as words, paragraphs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from urllib.parse import quote as percent_encoded

from research.domain.claim import Claim
from research.domain.report import Report
from research.domain.report_format import ALWAYS_MADE, FORMAT_NAMES, ReportFormat, file_name
from research.domain.source import Source
from research.stages.render.frame import frame_of
from research.stages.render.layout.analysis_layout import lay_out_analysis
from research.stages.render.layout.changes_layout import lay_out_changes
from research.stages.render.layout.cost import cost_in_words
from research.stages.render.layout.language import RIGHT_TO_LEFT, language_of
from research.stages.render.layout.media_layout import lay_out_found_media, lay_out_media
from research.stages.render.layout.source_layout import basis_of, lay_out_sources
from research.stages.render.layout.table_layout import table_of
from research.stages.render.notes import (
    MAX_CLAIM_CHARACTERS,
    ClaimViews,
    notes_of,
    shown_line,
    sides_of,
)
from research.stages.render.report_view import (
    ABOVE,
    ClaimView,
    DisagreementView,
    DroppedClaimView,
    FailureView,
    FileView,
    PartAnswerView,
    ReportView,
    SectionView,
    TableView,
)

PARAGRAPH_CHARACTERS = 420
"""Claims run on in one paragraph until it is this long: five lines on a wide screen."""
LONG_TITLE_CHARACTERS = 90
ANALYSIS_LANGUAGE = "en"
"""The language of the analysis and of its words on the page."""
MAX_QUESTION_CHARACTERS = 400
"""A longer query is shortened on the page; the JSON has all of it."""


def lay_out(
    report: Report,
    sources: Mapping[int, Source],
    formats: Sequence[ReportFormat] = ALWAYS_MADE,
) -> ReportView:
    """`report` as its page shows it; `sources` by number; `formats` are those of its files.

    Raises `QuoteNotFoundError` for a citation whose quote is not where it says.
    """
    notes = notes_of(report, sources)
    claims = ClaimViews(notes)
    answer = tuple(_answer(report, claims))
    key_findings = tuple(claims.view_of(claim) for claim in report.key_findings)
    sections = tuple(
        SectionView(number, shown_line(section.question), *_claims(section.claims, claims))
        for number, section in enumerate((s for s in report.sections if s.claims), start=1)
    )
    disagreements = tuple(
        DisagreementView(
            shown_line(one.subject),
            (claims.view_of(first), claims.view_of(second)),
            shown_line(one.explanation),
        )
        for one, (first, second) in zip(report.disagreements, sides_of(report), strict=True)
    )
    views = lay_out_sources(report.sources, notes.values())
    cited = tuple(view for view in views if view.notes)
    is_only = len(cited) == 1 < len(views)
    language = language_of(report)
    title = shown_line(report.title) or shown_line(report.query) or "Report"
    question = shown_line(report.query, MAX_QUESTION_CHARACTERS)
    return ReportView(
        job_id=report.job_id,
        files=tuple(
            FileView(FORMAT_NAMES[form], percent_encoded(file_name(report.job_id, form), safe=""))
            for form in formats
            if form is not ReportFormat.HTML
        ),
        language=language,
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        title=title,
        is_long_title=len(title) > LONG_TITLE_CHARACTERS,
        question="" if question.casefold() == title.casefold() else question,
        created_at=report.created_at,
        basis=basis_of(cited, report.created_at.date(), frame_of(language), is_only=is_only),
        changes=lay_out_changes(report.changes, report.sources),
        answer=answer,
        key_findings=key_findings,
        sections=sections,
        cited=cited,
        uncited=tuple(view for view in views if not view.notes),
        analysis=lay_out_analysis(report, sources) if language == ANALYSIS_LANGUAGE else None,
        media=tuple(lay_out_media(report.media, views)),
        found_media=tuple(lay_out_found_media(report.found_media)),
        stats=report.stats,
        disagreements=disagreements,
        open_questions=tuple(shown_line(text, 300) for text in report.open_questions),
        dropped=tuple(
            DroppedClaimView(
                shown_line(claim.text, MAX_CLAIM_CHARACTERS), shown_line(claim.reason, 500)
            )
            for claim in report.dropped_claims
        ),
        cost=cost_in_words(report.cost, frame_of(language)) if report.cost else "",
        failures=tuple(
            FailureView(shown_line(f.subject, 500), shown_line(f.code), shown_line(f.message, 500))
            for f in report.failures
        ),
        warnings=tuple(shown_line(warning, 1_000) for warning in report.warnings),
    )


def _answer(report: Report, claims: ClaimViews) -> Iterator[PartAnswerView]:
    """Each part of the query with the claims that answer no part before it. What was only near one
    is told again where it answers another.
    """
    answers: set[Claim] = set()
    shown: set[Claim] = set()
    for one in report.answer:
        own = [claim for claim in dict.fromkeys(one.claims) if claim not in answers]
        near = [claim for claim in dict.fromkeys(one.nearby) if claim not in shown]
        answers.update(own)
        shown.update(own, near)
        is_above = one.claims and one.claims[0] not in own
        yield PartAnswerView(
            heading=shown_line(one.part) if len(report.answer) > 1 else "",
            message=shown_line(one.message or (ABOVE if is_above else ""), 500),
            claims=tuple(map(claims.view_of, own)),
            nearby=tuple(map(claims.view_of, near)),
        )


def _claims(
    section: Iterable[Claim], views: ClaimViews
) -> tuple[tuple[tuple[ClaimView, ...], ...], tuple[TableView, ...]]:
    """The claims of a section in paragraphs, and those that are cells in tables."""
    # Marks are numbered in the order of the report's claims, so all views are made in that.
    viewed = [(claim, views.view_of(claim)) for claim in section]
    tables = groupby(
        ((claim, view) for claim, view in viewed if claim.cell), lambda one: one[0].paragraph
    )
    return (
        _paragraphs((claim, view) for claim, view in viewed if not claim.cell),
        tuple(table_of(cells) for _, cells in tables),
    )


def _paragraphs(claims: Iterable[tuple[Claim, ClaimView]]) -> tuple[tuple[ClaimView, ...], ...]:
    """The claims of a section in their writer's paragraphs; else each as long as fits the page."""
    paragraphs: list[list[ClaimView]] = []
    length, last = PARAGRAPH_CHARACTERS, 0
    for claim, view in claims:
        is_full = not claim.paragraph and length >= PARAGRAPH_CHARACTERS
        if not paragraphs or is_full or claim.paragraph != last:
            paragraphs.append([])
            length = 0
        last = claim.paragraph
        paragraphs[-1].append(view)
        length += len(claim.text)
    return tuple(map(tuple, paragraphs))
