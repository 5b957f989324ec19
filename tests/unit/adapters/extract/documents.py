"""PDF and Word files for tests, and what is extracted from them."""

import io
from collections.abc import Sequence

import docx
from pypdf import PdfReader, PdfWriter

from research.adapters.extract.page_extractor import PageExtractor
from research.domain.source import Document, Page

STORK = (
    "The white stork winters south of the Sahara and comes back to the same nest every March. "
    "Villagers mend the cart wheels on their roofs before the birds arrive."
)


def extract(body: bytes, content_type: str = "", url: str = "http://a.test/x") -> Document:
    return PageExtractor().extract(
        Page(url=url, final_url=url, content_type=content_type, body=body)
    )


def pdf(pages: Sequence[Sequence[str]], **metadata: str) -> bytes:
    """A PDF with a line of Helvetica for each string."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = " T* ".join(f"({line}) Tj" for line in lines)
        content = f"BT /F1 11 Tf 14 TL 50 750 Td {shown} ET" if lines else ""
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(f"<< /Type /Page /Parent 2 0 R"
                       f" /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R"
                       " /Resources << /Font << /F1 3 0 R >> >> >>")  # fmt: skip
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode()
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
    trailer = f"trailer << /Root 1 0 R /Size {len(objects) + 1} >>\nstartxref\n{len(body)}\n%%EOF"
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(body + (table + trailer).encode())))
    writer.add_metadata({f"/{key.title()}": value for key, value in metadata.items()})
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


WRAPPED = [
    "Storks of the valley",
    "The white stork winters south of the Sahara and comes back to the same ne-",
    "st every March, as the oldest people in the village like to tell visitors and",
    "anyone who asks.",
    "Herons stay all year and fish by the mill pond even when the ice covers most",
    "of it.",
]


def word(**properties: object) -> bytes:
    """A Word file with a heading, a table and two paragraphs."""
    document = docx.Document()
    for name, value in properties.items():
        setattr(document.core_properties, name, value)
    document.add_heading("Storks of the valley", 1)
    document.add_paragraph(STORK)
    table = document.add_table(2, 3)
    for row, cells in zip(
        table.rows, (("Bird", "Weight", "x"), ("Stork", "3.5 kg", "y")), strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    document.add_paragraph("The last paragraph stands after the table.")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
