"""Links in a Word document, which python-docx reads and does not write."""

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph
from lxml.etree import _Element as Element


def add_link(paragraph: Paragraph, text: str, href: str) -> None:
    """Add `text` to `paragraph` as a link to `href`, which is safe already."""
    paragraph._p.append(link_element(paragraph.part, text, href))  # noqa: SLF001


def link_element(part: Part, text: str, href: str) -> Element:
    """A link for a paragraph of `part`, which takes up the relationship to its address."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    color = OxmlElement("w:color")
    color.set(qn("w:val"), "1F4E79")
    underline = OxmlElement("w:u")
    underline.set(qn("w:val"), "single")
    properties.extend((color, underline))
    run.append(properties)
    run.append(text_element(text))
    link.append(run)
    return link


def text_element(text: str) -> Element:
    """`text` for a run, its blanks kept."""
    element = OxmlElement("w:t")
    element.text = text
    element.set(qn("xml:space"), "preserve")
    return element
