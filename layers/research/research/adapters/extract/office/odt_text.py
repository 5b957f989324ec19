"""Reads OpenDocument texts as they stand with all tracked changes accepted.

Element names are those of OpenDocument 1.3, part 3 (OASIS).
"""

from collections.abc import Iterator

from lxml.etree import _Element

from research.adapters.extract.charset_and_language import language_of
from research.adapters.extract.office.opc_parts import day_of
from research.adapters.extract.office.zip_package import ZipPackage
from research.domain.errors import ExtractError
from research.domain.source import Document, Page, SourceKind
from research.text.cleaning import clean_line, is_like_title, table_row, text_of_lines

MAX_TABLE_ROWS = 2_000
MAX_BLANKS = 20
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PARAGRAPHS = frozenset((f"{_TEXT}p", f"{_TEXT}h"))
_ROWS = f"{_TABLE}table-row"
_CELLS = frozenset((f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"))
_GONE = frozenset(
    (f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}sequence-decls",
     f"{_TEXT}hidden-text", f"{_TEXT}hidden-paragraph", f"{_TEXT}ruby-text", f"{_OFFICE}forms",
     f"{_TEXT}index-title-template", f"{_TEXT}note-citation")
)  # fmt: skip
"""Deletions, comments, readings, hidden text and what only programs read."""
_AFTER = frozenset((f"{_TEXT}note", f"{_DRAW}frame", f"{_DRAW}custom-shape"))
"""What stands in a paragraph and is read after it: notes and text boxes."""


def extract_odt(page: Page) -> Document:
    """The document in an OpenDocument text.

    Raises `ExtractError` for a broken one, one with a password, or one that unpacks to more than
    it should.
    """
    with ZipPackage(page.body) as package:
        _refuse_encrypted(package)
        body = package.xml("content.xml").find(f"{_OFFICE}body")
        if body is None:
            raise ExtractError("a broken file: it has no body")
        text = text_of_lines(_blocks(body))
        meta = package.xml("meta.xml") if "meta.xml" in package.names else body
    first = text.partition("\n")[0]
    author = _said(meta, f"{_META}initial-creator") or _said(meta, f"{_DC}creator")
    return Document(
        kind=SourceKind.ODT,
        text=text,
        title=clean_line(_said(meta, f"{_DC}title")) or (first if is_like_title(first) else ""),
        author=clean_line(author, 200),
        published=day_of(_said(meta, f"{_DC}date") or _said(meta, f"{_META}creation-date")),
        language=language_of(text, clean_line(_said(meta, f"{_DC}language"), 20)),
    )


def _refuse_encrypted(package: ZipPackage) -> None:
    manifest = "META-INF/manifest.xml"
    if (
        manifest in package.names
        and package.xml(manifest).find(".//{*}encryption-data") is not None
    ):
        raise ExtractError("a file with a password")


def _said(meta: _Element, name: str) -> str:
    return meta.findtext(f"{_OFFICE}meta/{name}") or ""


def _blocks(parent: _Element) -> Iterator[str]:
    """The paragraphs and table rows in `parent`, each followed by its notes and text boxes."""
    for child in parent:
        if child.tag in _PARAGRAPHS:
            yield from _paragraph(child)
        elif child.tag == f"{_TABLE}table":
            yield from _rows(child)
        elif isinstance(child.tag, str) and not _is_gone(child):
            yield from _blocks(child)


def _paragraph(paragraph: _Element) -> Iterator[str]:
    after: list[_Element] = []
    yield "".join(_inline(paragraph, after))
    for one in after:
        yield from _blocks(one)


def _inline(parent: _Element, after: list[_Element]) -> Iterator[str]:
    yield parent.text or ""
    for child in parent:
        if child.tag in _AFTER:
            after.append(child)
        elif child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            yield " " * min(int(count) if count.isdecimal() else 1, MAX_BLANKS)
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif isinstance(child.tag, str) and not _is_gone(child):
            yield from _inline(child, after)
        yield child.tail or ""


def _rows(table: _Element) -> Iterator[str]:
    """A line for each row; a table in a cell is part of its cell."""
    rows = (row for row in table.iter(_ROWS) if next(row.iterancestors(f"{_TABLE}table")) is table)
    for number, row in enumerate(rows):
        if number >= MAX_TABLE_ROWS:
            return
        yield table_row("\n".join(_blocks(cell)) for cell in row if cell.tag in _CELLS)


def _is_gone(element: _Element) -> bool:
    return element.tag in _GONE or element.get(f"{_TEXT}display") in ("none", "condition")
