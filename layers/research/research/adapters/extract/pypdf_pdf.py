"""Extracts PDF with pypdf, bounded in pages, bytes and time. Wrapped lines become paragraphs."""

import logging
import re
import struct
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from time import monotonic

from pypdf import PdfReader, apply_configuration, get_configuration
from pypdf.errors import DependencyError, PyPdfError

from research.adapters.extract.charset_and_language import language_of
from research.adapters.extract.pdf_columns import UnclearOrderError
from research.adapters.extract.pdf_glyphs import (
    fold_ligatures,
    has_lost_glyphs,
    has_lost_ligatures,
)
from research.adapters.extract.pdf_page_lines import PdfFonts, page_lines
from research.domain.errors import ExtractError, NoTextError
from research.domain.source import Document, Page, SourceKind
from research.text.cleaning import (
    MAX_TEXT_CHARACTERS,
    clean_line,
    clean_text,
    is_like_title,
    join_wrapped_lines,
)

# It logs a warning for every fault it repairs; without a handler that would go to stderr.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

_log = logging.getLogger(__name__)

MAX_PAGES = 200
MAX_SECONDS = 3.5
"""A 200-page report of prose takes 2 to 4. The page under way at the end is dropped, and the others
are read, so this is less than one page or file may take in all."""
_LOST_GLYPHS = "a PDF whose fonts lose letters: many of its words are broken"
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


class _OutOfTimeError(Exception):
    """The document took longer than `MAX_SECONDS`."""


def extract_pdf(page: Page) -> Document:
    """The document in a PDF: its first `MAX_PAGES` pages, or those read within `MAX_SECONDS`.

    Pages of columns are read column by column; a page whose order can't be told is left out and
    named in a warning. Raises `ExtractError` for a broken file, one with a password, one whose
    fonts lose letters, or one with no page whose order can be told, `NoTextError` for one whose
    pages are pictures.
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
    pages = _pages(reader, monotonic() + MAX_SECONDS)
    paragraphs = join_wrapped_lines([line for lines in _without_edges(pages) for line in lines])
    text = clean_text("\n".join(paragraphs))
    if not text:
        raise NoTextError("a PDF without text: its pages are pictures, scanned perhaps")
    language = language_of(text)
    if language == "en" and has_lost_ligatures(text):
        raise ExtractError(_LOST_GLYPHS)
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
    )


def _pages(reader: PdfReader, until: float) -> list[list[str]]:
    def stop_in_time() -> None:
        if monotonic() > until:
            raise _OutOfTimeError

    found: list[list[str]] = []
    drawn: list[str] = []
    unclear: list[int] = []
    fonts = PdfFonts()
    characters = 0
    try:
        for number in range(min(len(reader.pages), MAX_PAGES)):
            stop_in_time()
            try:
                text, as_drawn = page_lines(reader.pages[number], reader, fonts, stop_in_time)
            except UnclearOrderError:
                unclear.append(number + 1)
                continue
            found.append(fold_ligatures(text[:MAX_TEXT_CHARACTERS]).splitlines())
            drawn.append(as_drawn)
            characters += len(text)
            if characters > MAX_TEXT_CHARACTERS:
                break
    except _OutOfTimeError:
        pass  # the pages so far are the document; without any, the caller raises
    if has_lost_glyphs("\n".join(drawn)):
        raise ExtractError(_LOST_GLYPHS)
    if unclear:
        _name_left_out(unclear, is_all=not any(map(str.strip, drawn)))
    return found


def _name_left_out(pages: list[int], *, is_all: bool) -> None:
    numbers = ", ".join(map(str, pages[:20])) + (", …" if len(pages) > 20 else "")
    reason = f"a PDF whose columns can't be told apart on page {numbers}"
    if is_all:
        raise ExtractError(reason)
    _log.warning("%s; left out", reason)


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
