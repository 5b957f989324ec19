"""Lays a report out for its page and its Markdown: texts shortened, codes as words, paragraphs."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from urllib.parse import quote as percent_encoded
from urllib.parse import unquote, urlsplit

from research.domain.claim import Claim
from research.domain.model_call import Cost
from research.domain.report import Report
from research.domain.report_format import ALWAYS_MADE, FORMAT_NAMES, ReportFormat, file_name
from research.domain.source import (
    UPLOADED,
    CitedMedia,
    FoundMedia,
    MediaKind,
    MediaLink,
    Source,
    SourceKind,
    SourceOrigin,
    SourceRecord,
)
from research.stages.render.analysis_layout import lay_out_analysis
from research.stages.render.changes_layout import lay_out_changes
from research.stages.render.frame import Frame, frame_of
from research.stages.render.links import safe_href
from research.stages.render.notes import (
    MAX_CLAIM_CHARACTERS,
    ClaimViews,
    notes_of,
    shown_line,
    sides_of,
    snapshot_path,
)
from research.stages.render.report_view import (
    ABOVE,
    ClaimView,
    DisagreementView,
    DroppedClaimView,
    FailureView,
    FileView,
    FoundMediaView,
    MediaView,
    Note,
    PartAnswerView,
    ReportView,
    SectionView,
    SourceView,
    TableView,
)
from research.stages.render.table_layout import table_of
from research.text.captions import caption_tells

PARAGRAPH_CHARACTERS = 420
"""Claims run on in one paragraph until it is this long: five lines on a wide screen."""
LONG_TITLE_CHARACTERS = 90
ANALYSIS_LANGUAGE = "en"
"""The language of the analysis and of its words on the page."""
MAX_QUESTION_CHARACTERS = 400
"""A longer query is shortened on the page; the JSON has all of it."""
SMALLEST_SHOWN_USD = 0.0001
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_HEBREW = re.compile("[\u0590-\u05ff]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
_KINDS = {
    SourceKind.HTML: "web page",
    SourceKind.PDF: "PDF",
    SourceKind.DOCX: "Word document",
    SourceKind.MARKDOWN: "Markdown",
    SourceKind.TEXT: "plain text",
    SourceKind.CSV: "CSV",
    SourceKind.XLSX: "Excel",
    SourceKind.PPTX: "PowerPoint",
    SourceKind.ODT: "OpenDocument",
    SourceKind.RTF: "RTF",
    SourceKind.EPUB: "EPUB",
    SourceKind.EML: "e-mail",
}
_ORIGINS = {SourceOrigin.FILE: "own file", SourceOrigin.WEB: "from the web"}
"""Told of each source where any is the user's own."""


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
    has_files = any(record.origin is SourceOrigin.FILE for record in report.sources)
    origins = _ORIGINS if has_files else {}
    views = [_source(record, notes.values(), origins) for record in report.sources]
    cited = tuple(view for view in views if view.notes)
    only_source = cited[0] if len(cited) == 1 < len(views) else None
    language = _language(report)
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
        only_source=only_source,
        days=None if only_source and only_source.published else _days(cited),
        changes=lay_out_changes(report.changes, report.sources),
        answer=answer,
        key_findings=key_findings,
        sections=sections,
        cited=cited,
        uncited=tuple(view for view in views if not view.notes),
        analysis=lay_out_analysis(report, sources) if language == ANALYSIS_LANGUAGE else None,
        media=tuple(_media(report.media, views)),
        found_media=tuple(_found_media(report.found_media)),
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


def _media(media: Iterable[CitedMedia], sources: Iterable[SourceView]) -> Iterator[MediaView]:
    languages = {source.id: source.language for source in sources}
    for one in media:
        # Without a small copy it is a line of text, and one that says nothing.
        is_shown = one.preview or caption_tells(one.caption)
        if is_shown and (href := safe_href(one.url)):
            yield MediaView(
                kind=_media_kind(one),
                caption=shown_line(one.caption),
                language=languages.get(one.source, ""),
                site=shown_line(urlsplit(one.url).hostname or ""),
                href=href,
                source=one.source,
                preview=one.preview,
            )


def _found_media(media: Iterable[FoundMedia]) -> Iterator[FoundMediaView]:
    for one in media:
        if (one.preview or one.caption) and (href := safe_href(one.url)):
            yield FoundMediaView(
                kind=_media_kind(one),
                caption=shown_line(one.caption),
                site=shown_line(urlsplit(one.url).hostname or ""),
                href=href,
                page=shown_line(urlsplit(one.page).hostname or ""),
                page_href=(safe_href(one.page) or "") if one.page else "",
                provider=shown_line(one.provider),
                preview=one.preview,
            )


def _media_kind(one: MediaLink) -> str:
    return "Image" if one.kind is MediaKind.IMAGE else "Video"


def _source(
    record: SourceRecord, notes: Iterable[Note], origins: Mapping[SourceOrigin, str]
) -> SourceView:
    is_upload = record.url.startswith(UPLOADED)
    own = tuple(note for note in notes if note.source == record.id)
    return SourceView(
        id=record.id,
        title=shown_line(record.title),
        site=shown_line(record.site),
        author=shown_line(record.author),
        published=record.published,
        kind=_KINDS[record.kind],
        origin=origins.get(record.origin, ""),
        language=_language_tag(record.language),
        url=shown_line(_upload_name(record.url) if is_upload else record.url, 2_000),
        href=safe_href(record.url),
        snapshot_href=f"{snapshot_path(record.sha256)}.txt",
        raw_href="" if is_upload else f"{snapshot_path(record.raw_sha256)}.raw",
        notes=own,
    )


def _days(cited: Iterable[SourceView]) -> tuple[date, date] | None:
    """The first and the last day that `cited` are from, as far as they have any."""
    days = sorted(one.published for one in cited if one.published)
    return (days[0], days[-1]) if days else None


def _upload_name(url: str) -> str:
    """What people call the file: its address leads nowhere."""
    return unquote(url.removeprefix(f"{UPLOADED}/"))


def _language(report: Report) -> str:
    """The language that most citations are in; where none is known, one with the query's script."""
    languages = {record.id: record.language for record in report.sources}
    cited = Counter(
        languages.get(citation.source, "")
        for claim in report.claims
        for citation in claim.citations
    )
    known = [name for name, _ in cited.most_common() if _language_tag(name)]
    if known:
        return known[0]
    if _HEBREW.search(report.query):
        return "he"
    return "ar" if _ARABIC.search(report.query) else "en"


def _language_tag(language: str) -> str:
    """`language` where it is an ISO 639 code, fit for a `lang` attribute; else empty."""
    return language if _LANGUAGE.fullmatch(language) else ""


def cost_in_words(cost: Cost, t: Frame) -> str:
    """Calls, tokens and dollars: ``12 model calls, 9,120 tokens, $0.0183``."""
    total = cost.total
    calls = t.count(total.calls, "{n} model call", "{n} model calls")
    if total.cached_calls:
        kept = t.number(total.cached_calls)
        calls = t("{calls} and {n} from the cache", calls=calls, n=kept)
    tokens = t("{n} tokens", n=t.number(total.prompt_tokens + total.answer_tokens))
    return t.listed(calls, tokens, _dollars(total.usd, t))


def _dollars(usd: float | None, t: Frame) -> str:
    if usd is None:
        return t("at a price that is not known")
    if 0 < usd < SMALLEST_SHOWN_USD:
        return t("less than {price}", price=f"${SMALLEST_SHOWN_USD}")
    return f"${usd:.4f}" if usd < 1 else f"${usd:,.2f}"
