"""PDF, Word, Markdown and plain text; and which of them a page is, whatever it is sent as."""

import io
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from research.adapters.extract import pypdf_pdf
from research.adapters.extract.page_extractor import PageExtractor
from research.domain.errors import ExtractError, NoTextError, UnsupportedTypeError
from research.domain.source import Document, Page, SourceKind

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


def test_pdf_lines_become_paragraphs() -> None:
    document = extract(pdf([WRAPPED], title="On storks", author="Ana Costa"), "application/pdf")
    assert document.kind is SourceKind.PDF
    assert document.title == "On storks"
    assert document.author == "Ana Costa"
    lines = document.text.split("\n")
    assert lines[0] == "Storks of the valley"
    assert lines[1].startswith(
        "The white stork winters south of the Sahara and comes back to the same nest every"
    )
    assert lines[1].endswith("anyone who asks.")
    assert lines[2].endswith("most of it.")


def test_pdf_headers_footers_and_page_numbers_are_dropped() -> None:
    pages = [
        ["Annual report 2024", *(f"Row {n} of the {word} part says what the {word} birds did."
                                 for n in range(3)), f"Page {number} of 4"]
        for number, word in enumerate(("first", "second", "third", "fourth"), start=1)
    ]  # fmt: skip
    text = extract(pdf(pages)).text
    assert "Annual report" not in text
    assert "Page 3" not in text
    assert text.count("third birds did") == 3


def test_pdf_title_falls_back_to_the_first_line() -> None:
    assert (
        extract(pdf([WRAPPED], title="Microsoft Word - draft3.docx")).title
        == "Storks of the valley"
    )


def test_pdf_without_text_says_that_it_may_be_scanned() -> None:
    with pytest.raises(NoTextError, match="scanned"):
        extract(pdf([[], []]))


def test_pdf_with_an_owner_password_alone_is_read_and_with_a_password_refused() -> None:
    for user_password, is_read in (("", True), ("secret", False)):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([WRAPPED]))))
        writer.encrypt(user_password, "owner", algorithm="RC4-128")
        if is_read:
            assert "Storks" in extract(written(writer)).text
        else:
            with pytest.raises(ExtractError, match="password"):
                extract(written(writer))


def test_pdf_pages_and_time_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    body = pdf([[f"{STORK} On page {n * 'x'}."] for n in range(1, 5)])
    monkeypatch.setattr(pypdf_pdf, "MAX_PAGES", 2)
    assert extract(body).text.count("stork") == 2
    monkeypatch.setattr(pypdf_pdf, "MAX_SECONDS", -1.0)
    with pytest.raises(ExtractError):
        extract(body)


@pytest.mark.parametrize("cut", [9, 40, 200, 500, 700])
def test_broken_pdf_is_an_extract_error_or_read_as_far_as_it_goes(cut: int) -> None:
    whole = pdf([WRAPPED])
    for body in (
        whole[:cut],
        whole[:cut] + whole[cut + 30 :],
        whole.replace(b"/Pages", b"/Pagez", 1),
    ):
        with suppress(ExtractError):
            assert extract(body).text


def word(**properties: object) -> bytes:
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


def test_docx() -> None:
    changed = datetime(2024, 3, 5, tzinfo=UTC)
    document = extract(word(title="On storks", author="Ana Costa", modified=changed))
    assert document.kind is SourceKind.DOCX
    assert document.text.split("\n") == [
        "Storks of the valley", STORK, "Bird | Weightx", "Stork | 3.5 kg | y",
        "The last paragraph stands after the table.",
    ]  # fmt: skip
    assert (document.title, document.author, document.published) == (
        "On storks",
        "Ana Costa",
        date(2024, 3, 5),
    )


