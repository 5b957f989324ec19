"""Lays out the sources of a report: what each is, where it can be read, and its quotes."""

from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import unquote

from research.domain.source import UPLOADED, SourceKind, SourceOrigin, SourceRecord
from research.stages.render.layout.language import language_tag
from research.stages.render.links import safe_href
from research.stages.render.notes import shown_line, snapshot_path
from research.stages.render.report_view import Note, SourceView

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


def lay_out_sources(
    records: Sequence[SourceRecord], notes: Iterable[Note]
) -> tuple[SourceView, ...]:
    """The sources of `records`, each with those of `notes` that quote it."""
    has_files = any(record.origin is SourceOrigin.FILE for record in records)
    every = tuple(notes)
    return tuple(_source(record, every, is_told=has_files) for record in records)


def _source(record: SourceRecord, notes: Iterable[Note], *, is_told: bool) -> SourceView:
    """The view of `record`; whether its origin `is_told` is the same for all."""
    is_upload = record.url.startswith(UPLOADED)
    own = tuple(note for note in notes if note.source == record.id)
    is_of_site = record.author.casefold() == record.site.casefold()
    return SourceView(
        id=record.id,
        title=shown_line(record.title),
        site=shown_line(record.site),
        author="" if is_of_site else shown_line(record.author),
        published=record.published,
        kind=_KINDS[record.kind],
        origin=_ORIGINS[record.origin] if is_told else "",
        language=language_tag(record.language),
        url=shown_line(_upload_name(record.url) if is_upload else record.url, 2_000),
        href=safe_href(record.url),
        snapshot_href=f"{snapshot_path(record.sha256)}.txt",
        raw_href="" if is_upload else f"{snapshot_path(record.raw_sha256)}.raw",
        notes=own,
    )


def days_of(cited: Iterable[SourceView]) -> tuple[date, date] | None:
    """The first and the last day that `cited` are from, as far as they have any."""
    days = sorted(one.published for one in cited if one.published)
    return (days[0], days[-1]) if days else None


def _upload_name(url: str) -> str:
    """What people call the file: its address leads nowhere."""
    return unquote(url.removeprefix(f"{UPLOADED}/"))
