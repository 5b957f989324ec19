"""Tables in a Word document."""

from collections.abc import Callable

from docx.document import Document
from docx.enum.table import WD_TABLE_DIRECTION
from docx.oxml.parser import OxmlElement
from docx.table import Table
from docx.text.paragraph import Paragraph

from research.adapters.report_writers.docx_direction import read_from_right
from research.stages.render.render import EMPTY, ClaimView, TableView, shown


def add_claims(
    document: Document,
    view: TableView,
    write: Callable[[Paragraph, ClaimView], None],
    direction: str,
) -> None:
    """Add a table of claims, each written by `write` into its cell, and a line below it.

    Where `direction` is "rtl", its first column is the rightmost.
    """
    table = document.add_table(rows=1, cols=1 + len(view.columns), style="Table Grid")
    for cell, text in zip(table.rows[0].cells[1:], view.columns, strict=True):
        _in_bold(cell.paragraphs[0], text)
    mark_heading_row(table)
    for row in view.rows:
        name, *cells = table.add_row().cells
        _in_bold(name.paragraphs[0], row.name)
        for cell, claim in zip(cells, row.cells, strict=True):
            if claim:
                write(cell.paragraphs[0], claim)
            else:
                cell.text = EMPTY
    if direction == "rtl":
        table.table_direction = WD_TABLE_DIRECTION.RTL
        for cell in (cell for row in table.rows for cell in row.cells):
            read_from_right(cell.paragraphs[0])
    document.add_paragraph("")


def _in_bold(paragraph: Paragraph, text: str) -> None:
    paragraph.add_run(shown(text)).bold = True


def mark_heading_row(table: Table) -> None:
    """Have the first row of `table` be its headings, for screen readers and on each page."""
    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 (python-docx has no headings)
    properties.append(OxmlElement("w:tblHeader"))
