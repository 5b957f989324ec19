"""Pages and files that were made to stop who reads them; each is small, and none is read in time.

Those of `SLOW` take longer than a page may; those of `HARMLESS` were
such once, or are tried against the next mistake, and are read or refused at once.
"""

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
_SAID = "The battery ferry to Nordholm cost 24 million euros, of which the state paid 9 million."
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELS = "application/vnd.openxmlformats-package.relationships+xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@dataclass(frozen=True)
class Hostile:
    """A body, made when asked for, and the content type it is sent with."""

    content_type: str
    make: Callable[[], bytes]


def page(body: str, head: str = "") -> bytes:
    """A page with `body` after an article's own words."""
    said = f"<p>{_SAID}</p>" * 4
    html = f"<html><head><title>Battery ferry</title>{head}</head><body><article>{said}{body}"
    return f"{html}</article></body></html>".encode(errors="surrogatepass")


def word_file(body: str) -> bytes:
    """A Word file with `body` after a text's own words."""
    made = io.BytesIO()
    relation = f'<Relationship Id="r1" Type="{_OFFICE}" Target="word/document.xml"/>'
    said = f"<w:p><w:r><w:t>{_SAID}</w:t></w:r></w:p>" * 4
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="{_RELS}"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels", f'<Relationships xmlns="{_RELATIONS}">{relation}</Relationships>'
        )
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{_WORD}"><w:body>{said}{body}</w:body></w:document>',
        )
    return made.getvalue()


def pdf_file(drawn: bytes) -> bytes:
    """A PDF of one page, on which `drawn` is, compressed."""
    stream = zlib.compress(drawn)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"xref\n0 5\n0000000000 65535 f \n" + table
    return made + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n0\n%%EOF"


SLOW = {
    "attributes": Hostile(
        HTML, lambda: page(f"<p {' '.join(f'a{n}=1' for n in range(50_000))}>x</p>")
    ),
    "spans": Hostile(HTML, lambda: page(f"<p>{'<span>a</span>' * 59_000}</p>")),
    "cells": Hostile(HTML, lambda: page(f"<table><tr>{'<td>a</td>' * 59_000}</tr></table>")),
    "headings": Hostile(HTML, lambda: page(f"<div>{'<h2>a</h2>' * 59_000}</div>")),
}
HARMLESS = {
    "grid-span": Hostile(
        DOCX,
        lambda: word_file(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="300000000"/></w:tcPr>'
            "<w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        ),
    ),
    "dashes": Hostile(HTML, lambda: page("<p>|" + "-" * 15_000 + "x</p>")),
    "ellipses": Hostile(HTML, lambda: page("<p>" + "\u2026" * 200_000 + "</p>")),
    "one-character": Hostile(TEXT, lambda: b"x" * 900_000),
    "nested": Hostile(HTML, lambda: page("<div>" * 30_000)),
    "attribute": Hostile(HTML, lambda: page(f'<p title="{"a b " * 1_000_000}">x</p>')),
    "entities": Hostile(HTML, lambda: page("<p>" + "&amp;&lt;&#x41;" * 250_000 + "</p>")),
    "rows": Hostile(HTML, lambda: page("<table>" + "<tr><td>1<td>2" * 9_000 + "</table>")),
    "style": Hostile(HTML, lambda: page("x", f"<style>{'a{b:c}' * 700_000}</style>")),
    "script": Hostile(HTML, lambda: page("x", f"<script>{'</scrip' * 500_000}</script>")),
    "linked-data": Hostile(
        HTML,
        lambda: page("x", '<script type="application/ld+json">' + '{"@graph":[' * 99_000),
    ),
    "blanks": Hostile(HTML, lambda: page("<p>a" + " \u00a0\t" * 400_000 + "b</p>")),
    "nul": Hostile(HTML, lambda: b"<html><body><p>" + b"\x00a" * 2_000_000),
    "one-line": Hostile(TEXT, lambda: b"The ferry cost 24 million euros, and " * 130_000),
    "surrogates": Hostile(HTML, lambda: page("<p>" + "\ud800\udfff \ud83d" * 100_000)),
    "digits": Hostile(HTML, lambda: page("<p>" + "1" * 900_000 + "</p>")),
    "quotes": Hostile(HTML, lambda: page("<p>" + "\u201c\u2019\"'" * 300_000 + "</p>")),
    "word-bomb": Hostile(
        DOCX, lambda: word_file("<w:p><w:r><w:t>" + "a " * 50_000_000 + "</w:t></w:r></w:p>")
    ),
    "pdf-bomb": Hostile(PDF, lambda: pdf_file(b"BT /F1 12 Tf (a) Tj ET\n" * 4_000_000)),
}
EVERY = SLOW | HARMLESS
