"""Footnotes of a Word document, for which python-docx has no part of its own (ECMA-376, 17.11)."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml.etree import _Element as Element

from research.adapters.report_writers.docx_links import link_element, text_element

TEXT_STYLE = "footnote text"
MARK_STYLE = "footnote reference"
FIRST_ID = 1
"""Ids below it are the separators'."""
_EMPTY = f"""<w:footnotes {nsdecls("w", "r")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>
</w:footnote></w:footnotes>"""


class Footnotes:
    """The footnotes of one document, numbered by Word as they are cited."""

    def __init__(self, document: Document) -> None:
        part = document.part
        self._part = XmlPart(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            parse_xml(_EMPTY),
            part.package,
        )
        part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._text_style = _style(document, TEXT_STYLE, WD_STYLE_TYPE.PARAGRAPH)
        self._mark_style = _style(document, MARK_STYLE, WD_STYLE_TYPE.CHARACTER)
        self._ids: dict[int, int] = {}

    def cite(self, paragraph: Paragraph, key: int, note: tuple[str, str | None]) -> None:
        """Cite at the end of `paragraph` the footnote `key`, which says `note`: words and a link.

        One that is cited again is referred to, and not repeated.
        """
        if key in self._ids:
            paragraph._p.append(self._reference(self._ids[key]))  # noqa: SLF001
            return
        number = self._ids[key] = FIRST_ID + len(self._ids)
        self._part.element.append(self._footnote(number, *note))
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(number))
        for element in (
            _bookmark("w:bookmarkStart", number, name=_name(number)),
            self._mark(mark),
            _bookmark("w:bookmarkEnd", number),
        ):
            paragraph._p.append(element)  # noqa: SLF001

    def _footnote(self, number: int, text: str, href: str | None) -> Element:
        footnote = OxmlElement("w:footnote")
        footnote.set(qn("w:id"), str(number))
        paragraph = OxmlElement("w:p")
        properties = OxmlElement("w:pPr")
        style = OxmlElement("w:pStyle")
        style.set(qn("w:val"), self._text_style)
        properties.append(style)
        run = OxmlElement("w:r")
        run.append(text_element(f" {text} "))
        paragraph.extend((properties, self._mark(OxmlElement("w:footnoteRef")), run))
        if href:
            paragraph.append(link_element(self._part, "↗", href))
        footnote.append(paragraph)
        return footnote

    def _reference(self, number: int) -> Element:
        """The number of a footnote that was cited before, kept right by Word (NOTEREF)."""
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), f"NOTEREF {_name(number)} \\f \\h")
        field.append(self._mark(text_element(str(number))))
        return field

    def _mark(self, content: Element) -> Element:
        run = OxmlElement("w:r")
        properties = OxmlElement("w:rPr")
        style = OxmlElement("w:rStyle")
        style.set(qn("w:val"), self._mark_style)
        properties.append(style)
        run.extend((properties, content))
        return run


def _name(number: int) -> str:
    return f"_Note{number}"


def _bookmark(tag: str, number: int, *, name: str = "") -> Element:
    element = OxmlElement(tag)
    element.set(qn("w:id"), str(number))
    if name:
        element.set(qn("w:name"), name)
    return element


def _style(document: Document, name: str, kind: WD_STYLE_TYPE) -> str:
    """The id of the document's style `name`, made where its template has none."""
    style = document.styles.add_style(name, kind, builtin=True)
    if kind is WD_STYLE_TYPE.PARAGRAPH:
        style.font.size = Pt(9)
    else:
        style.font.superscript = True
    return str(style.style_id)
