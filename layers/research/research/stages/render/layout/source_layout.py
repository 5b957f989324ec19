"""Lays out the sources of a report: what each is, where it can be read, and its quotes."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from urllib.parse import unquote

from research.domain.source import UPLOADED, SourceKind, SourceOrigin, SourceRecord
from research.stages.render.frame import Frame
from research.stages.render.layout.language import language_tag
from research.stages.render.links import safe_href
from research.stages.render.notes import shown_line, snapshot_path
from research.stages.render.report_view import Note, SourceView

OLD = timedelta(days=90)
"""Sources that are older than this tell what was so then: a reader is told, as a writer is."""
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


def basis_of(cited: Sequence[SourceView], today: date, t: Frame, *, is_only: bool) -> str:
    """What a report of `today` rests on: where it `is_only` one of several sources that were read,
    that; else from which days `cited` are. Where the last of them is over `OLD`, that nothing newer
    is in it, too.
    """
    days = sorted(one.published for one in cited if one.published)
    told = [t.rests_on(one.site, one.title, one.published) for one in cited if is_only]
    told += [t.dated((days[0], days[-1]))] if days and not is_only else []
    told += [t("What came later is not in this report.")] if days and today - days[-1] > OLD else []
    return " ".join(told)


def _upload_name(url: str) -> str:
    """What people call the file: its address leads nowhere."""
    return unquote(url.removeprefix(f"{UPLOADED}/"))
