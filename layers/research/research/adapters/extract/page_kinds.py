"""Decides which kind of document a page is: by its first bytes, its content type, or its name."""

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from research.adapters.extract.office.zip_package import ZipPackage
from research.domain.errors import ExtractError, UnsupportedTypeError
from research.domain.source import Page, SourceKind

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_BY_TYPE = {
    "text/html": SourceKind.HTML,
    "application/xhtml+xml": SourceKind.HTML,
    "application/pdf": SourceKind.PDF,
    "application/x-pdf": SourceKind.PDF,
    f"{_OPEN_XML}.wordprocessingml.document": SourceKind.DOCX,
    f"{_OPEN_XML}.spreadsheetml.sheet": SourceKind.XLSX,
    f"{_OPEN_XML}.presentationml.presentation": SourceKind.PPTX,
    "application/vnd.oasis.opendocument.text": SourceKind.ODT,
    "application/epub+zip": SourceKind.EPUB,
    "application/rtf": SourceKind.RTF,
    "text/rtf": SourceKind.RTF,
    "message/rfc822": SourceKind.EML,
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
    ".xlsx": SourceKind.XLSX,
    ".pptx": SourceKind.PPTX,
    ".odt": SourceKind.ODT,
    ".rtf": SourceKind.RTF,
    ".epub": SourceKind.EPUB,
    ".eml": SourceKind.EML,
}
_BY_BYTES_ALONE = frozenset(
    (SourceKind.PDF, SourceKind.DOCX, SourceKind.XLSX, SourceKind.PPTX, SourceKind.ODT,
     SourceKind.EPUB, SourceKind.RTF)
)  # fmt: skip
"""Kinds that are told by their first bytes, whatever they are sent as."""
_ZIP_PARTS = {
    "word/document.xml": SourceKind.DOCX,
    "xl/workbook.xml": SourceKind.XLSX,
    "ppt/presentation.xml": SourceKind.PPTX,
    "META-INF/container.xml": SourceKind.EPUB,
}
_ZIP_TYPES = {b"application/epub+zip": SourceKind.EPUB,
              b"application/vnd.oasis.opendocument.text": SourceKind.ODT}  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
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
    b"OggS", b"ID3", b"fLaC", b"\x1aE\xdf\xa3", b"SQLite format 3",
    b"wOFF", b"wOF2", b"%!PS",
)  # fmt: skip
# Each comment ends at its first mark alone: with any, 20 of them can be taken in millions of ways.
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf|\s|<!--.*?-->|<\?xml[^>]{0,200}\?>){0,20}+"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|article|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_SNIFFED_BYTES = 1024


def kind_of(page: Page) -> SourceKind:
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
    if by_type in _BY_BYTES_ALONE:
        raise ExtractError(f"sent as {media_type}, but its bytes are not")
    if by_type is SourceKind.MARKDOWN or (
        by_type in (SourceKind.HTML, SourceKind.CSV, SourceKind.EML) and _is_text(page.body)
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
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(body)
    if head.lstrip().startswith(b"{\\rtf"):
        return SourceKind.RTF
    if head.startswith(_OLE):
        has_password = _ENCRYPTED_PACKAGE in body
        raise UnsupportedTypeError(
            "an Office file with a password" if has_password else "an Office file older than 2007"
        )
    if head.startswith(_SIGNATURES) or head[4:8] == b"ftyp":
        raise UnsupportedTypeError("an image, sound, film, archive or program")
    return None


def _zip_kind(body: bytes) -> SourceKind:
    with ZipPackage(body) as package:
        for part, kind in _ZIP_PARTS.items():
            if part in package.names:
                return kind
        if "mimetype" in package.names:
            declared = package.read("mimetype").strip()
            if declared in _ZIP_TYPES:
                return _ZIP_TYPES[declared]
    raise UnsupportedTypeError("an archive, and no Office file, OpenDocument text or EPUB")


def _by_name_or_text(page: Page, head: bytes) -> SourceKind:
    if not _is_text(page.body):
        raise UnsupportedTypeError("bytes of no known kind")
    path = urlsplit(page.final_url).path if "//" in page.final_url else page.final_url
    by_name = _BY_SUFFIX.get(PurePosixPath(path).suffix.lower())
    if by_name in (SourceKind.MARKDOWN, SourceKind.EML):
        return by_name
    if _HTML_START.match(head):
        return SourceKind.HTML
    if by_name in _BY_BYTES_ALONE:
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
