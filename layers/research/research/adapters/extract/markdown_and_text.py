"""Extracts Markdown, with markdown-it-py, and plain text."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from research.adapters.extract.charset_and_language import decode, language_of
from research.domain.errors import ExtractError
from research.domain.source import Document, Page, SourceKind
from research.text.cleaning import (
    MAX_TEXT_CHARACTERS,
    clean_line,
    clean_text,
    is_like_title,
    join_wrapped_lines,
    table_row,
)

WRAPPED_CHARACTERS = 100
"""Editors and mail programs wrap lines at 65 to 100 characters; longer lines are paragraphs."""
_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
_FIELD = re.compile(r"^(\w[\w-]{0,40})[ \t]*:[ \t]*(\S.*)$", re.MULTILINE)
_ISO_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?!\d)")
_TAG = re.compile(r"<[^>]*>")


def extract_markdown(page: Page) -> Document:
    """The document in a Markdown page, without its marks.

    Title, author, site, date and language are those of the front matter; without one, the title
    is the first heading.

    Raises `ExtractError` when the Markdown can't be parsed.
    """
    source = decode(page.body, page.content_type)[:MAX_TEXT_CHARACTERS].replace("\r\n", "\n")
    fields, source = _front_matter(source)
    try:
        tokens = MarkdownIt("commonmark").enable("table").parse(source)
    except (ValueError, IndexError, KeyError, RecursionError) as error:
        raise ExtractError(f"Markdown that can't be parsed: {error}") from error
    text = clean_text("\n".join(_lines(tokens)))
    return Document(
        kind=SourceKind.MARKDOWN,
        text=text,
        title=clean_line(fields.get("title", "") or _heading(tokens)),
        author=clean_line(fields.get("author", "") or fields.get("authors", ""), 200),
        site=clean_line(fields.get("site", "") or fields.get("publisher", ""), 100),
        published=_date(fields.get("date", "") or fields.get("published", "")),
        language=language_of(text, fields.get("lang", "") or fields.get("language", "")),
    )


def extract_text(page: Page) -> Document:
    """The document in a plain text; its first line is the title if it looks like one.

    Lines that an editor or a mail program has wrapped become paragraphs again. Never raises: any
    bytes can be decoded.
    """
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


def _front_matter(source: str) -> tuple[dict[str, str], str]:
    """The simple fields of a YAML block at the top, and what follows it."""
    block = _FRONT_MATTER.match(source)
    if not block:
        return {}, source
    found = _FIELD.findall(block.group(1))
    fields = {key.lower(): _unquoted(value.rstrip(" \t")) for key, value in found}
    return fields, source[block.end() :]


def _unquoted(value: str) -> str:
    value = value.strip("[]") if value.startswith("[") else value
    return ", ".join(part.strip().strip("\"'") for part in value.split('", "'))


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    row: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield table_row(row)
            row = None
        elif token.type == "inline" and row is not None:
            row.append(_words(token))
        elif token.type == "inline":
            yield _words(token)
        elif token.type in ("fence", "code_block"):
            yield token.content


def _words(inline: Token) -> str:
    """The words of a paragraph; HTML tags in it go, and what they hold stays."""
    parts: list[str] = []
    for token in inline.children or ():
        if token.type == "hardbreak":
            parts.append("\n")
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type == "html_inline" and not _TAG.fullmatch(token.content):
            parts.append(" ")
    return "".join(parts)


def _heading(tokens: Sequence[Token]) -> str:
    for before, token in pairwise(tokens):
        if before.type == "heading_open":
            return _words(token)
    return ""


def _date(value: str) -> date | None:
    match = _ISO_DATE.match(value)
    if not match:
        return None
    try:
        return date.fromisoformat(match.group(1))
    except ValueError:  # 2024-02-31
        return None
