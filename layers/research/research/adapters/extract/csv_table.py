"""Extracts tables of comma-separated values: a line for each row, each cell with its heading."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from research.adapters.extract.charset_and_language import decode, language_of
from research.domain.errors import ExtractError
from research.domain.source import Document, Page, SourceKind
from research.text.cleaning import MAX_TEXT_CHARACTERS, table_row, text_of_lines

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
    try:
        rows = csv.reader(raw.splitlines(keepends=True), delimiter=delimiter)
        text = text_of_lines(islice(table_lines(rows), MAX_ROWS))
    except csv.Error as error:
        raise ExtractError(f"a CSV table that can't be read: {error}") from error
    return Document(kind=SourceKind.CSV, text=text, language=language_of(text))


def table_lines(rows: Iterable[list[str]]) -> Iterator[str]:
    """A line for each of `rows`, each cell with its heading where the first row has headings."""
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
