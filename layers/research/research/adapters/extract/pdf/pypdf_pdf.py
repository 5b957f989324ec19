"""Extracts PDF with pypdf, bounded in pages, bytes and time. Wrapped lines become paragraphs."""

import logging
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO

from pypdf import PdfReader, apply_configuration, get_configuration
from pypdf.errors import DependencyError, PyPdfError

from research.adapters.extract.charset_and_language import language_of
from research.adapters.extract.pdf.pdf_glyphs import has_lost_ligatures
from research.adapters.extract.pdf.pdf_pages import LOST_GLYPHS, PICTURES, PdfPages, read_pages
from research.domain.errors import ExtractError, NoTextError
from research.domain.source import Document, Page, SourceKind
from research.text.cleaning import (
    clean_line,
    clean_text,
    is_like_title,
    join_wrapped_lines,
)

# It logs a warning for every fault it repairs; without a handler that would go to stderr.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

_MAX_STREAM_BYTES = 20_000_000
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|p\.)?\s*\d{1,4}(?:\s*(?:/|of|von)\s*\d{1,4})?\W*", re.IGNORECASE
)
_MAX_PAGE_NUMBER = 40
_DIGITS = re.compile(r"\d+")
_EDGE_LINES = 2
_FILE_TITLE = re.compile(
    r"^(?:microsoft \w+ - |untitled|document\d*$|slide \d+$)"
    r"|\.(?:docx?|indd|pdf|tex|dvi|pptx?|rtf|qxd)$",
    re.IGNORECASE,
)
# What pypdf raises on broken files: beside its own errors, any of failed look-ups and conversions.
_BROKEN = (PyPdfError, DependencyError, ValueError, KeyError, IndexError, TypeError, AttributeError,
           ArithmeticError, AssertionError, RecursionError, NotImplementedError, EOFError, OSError,
           struct.error, zlib.error)  # fmt: skip


def extract_pdf(page: Page) -> Document:
    """The document in a PDF: the pages that `read_pages` can read; it names those left out.

    Pages of columns are read column by column. Raises `ExtractError` for a broken file, one with a
    password, one whose fonts lose letters, or one with no page whose order can be told,
    `NoTextError` for one whose pages are pictures.
    """
    limits = replace(
        get_configuration(),
        zlib_maximum_output_length=_MAX_STREAM_BYTES,
        lzw_maximum_output_length=_MAX_STREAM_BYTES,
        run_length_maximum_output_length=_MAX_STREAM_BYTES,
        array_based_stream_maximum_output_length=_MAX_STREAM_BYTES,
    )
    try:
        with apply_configuration(limits):
            return _read(page)
    except _BROKEN as error:
        reason = clean_line(str(error), 120) or type(error).__name__
        raise ExtractError(f"a PDF that can't be read: {reason}") from error


def _read(page: Page) -> Document:
    reader = PdfReader(BytesIO(page.body))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ExtractError("a PDF with a password")
    pages = read_pages(reader)
    text = clean_text("\n".join(_paragraphs(pages)))
    left_out = pages.left_out()
    if not text and set(pages.unread) - {PICTURES}:
        raise ExtractError(f"a PDF of which no page can be read: {'; '.join(left_out)}")
    if not text:
        raise NoTextError("a PDF without text: its pages are pictures, scanned perhaps")
    language = language_of(text)
    if language == "en" and has_lost_ligatures(text):
        raise ExtractError(f"a PDF that can't be read: {LOST_GLYPHS}")
    first = text.partition("\n")[0]
    metadata = reader.metadata
    title = clean_line(str(metadata.title or "")) if metadata else ""
    if not title or _FILE_TITLE.search(title):
        title = first if is_like_title(first) else ""
    return Document(
        kind=SourceKind.PDF,
        text=text,
        title=title,
        author=clean_line(str(metadata.author or ""), 200) if metadata else "",
        published=_created(reader),
        language=language,
        left_out=left_out,
    )


def _paragraphs(pages: PdfPages) -> Iterator[str]:
    """The paragraphs of all pages, and then what is filled in on their forms."""
    kept = _without_edges(pages.lines)
    yield from join_wrapped_lines([line for lines in kept for line in lines])
    yield from (line for lines in pages.forms for line in lines)


def _without_edges(pages: Sequence[list[str]]) -> list[list[str]]:
    """`pages` without page numbers, and without the headers and footers that half of them share."""
    kept = [[line.strip() for line in lines] for lines in pages]
    shared: Counter[str] = Counter()
    for lines in kept:
        shared.update({_shape(line) for line in _edges(lines)})
    often = max(3, len(pages) // 2)
    running = {shape for shape, count in shared.items() if shape and count >= often}
    for lines in kept:
        edges = {line for line in _edges(lines) if line}
        drop = {e for e in edges if _is_page_number(e) or _shape(e) in running}
        lines[:] = [line for line in lines if line not in drop]
    return kept


def _is_page_number(line: str) -> bool:
    return len(line) <= _MAX_PAGE_NUMBER and _PAGE_NUMBER.fullmatch(line) is not None


def _edges(lines: Sequence[str]) -> list[str]:
    written = [line for line in lines if line]
    return written[:_EDGE_LINES] + written[-_EDGE_LINES:]


def _shape(line: str) -> str:
    return _DIGITS.sub("#", line)


def _created(reader: PdfReader) -> date | None:
    try:
        created = reader.metadata.creation_date if reader.metadata else None
    except ValueError:  # written by hand, and no date
        return None
    return created.date() if created else None
