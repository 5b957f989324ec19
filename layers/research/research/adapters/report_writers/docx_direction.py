"""Paragraphs of a Word document that are read from the right, which python-docx can't make."""

from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph


def read_from_right(paragraph: Paragraph) -> None:
    """Have `paragraph` begin at the right, as Arabic and Hebrew do."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    properties.append(OxmlElement("w:bidi"))
