"""The extractor: finds out what a page is and hands it to the adapter for that kind."""

from collections.abc import Callable

from research.adapters.extract.page_kind import kind_of
from research.domain.errors import NoTextError
from research.domain.source import Document, Page, SourceKind

MIN_TEXT_CHARACTERS = 80
"""Less is no article: a cookie notice, an error message, a lone headline. Characters of the scripts
of East Asia count twice: they say as much."""
_EAST_ASIAN_FROM = "\u2e80"


class PageExtractor:
    """HTML, PDF, Word, Markdown and plain text to a document; stands behind `ports.Extractor`."""

    def extract(self, page: Page) -> Document:
        """The document in `page`, of `MIN_TEXT_CHARACTERS` or more. Raises `ExtractError`."""
        document = _reader(kind_of(page))(page)
        east_asian = sum(c >= _EAST_ASIAN_FROM for c in document.text[:MIN_TEXT_CHARACTERS])
        if len(document.text) + east_asian < MIN_TEXT_CHARACTERS:
            raise NoTextError(f"no more than {len(document.text)} characters of text")
        return document


def _reader(kind: SourceKind) -> Callable[[Page], Document]:
    """The adapter for `kind`, imported when first asked for: most runs meet HTML alone."""
    match kind:
        case SourceKind.HTML:
            from research.adapters.extract.trafilatura_html import extract_html as reader
        case SourceKind.PDF:
            from research.adapters.extract.pypdf_pdf import extract_pdf as reader
        case SourceKind.DOCX:
            from research.adapters.extract.docx_word import extract_docx as reader
        case SourceKind.MARKDOWN:
            from research.adapters.extract.markdown_it_markdown import extract_markdown as reader
        case SourceKind.TEXT:
            from research.adapters.extract.plain_text import extract_text as reader
    return reader
