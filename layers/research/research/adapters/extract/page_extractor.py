"""Extracts the document in a page of any kind: `page_kinds` decides which, its adapter reads it."""

import re
from collections.abc import Callable
from functools import partial

from research.adapters.extract.page_kinds import kind_of
from research.domain.errors import ExtractError, NoTextError, UnsupportedTypeError
from research.domain.source import Document, Page, SourceKind, SourceOrigin, origin_of
from research.text.cleaning import reading_length
from research.text.sentences import TERMINALS

MIN_TEXT_CHARACTERS = 80
"""Less is no article, but a cookie notice, an error message or a lone headline. It is counted as
`reading_length` does."""
MAX_MAILS_IN_MAILS = 3
_LEADS_ON = re.compile(rb"<(?:a|i?frame|script|form)\b|http-equiv\W{0,9}refresh", re.IGNORECASE)


class PageExtractor:
    """`ports.Extractor` for HTML, PDF, Markdown, plain text, CSV and what office programs write."""

    def extract(self, page: Page) -> Document:
        """The document in `page`.

        Raises `ExtractError`, with `NoTextError` for less than `MIN_TEXT_CHARACTERS` of text and
        `UnsupportedTypeError` for other kinds of pages. A file that the user named may have less
        text, but some; one that was saved from the web may be a redirect or a notice, too.
        """
        document = _read(page)
        enough = 1 if _may_be_short(page, document) else MIN_TEXT_CHARACTERS
        if reading_length(document.text[:MIN_TEXT_CHARACTERS]) < enough:
            raise NoTextError(f"no more than {len(document.text)} characters of text")
        return document


def _may_be_short(page: Page, document: Document) -> bool:
    """Whether `page` is a file that may have little text: one of HTML, which may be a saved notice
    or redirect, only where it has a whole sentence and leads nowhere else.
    """
    if origin_of(page.final_url) is not SourceOrigin.FILE:
        return False
    if document.kind is not SourceKind.HTML:
        return True
    is_sentence = document.text.endswith(tuple(TERMINALS))
    is_pause = document.text.endswith(("..", "…"))
    return is_sentence and not is_pause and not _LEADS_ON.search(page.body)


def _read(page: Page, depth: int = 0) -> Document:
    if not page.body.strip():
        raise NoTextError("it is empty")
    kind = kind_of(page)
    if kind is not SourceKind.EML:
        return _reader(kind)(page)
    if depth > MAX_MAILS_IN_MAILS:
        raise ExtractError("a mail in a mail, and so on")
    from research.adapters.extract.office.eml_mail import extract_eml

    return extract_eml(page, partial(_read, depth=depth + 1))


def _reader(kind: SourceKind) -> Callable[[Page], Document]:
    """The adapter for `kind`, but mail, imported when first needed: most runs read HTML only."""
    match kind:
        case SourceKind.HTML:
            from research.adapters.extract.trafilatura_html import extract_html as reader
        case SourceKind.PDF:
            from research.adapters.extract.pdf.pypdf_pdf import extract_pdf as reader
        case SourceKind.MARKDOWN:
            from research.adapters.extract.markdown_and_text import extract_markdown as reader
        case SourceKind.TEXT:
            from research.adapters.extract.markdown_and_text import extract_text as reader
        case SourceKind.CSV:
            from research.adapters.extract.csv_table import extract_csv as reader
        case _:
            return _office_reader(kind)
    return reader


def _office_reader(kind: SourceKind) -> Callable[[Page], Document]:
    match kind:
        case SourceKind.DOCX:
            from research.adapters.extract.office.docx_word import extract_docx as reader
        case SourceKind.XLSX:
            from research.adapters.extract.office.xlsx_sheets import extract_xlsx as reader
        case SourceKind.PPTX:
            from research.adapters.extract.office.pptx_slides import extract_pptx as reader
        case SourceKind.ODT:
            from research.adapters.extract.office.odt_text import extract_odt as reader
        case SourceKind.RTF:
            from research.adapters.extract.office.rtf_text import extract_rtf as reader
        case SourceKind.EPUB:
            from research.adapters.extract.office.epub_book import extract_epub as reader
        case _:
            raise UnsupportedTypeError(f"no reader of {kind}")
    return reader
