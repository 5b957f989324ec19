"""A report as a Word document: styles that a reader can change, and a footnote for each quote."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from io import BytesIO

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from research.adapters.report_writers.docx_changes import add_changes
from research.adapters.report_writers.docx_direction import read_from_right
from research.adapters.report_writers.docx_footnotes import Footnotes
from research.adapters.report_writers.docx_links import add_link
from research.adapters.report_writers.docx_pictures import add_preview
from research.adapters.report_writers.docx_tables import add_claims, mark_heading_row
from research.domain.report import Report
from research.domain.source import Source
from research.stages.render.render import (
    NEARBY,
    ClaimView,
    FiguresView,
    FoundMediaView,
    Frame,
    MediaView,
    Note,
    PartAnswerView,
    ReportView,
    SourceView,
    frame_of,
    lay_out,
    message_in,
    shown,
)

MARGIN = Cm(2.5)
MAX_PROPERTY_CHARACTERS = 255
"""Of a core property, as python-docx takes it."""


_ENDS = frozenset(".?!…")


class DocxWriter:
    """`ports.ReportWriter` of Office Open XML, as Word 2010 and later and LibreOffice read it."""

    def write(self, report: Report, sources: Mapping[int, Source]) -> bytes:
        """The document; `sources` by number."""
        view = lay_out(report, sources)
        document = Document()
        _describe(document, view)
        _Body(document, view, frame_of(view.language)).fill()
        stream = BytesIO()
        document.save(stream)
        return stream.getvalue()


def _describe(document: DocxDocument, view: ReportView) -> None:
    """Set the title, the date and the language, for lists of files and screen readers."""
    properties = document.core_properties
    properties.title = shown(view.title)[:MAX_PROPERTY_CHARACTERS]
    properties.subject = shown(view.question)[:MAX_PROPERTY_CHARACTERS]
    properties.author = "content-research-pipeline"
    properties.comments = ""
    properties.language = view.language
    properties.created = properties.modified = view.created_at.astimezone(UTC).replace(tzinfo=None)
    run_properties = document.styles.element.find(qn("w:docDefaults")).find(
        f"{qn('w:rPrDefault')}/{qn('w:rPr')}"
    )
    language = run_properties.find(qn("w:lang"))
    for place in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{place}"), view.language)
    for section in document.sections:
        section.left_margin = section.right_margin = MARGIN
        section.top_margin = section.bottom_margin = MARGIN
        _number_pages(section.footer.paragraphs[0])


def _number_pages(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(paragraph.add_run("1")._r)  # noqa: SLF001 (python-docx has no fields)
    paragraph._p.append(field)  # noqa: SLF001
    paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER


class _Body:
    """Writes the parts of one report, one after the other."""

    def __init__(self, document: DocxDocument, view: ReportView, frame: Frame) -> None:
        self._document = document
        self._view = view
        self._t = frame
        self._notes = Footnotes(document)
        self._keys = 0

    def fill(self) -> None:
        """Write everything, in the order of the page."""
        view, t = self._view, self._t
        self._head()
        if view.answer:
            self._heading(t("Answer"))
        for part in view.answer:
            self._part(part)
        if view.changes:
            add_changes(view.changes, t, heading=self._heading, paragraph=self._paragraph)
        if view.key_findings:
            self._heading(t("Key findings"))
            for claim in view.key_findings:
                self._claims([claim], "List Bullet")
        for section in view.sections:
            self._heading(t(section.heading))
            for paragraph in section.paragraphs:
                self._claims(paragraph)
            for table in section.tables:
                add_claims(self._document, table, self._claim, view.direction)
        self._more()
        self._charts()
        self._warnings()
        self._sources()
        self._images()

    def _head(self) -> None:
        """The title, the question, and what the report is made of."""
        view, t = self._view, self._t
        self._paragraph(view.title, "Title")
        if view.question:
            self._paragraph(f"{t('The question')}: {view.question}", "Intense Quote")
        day = t.day(view.created_at.astimezone(UTC))
        self._paragraph(
            f"{t.provenance(view.stats)}; {t('every quote checked')}; {day}", "Subtitle"
        )
        if view.basis:
            self._paragraph(view.basis)

    def _part(self, part: PartAnswerView) -> None:
        if part.heading:
            self._heading(part.heading, 2)
        if part.message:
            self._paragraph(self._told(part.message))
        if part.claims:
            self._claims(part.claims)
        if part.nearby:
            self._paragraph(self._t(NEARBY))
            self._claims(part.nearby)

    def _more(self) -> None:
        view, t = self._view, self._t
        if view.disagreements:
            self._heading(t("Where sources seem to differ"))
        for one in view.disagreements:
            if one.explanation:
                self._paragraph(one.explanation, "List Bullet")
            for side in one.sides:
                self._claims([side], "List Bullet 2" if one.explanation else "List Bullet")
        if view.open_questions:
            self._heading(t("Open questions"))
        for question in view.open_questions:
            self._paragraph(self._told(question), "List Bullet")

    def _charts(self) -> None:
        analysis = self._view.analysis
        if analysis and analysis.figures:
            self._heading("Figures side by side")
            for figures in analysis.figures:
                self._figures(figures)

    def _warnings(self) -> None:
        if self._view.warnings:
            self._heading(self._t("Warnings"))
        for warning in self._view.warnings:
            self._paragraph(self._told(warning), "List Bullet")

    def _told(self, message: str) -> str:
        """What a program wrote, in the report's language where that has words for it."""
        return message_in(self._t, message) or message

    def _figures(self, found: FiguresView) -> None:
        self._heading(found.measure, 2)
        table = self._document.add_table(rows=1, cols=2, style="Table Grid")
        for cell, text in zip(table.rows[0].cells, ("Of", "Figure"), strict=True):
            cell.text = text
        mark_heading_row(table)
        for one in found.figures:
            label, written = table.add_row().cells
            label.text, written.text = shown(one.label), shown(one.written)
            told = f"Source {one.quote.source}, {one.title}: {one.quote.text}"
            self._notes.cite(written.paragraphs[0], self._next_key(), (shown(told), None))
        self._paragraph("")

    def _next_key(self) -> int:
        """A footnote's key that is no number of a note."""
        self._keys -= 1
        return self._keys

    def _images(self) -> None:
        view, t = self._view, self._t
        cited = [(one, f"{one.site}, {t('Source {n}', n=one.source)}") for one in view.media]
        self._pictures("Images and videos in the sources", cited)
        found = [(one, f"{one.page or one.site}, {one.provider}") for one in view.found_media]
        self._pictures("Images and videos from search", found)

    def _pictures(
        self, heading: str, media: Sequence[tuple[MediaView | FoundMediaView, str]]
    ) -> None:
        """The small copies among `media`, each with its caption and where it is from."""
        t = self._t
        pictured = [(one, one.preview, origin) for one, origin in media if one.preview]
        if pictured:
            self._heading(t(heading))
        for one, preview, origin in pictured:
            caption = shown(one.caption or f"{t(one.kind)}: {t('no caption')}")
            picture = self._paragraph("")
            picture.paragraph_format.keep_with_next = True
            add_preview(picture.add_run(), preview, caption)
            paragraph = self._paragraph("")
            add_link(paragraph, caption, one.href)
            paragraph.add_run(shown(f" ({origin})"))

    def _sources(self) -> None:
        for heading, sources in (("Sources", self._view.cited),
                                 ("Read, not cited", self._view.uncited)):  # fmt: skip
            if sources:
                self._heading(self._t(heading))
            for source in sources:
                self._source(source)

    def _source(self, source: SourceView) -> None:
        day = self._t.day(source.published) if source.published else self._t("no date")
        origin = self._t(source.origin) if source.origin else ""
        told = (source.site, source.author, day, self._t(source.kind), origin)
        facts = ", ".join(filter(None, told))
        paragraph = self._paragraph(f"{source.id}. ")
        paragraph.paragraph_format.left_indent = Cm(0.8)
        paragraph.paragraph_format.first_line_indent = Cm(-0.8)
        title = shown(source.title or source.url)
        if source.href:
            add_link(paragraph, title, source.href)
        else:
            paragraph.add_run(title)
        paragraph.add_run(shown(f"{'' if title[-1:] in _ENDS else '.'} {facts}."))

    def _claims(self, claims: Iterable[ClaimView], style: str = "Normal") -> None:
        paragraph = self._paragraph("", style)
        for place, claim in enumerate(claims):
            if place:
                paragraph.add_run(" ")
            self._claim(paragraph, claim)

    def _claim(self, paragraph: Paragraph, claim: ClaimView) -> None:
        paragraph.add_run(shown(claim.text))
        for between, mark in enumerate(claim.marks):
            if between:
                paragraph.add_run(",").font.superscript = True
            self._notes.cite(paragraph, mark.note.number, self._note(mark.note))
        if claim.caveat:
            paragraph.add_run(shown(f" ({self._t(claim.caveat)})")).italic = True

    def _note(self, note: Note) -> tuple[str, str | None]:
        name = self._t("Source {n}", n=note.source)
        return shown(f"{name}, {note.name}: “{' '.join(note.quote.split())}”"), note.live_href

    def _heading(self, text: str, level: int = 1) -> None:
        self._document.add_heading(shown(text), level)

    def _paragraph(self, text: str, style: str = "Normal") -> Paragraph:
        paragraph = self._document.add_paragraph(shown(text), style)
        if style == "Normal":
            paragraph.paragraph_format.space_after = Pt(8)
        if self._view.direction == "rtl":
            read_from_right(paragraph)
        return paragraph