def repacked(body: bytes, **files: bytes) -> bytes:
    target = io.BytesIO()
    names = {
        name.replace("__", "/").replace("_xml", ".xml"): content for name, content in files.items()
    }
    with (
        zipfile.ZipFile(io.BytesIO(body)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in names:
                new.writestr(name, old.read(name))
        for name, content in names.items():
            new.writestr(name, content)
    return target.getvalue()


def test_docx_bombs_and_broken_ones_are_refused() -> None:
    whole = word()
    with pytest.raises(ExtractError, match="unpacks"):
        extract(repacked(whole, word__document_xml=b" " * 11_000_000))
    with pytest.raises(ExtractError, match="unpacks"):
        extract(repacked(whole, word__media__a=bytes(51_000_000)))
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    ) + b"]><x>&j;</x>"  # fmt: skip
    for broken in (b"<w:document", b"", entities, b"<a/>", b"<a>" * 10_000):
        with pytest.raises(ExtractError):
            extract(repacked(whole, word__document_xml=broken))
    with pytest.raises(ExtractError):
        extract(whole[:-300])


MARKDOWN = f"""---
title: "On *storks*"
author: Ana Costa
date: 2024-03-05
---
# Storks of the valley

{STORK.replace("stork", "**stork**").replace("March", "[March](http://a.test)")}

- mended `wheels`
- ![a stork](s.png)nests<br>of twigs

<script>alert("x")</script>

| Bird | Weight |
|---|---|
| Stork | 3.5 kg |
"""


def test_markdown() -> None:
    document = extract(MARKDOWN.encode(), "text/markdown")
    assert document.kind is SourceKind.MARKDOWN
    assert document.text.split("\n") == [
        "Storks of the valley", STORK, "mended wheels", "nestsof twigs",
        "Bird | Weight", "Stork | 3.5 kg",
    ]  # fmt: skip
    assert (document.title, document.author, document.published) == (
        "On *storks*",
        "Ana Costa",
        date(2024, 3, 5),
    )


def test_markdown_without_front_matter_is_titled_by_its_first_heading() -> None:
    assert (
        extract(f"Intro.\n\n## The *birds*\n\n{STORK}".encode(), "text/markdown").title
        == "The birds"
    )


def test_plain_text_is_unwrapped() -> None:
    text = "Storks of the valley\n\n" + STORK[:60] + "\r\n" + STORK[60:120] + "\r\n" + STORK[120:]
    document = extract(text.encode(), "text/plain")
    assert document.title == "Storks of the valley"
    assert document.text.split("\n")[0] == "Storks of the valley"
    assert len(document.text.split("\n")) == 2


HTML = f"<!DOCTYPE html><html><body><article><p>{STORK}</p><p>Herons stay.</p></article>".encode()


@pytest.mark.parametrize(
    ("body", "content_type", "url", "kind"),
    [
        (pdf([WRAPPED]), "text/html", "http://a.test/x", SourceKind.PDF),
        (b"\n\n" + pdf([WRAPPED]), "application/octet-stream", "http://a.test/x", SourceKind.PDF),
        (word(), "application/zip", "http://a.test/x", SourceKind.DOCX),
        (HTML, "application/octet-stream", "http://a.test/x", SourceKind.HTML),
        (HTML, "text/plain", "http://a.test/x.txt", SourceKind.HTML),
        (HTML, "", "/home/x.html", SourceKind.HTML),
        (HTML, "application/x-strange", "http://a.test/x", SourceKind.HTML),
        (STORK.encode(), "", "http://a.test/x?y=.pdf", SourceKind.TEXT),
        (STORK.encode(), "text/plain", "file:///a/README.md", SourceKind.MARKDOWN),
        (STORK.encode("utf-16"), "", "http://a.test/x", SourceKind.TEXT),
    ],
)
def test_kind(body: bytes, content_type: str, url: str, kind: SourceKind) -> None:
    assert extract(body, content_type, url).kind is kind


ZIP = io.BytesIO()
with zipfile.ZipFile(ZIP, "w") as archive:
    archive.writestr("x.txt", STORK)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "text/html"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "image/jpeg"),
        (b"\x7fELF\x02\x01" + bytes(99), ""),
        (b"\x00\x00\x00\x20ftypmp42" + bytes(99), "video/mp4"),
        (ZIP.getvalue(), "application/zip"),
        (bytes(range(256)) * 9, "application/octet-stream"),
        (b'{"a": 1}', "application/json"),
        (b"body { color: red }", "text/css"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
    ],
)
def test_what_is_no_text_is_refused(body: bytes, content_type: str) -> None:
    with pytest.raises(UnsupportedTypeError):
        extract(body, content_type)


@pytest.mark.parametrize(
    "content_type",
    ["application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
)
def test_what_is_not_what_it_claims_is_refused(content_type: str) -> None:
    with pytest.raises(ExtractError, match="its bytes are not"):
        extract(STORK.encode(), content_type)
