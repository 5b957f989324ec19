"""Extracts Word documents with python-docx: its text, by `docx_text`, and its properties."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import islice

import docx
from docx.document import Document as WordDocument
from docx.exceptions import PythonDocxError
from docx.section import _Footer, _Header
from lxml.etree import XMLParser, fromstring

from research.adapters.extract.charset_and_language import language_of
from research.adapters.extract.office.docx_text import lines_of, note_key
from research.adapters.extract.office.zip_package import BROKEN, ZipPackage
from research.domain.errors import ExtractError
from research.domain.source import Document, Page, SourceKind
from research.text.cleaning import clean_line, is_like_title, text_of_lines

MAX_EDGES = 50
"""Heads and feet of pages that are read."""
_NOTES = frozenset({"/word/footnotes.xml", "/word/endnotes.xml"})
_PARSER = XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def extract_docx(page: Page) -> Document:
    """The document in a Word file.

    Raises `ExtractError` for a broken one, one with a password, or one that unpacks to more than
    it should.
    """
    with ZipPackage(page.body) as package:
        package.check_parts()
    try:
        return _read(page)
    except (*BROKEN, PythonDocxError) as error:
        reason = clean_line(str(error), 120) or type(error).__name__
        raise ExtractError(f"a Word document that can't be read: {reason}") from error


def _read(page: Page) -> Document:
    word = docx.Document(BytesIO(page.body))
    text = text_of_lines(_lines(word))
    properties = word.core_properties
    first = text.partition("\n")[0]
    title = clean_line(properties.title or "") or (first if is_like_title(first) else "")
    return Document(
        kind=SourceKind.DOCX,
        text=text,
        title=title,
        author=clean_line(properties.author or "", 200).removesuffix("python-docx"),
        published=_date(word),
        language=language_of(text, properties.language or ""),
    )


def _lines(word: WordDocument) -> Iterator[str]:
    """The text, and then what its pages' heads and feet say, each line once."""
    notes = {
        note_key(note): note
        for part in word.part.package.iter_parts()
        if str(part.partname) in _NOTES
        for note in fromstring(part.blob, _PARSER)
    }
    yield from lines_of(word.element.body, notes)
    edges = islice((e for e in _edges(word) if not e.is_linked_to_previous), MAX_EDGES)
    yield from dict.fromkeys(line for edge in edges for line in lines_of(edge._element, {}))  # noqa: SLF001


def _edges(word: WordDocument) -> Iterator[_Header | _Footer]:
    """The heads and feet that are shown: some are kept in a file and switched off."""
    for section in word.sections:
        yield from (section.header, section.footer)
        if section.different_first_page_header_footer:
            yield from (section.first_page_header, section.first_page_footer)
        if word.settings.odd_and_even_pages_header_footer:
            yield from (section.even_page_header, section.even_page_footer)


def _date(word: WordDocument) -> date | None:
    """The day of the last change; the day of creation is often the template's."""
    changed = word.core_properties.modified or word.core_properties.created
    return changed.date() if changed else None
