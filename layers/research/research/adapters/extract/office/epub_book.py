"""Reads EPUB books: their chapters in reading order, and what their package says of them.

Names are those of EPUB 3.3 (W3C), which are those of EPUB 2 where both have them.
"""

from collections.abc import Iterator

from lxml.etree import _Element

from research.adapters.extract.charset_and_language import decode, language_of
from research.adapters.extract.office.html_lines import html_lines
from research.adapters.extract.office.opc_parts import day_of
from research.adapters.extract.office.zip_package import ZipPackage, target
from research.domain.errors import ExtractError
from research.domain.source import Document, Page, SourceKind
from research.text.cleaning import clean_line, is_like_title, text_of_lines

MAX_CHAPTERS = 1_000
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_TEXT_TYPES = frozenset(("application/xhtml+xml", "text/html", "application/xml"))


def extract_epub(page: Page) -> Document:
    """The document in an EPUB book.

    Raises `ExtractError` for a broken one, one whose chapters are encrypted, or one that unpacks to
    more than it should.
    """
    with ZipPackage(page.body) as package:
        root = package.xml(_CONTAINER).find("{*}rootfiles/{*}rootfile")
        opf = "" if root is None else root.get("full-path", "")
        book = package.xml(opf)
        chapters = _chapters(book, opf)
        if not _encrypted(package).isdisjoint(chapters):
            raise ExtractError("a book whose chapters are encrypted")
        text = text_of_lines(_lines(package, chapters))
    first = text.partition("\n")[0]
    title = clean_line(_said(book, "title")[0])
    return Document(
        kind=SourceKind.EPUB,
        text=text,
        title=title or (first if is_like_title(first) else ""),
        author=clean_line(", ".join(filter(None, _said(book, "creator"))), 200),
        site=clean_line(_said(book, "publisher")[0], 100),
        published=day_of(_said(book, "date")[0]),
        language=language_of(text, clean_line(_said(book, "language")[0], 20)),
    )


def _said(book: _Element, name: str) -> list[str]:
    """The metadata called `name`; one empty string where there is none."""
    found = book.iterfind(f"{{*}}metadata/{{http://purl.org/dc/elements/1.1/}}{name}")
    return ["".join(map(str, one.itertext())) for one in found] or [""]


def _chapters(book: _Element, opf: str) -> list[str]:
    """The names of the parts with text, in the order of the spine, without the navigation."""
    items = {
        item.get("id"): target(opf, item.get("href", ""))
        for item in book.iterfind("{*}manifest/{*}item")
        if item.get("media-type") in _TEXT_TYPES and "nav" not in item.get("properties", "").split()
    }
    spine = [entry.get("idref") for entry in book.iterfind("{*}spine/{*}itemref")]
    return [items[entry] for entry in spine[:MAX_CHAPTERS] if entry in items]


def _encrypted(package: ZipPackage) -> frozenset[str]:
    if _ENCRYPTION not in package.names:
        return frozenset()
    references = package.xml(_ENCRYPTION).iter("{*}CipherReference")
    return frozenset(target("", reference.get("URI", "")) for reference in references)


def _lines(package: ZipPackage, chapters: list[str]) -> Iterator[str]:
    for chapter in chapters:
        html = decode(package.read(chapter), "", markup=True)
        yield from html_lines(html.encode(errors="replace"))
