"""Plain text: hard-wrapped lines made paragraphs again, the first line taken for a title."""

from research.adapters.extract.cchardet_charset import decode
from research.adapters.extract.fasttext_language import language_of
from research.domain.source import Document, Page, SourceKind
from research.text.cleaning import (
    MAX_TEXT_CHARACTERS,
    clean_text,
    is_like_title,
    join_wrapped_lines,
)

WRAPPED_CHARACTERS = 100
"""Text editors and mail wrap at 65 to 100; longer lines are paragraphs already."""


def extract_text(page: Page) -> Document:
    """The document in a text file. Never fails: any bytes can be read as text."""
    raw = decode(page.body, page.content_type)[:MAX_TEXT_CHARACTERS]
    lines = raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if max((len(line) for line in lines), default=0) <= WRAPPED_CHARACTERS:
        lines = join_wrapped_lines(lines)
    text = clean_text("\n".join(lines))
    first, _, rest = text.partition("\n")
    return Document(
        kind=SourceKind.TEXT,
        text=text,
        title=first if rest and is_like_title(first) else "",
        language=language_of(text),
    )
