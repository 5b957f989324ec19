"""Extracts tables of comma-separated values: a line for each row, each cell with its heading."""

import csv
from collections.abc import Iterator
from itertools import chain

from research.adapters.extract.charset_and_language import decode, language_of
from research.domain.errors import ExtractError
from research.domain.source import Document, Page, SourceKind
from research.text.cleaning import MAX_TEXT_CHARACTERS, clean_text, table_row

MAX_ROWS = 20_000
MAX_CELLS = 200
"""Cells read of a row; more is no table that people read."""
_DELIMITERS = ",;\t|"


def extract_csv(page: Page) -> Document:
    """The rows of a table whose cells are parted by commas, semicolons, tabs or bars.

    Raises `ExtractError` for a cell of more characters than the csv module reads.
    """
    raw = decode(page.body, page.content_type)[:MAX_TEXT_CHARACTERS]
    first = raw.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    lines: list[str] = []
    characters = 0
    try:
        for line in _lines(csv.reader(raw.splitlines(keepends=True), delimiter=delimiter)):
            lines.append(line)
            characters += len(line)
            if len(lines) == MAX_ROWS or characters > MAX_TEXT_CHARACTERS:
                break
    except csv.Error as error:
        raise ExtractError(f"a CSV table that can't be read: {error}") from error
    text = clean_text("\n".join(lines))
    return Document(kind=SourceKind.CSV, text=text, language=language_of(text))


def _lines(rows: Iterator[list[str]]) -> Iterator[str]:
    kept = ([cell.strip() for cell in row[:MAX_CELLS]] for row in rows if any(row))
    first = next(kept, [])
    if not _is_header(first):
        yield from (table_row(row) for row in chain([first], kept))
        return
    empty = True
    for row in kept:
        empty = False
        named = [f"{head}: {cell}" for head, cell in zip(first, row, strict=False) if cell]
        yield table_row([*named, *row[len(first) :]])
    if empty:
        yield table_row(first)


def _is_header(row: list[str]) -> bool:
    """Whether `row` can name columns: every cell is a different one, short, and no number."""
    is_named = all(cell and len(cell) <= 60 and not cell[0].isdigit() for cell in row)
    return len(row) > 1 and is_named and len(set(row)) == len(row)
