"""Extracts the document in a page of any kind: decides which kind it is and calls its adapter.

The kind is decided by the page's first bytes, then by its content type, then by its name.
"""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import urlsplit
from zipfile import BadZipFile, ZipFile

from research.domain.errors import ExtractError, NoTextError, UnsupportedTypeError
from research.domain.source import Document, Page, SourceKind
from research.text.cleaning import reading_length

MIN_TEXT_CHARACTERS = 80
"""Less is no article, but a cookie notice, an error message or a lone headline. It is counted as
`reading_length` does."""
_DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BY_TYPE = {
    "text/html": SourceKind.HTML,
    "application/xhtml+xml": SourceKind.HTML,
    "application/pdf": SourceKind.PDF,
    "application/x-pdf": SourceKind.PDF,
    _DOCX_TYPE: SourceKind.DOCX,
    "text/markdown": SourceKind.MARKDOWN,
    "text/x-markdown": SourceKind.MARKDOWN,
    "text/csv": SourceKind.CSV,
}
_BY_SUFFIX = {
    ".html": SourceKind.HTML,
    ".htm": SourceKind.HTML,
    ".xhtml": SourceKind.HTML,
    ".pdf": SourceKind.PDF,
    ".docx": SourceKind.DOCX,
    ".md": SourceKind.MARKDOWN,
    ".markdown": SourceKind.MARKDOWN,
    ".txt": SourceKind.TEXT,
    ".text": SourceKind.TEXT,
    ".csv": SourceKind.CSV,
}
# Servers send these types for whatever they don't know.
_VAGUE = {"", "application/octet-stream", "binary/octet-stream", "application/download",
          "application/x-download", "application/force-download", "unknown/unknown",
          "text/plain"}  # fmt: skip
_NOT_PROSE = {"text/css", "text/javascript", "text/calendar", "text/vcard", "text/xml"}
_SIGNATURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM\x00", b"II*\x00", b"MM\x00*",
    b"\x00\x00\x01\x00",
    b"\x7fELF", b"MZ\x90", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\x00asm",
    b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd",
    b"OggS", b"ID3", b"fLaC", b"\x1aE\xdf\xa3", b"\xd0\xcf\x11\xe0", b"SQLite format 3",
    b"wOFF", b"wOF2", b"{\\rtf", b"%!PS",
)  # fmt: skip
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf|\s|<!--.*?-->|<\?xml[^>]{0,200}\?>){0,20}"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|article|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_SNIFFED_BYTES = 1024


class PageExtractor:
    """`ports.Extractor` for HTML, PDF, Word, Markdown, CSV and plain text."""

    def extract(self, page: Page) -> Document:
        """The document in `page`.

        Raises `ExtractError`, with `NoTextError` for less than `MIN_TEXT_CHARACTERS` of text and
        `UnsupportedTypeError` for other kinds of pages.
        """
        document = _reader(_kind_of(page))(page)
        if reading_length(document.text[:MIN_TEXT_CHARACTERS]) < MIN_TEXT_CHARACTERS:
            raise NoTextError(f"no more than {len(document.text)} characters of text")
        return document


def _reader(kind: SourceKind) -> Callable[[Page], Document]:
    """The adapter for `kind`, imported when first needed: most runs read HTML only."""
    match kind:
        case SourceKind.HTML:
            from research.adapters.extract.trafilatura_html import extract_html as reader
        case SourceKind.PDF:
            from research.adapters.extract.pypdf_pdf import extract_pdf as reader
        case SourceKind.DOCX:
            from research.adapters.extract.docx_word import extract_docx as reader
        case SourceKind.MARKDOWN:
            from research.adapters.extract.markdown_and_text import extract_markdown as reader
        case SourceKind.TEXT:
            from research.adapters.extract.markdown_and_text import extract_text as reader
        case SourceKind.CSV:
            from research.adapters.extract.csv_table import extract_csv as reader
    return reader


def _kind_of(page: Page) -> SourceKind:
    """The kind of `page`.

    Raises `UnsupportedTypeError` for a kind that is not read, such as an image, and `ExtractError`
    for a broken archive.
    """
    media_type = page.content_type.partition(";")[0].strip().lower()
    head = page.body[:_SNIFFED_BYTES]
    by_bytes = _by_bytes(page.body, head)
    if by_bytes is not None:
        return by_bytes
    by_type = _BY_TYPE.get(media_type)
    if by_type in (SourceKind.PDF, SourceKind.DOCX):
        raise ExtractError(f"sent as {media_type}, but its bytes are not")
    if by_type is SourceKind.MARKDOWN or (
        by_type in (SourceKind.HTML, SourceKind.CSV) and _is_text(page.body)
    ):
        return by_type
    if media_type in _VAGUE:
        return _by_name_or_text(page, head)
    if media_type.startswith("text/") and media_type not in _NOT_PROSE and _is_text(page.body):
        return SourceKind.TEXT
    if _HTML_START.match(head) and _is_text(page.body):
        return SourceKind.HTML
    raise UnsupportedTypeError(f"cannot read {media_type[:80]} as text")


def _by_bytes(body: bytes, head: bytes) -> SourceKind | None:
    if b"%PDF-" in head:
        return SourceKind.PDF
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(body)
    if head.startswith(_SIGNATURES) or head[4:8] == b"ftyp":
        raise UnsupportedTypeError("an image, sound, film, archive or program")
    return None


def _zip_kind(body: bytes) -> SourceKind:
    try:
        with ZipFile(BytesIO(body)) as archive:
            names = archive.namelist()
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise ExtractError(f"a broken archive: {error}") from error
    if "word/document.xml" in names:
        return SourceKind.DOCX
    raise UnsupportedTypeError("an archive that is not a Word document")


def _by_name_or_text(page: Page, head: bytes) -> SourceKind:
    if not _is_text(page.body):
        raise UnsupportedTypeError("bytes of no known kind")
    path = urlsplit(page.final_url).path if "//" in page.final_url else page.final_url
    by_name = _BY_SUFFIX.get(PurePosixPath(path).suffix.lower())
    if by_name is SourceKind.MARKDOWN:
        return by_name
    if _HTML_START.match(head):
        return SourceKind.HTML
    if by_name in (SourceKind.PDF, SourceKind.DOCX):
        raise ExtractError(f"named {by_name}, but its bytes are not")
    return by_name or SourceKind.TEXT


def _is_text(body: bytes) -> bool:
    """Whether `body` can be text in some charset: it has few control bytes, or is UTF-16.

    One in ten random bytes is a control character that text does not use.
    """
    head = body[: 8 * _SNIFFED_BYTES]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return head.startswith(_WIDE_BOMS) or controls * 30 <= len(head) or _is_utf16(head)


def _is_utf16(head: bytes) -> bool:
    """Whether `head` has a NUL in every second place, as English in UTF-16 has."""
    nuls = sorted((head[0::2].count(0), head[1::2].count(0)))
    return nuls[1] * 4 >= len(head) and nuls[0] * 50 <= len(head)
