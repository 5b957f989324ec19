"""Tables in a Word document."""

from docx.oxml.parser import OxmlElement
from docx.table import Table


def mark_heading_row(table: Table) -> None:
    """Have the first row of `table` be its headings, for screen readers and on each page."""
    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 (python-docx has no headings)
    properties.append(OxmlElement("w:tblHeader"))
