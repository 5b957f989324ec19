"""Reads Excel workbooks with openpyxl: sheet by sheet their tables, by the values last computed."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import groupby
from typing import IO

from lxml.etree import iterparse
from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from research.adapters.extract.charset_and_language import language_of
from research.adapters.extract.csv_table import table_lines
from research.adapters.extract.office.opc_parts import properties_of
from research.adapters.extract.office.zip_package import BROKEN, ZipPackage
from research.domain.errors import ExtractError
from research.domain.source import Document, Page, SourceKind
from research.text.cleaning import clean_line, text_of_lines

MAX_ROWS = 20_000
"""Rows read of a sheet, and cells read of a row; more is no table that people read."""
MAX_CELLS = 200
MAX_SHEETS = 200
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW = f"{_MAIN}row"
_COLUMN = f"{_MAIN}col"
_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
_DECIMALS = re.compile(r"\.(0+)")
_LITERAL = re.compile(r'"([^"]{0,40})"|\[\$([^\]-]{0,10})[^\]]{0,10}\]|\\(.)|([ $€£¥])')
_DIGITS = re.compile(r"[0#?]")


def extract_xlsx(page: Page) -> Document:
    """The document in a workbook, as who opens it sees it; hidden sheets, rows and columns are
    named as left out. Dates are written as ISO 8601 has them.

    Raises `ExtractError` for a broken one, or one that unpacks to more than it should.
    """
    with ZipPackage(page.body) as package:
        package.check_parts()
        properties = properties_of(package)
    try:
        book = load_workbook(BytesIO(page.body), read_only=True, data_only=True, keep_links=False)
        left_out: list[str] = []
        text = text_of_lines(_lines(book, left_out))
    except (*BROKEN, InvalidFileException) as error:
        reason = clean_line(str(error), 120) or type(error).__name__
        raise ExtractError(f"a workbook that can't be read: {reason}") from error
    return Document(
        kind=SourceKind.XLSX,
        text=text,
        title=properties.title,
        author=properties.author.removesuffix("openpyxl"),
        published=properties.changed,
        language=language_of(text, properties.language),
        left_out=tuple(left_out),
    )


def _lines(book: Workbook, left_out: list[str]) -> Iterator[str]:
    """Each sheet's name and tables: a line that is one cell is a caption, an empty one parts.

    What is hidden is added to `left_out`.
    """
    for sheet in book.worksheets[:MAX_SHEETS]:
        if sheet.sheet_state != "visible":
            left_out.append(f"the hidden sheet {clean_line(sheet.title, 60)}")
            continue
        rows = _seen_rows(sheet, left_out)
        named = False
        for is_table, block in groupby(rows, key=bool):
            if is_table and not named:
                named = True
                yield sheet.title
            if is_table:
                yield from _table(list(block))


def _seen_rows(sheet: ReadOnlyWorksheet, left_out: list[str]) -> Iterator[list[str]]:
    """What the cells of each row of `sheet` show that is not hidden, nor filtered away."""
    with sheet._get_source() as part:  # noqa: SLF001 - read-only sheets don't tell what is hidden
        rows, columns = hidden_in(part)
    sheet.reset_dimensions()  # what a file says of its own size is not relied on
    found = {"rows": 0, "columns": 0}
    for number, cells in enumerate(sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_CELLS), start=1):
        row = _trimmed([_shown(cell) for cell in cells])
        if number in rows:
            found["rows"] += any(row)
            continue
        found["columns"] = max(found["columns"], sum(bool(row[n]) for n in columns if n < len(row)))
        yield _trimmed([cell for n, cell in enumerate(row) if n not in columns])
    for kind, count in found.items():
        if count:
            left_out.append(f"hidden {kind} of the sheet {clean_line(sheet.title, 60)}: {count:,}")


def hidden_in(part: IO[bytes]) -> tuple[frozenset[int], frozenset[int]]:
    """The numbers of the hidden rows of the sheet `part`, from 1, and of its columns, from 0."""
    rows, columns = set(), set[int]()
    number = 0
    for _, element in iterparse(part, tag=(_ROW, _COLUMN), resolve_entities=False, no_network=True):
        size = element.get("width" if element.tag == _COLUMN else "ht")
        is_hidden = element.get("hidden") in ("1", "true") or size == "0"
        if element.tag == _ROW:
            number = int(element.get("r") or number + 1)
            if is_hidden:
                rows.add(number)
        elif is_hidden:
            last = min(int(element.get("max", "0")), MAX_CELLS)
            columns.update(range(int(element.get("min", "1")) - 1, last))
        element.clear()
        if number >= MAX_ROWS:
            break
    return frozenset(rows), frozenset(columns)


def _table(rows: Sequence[list[str]]) -> Iterator[str]:
    captions = next((n for n, row in enumerate(rows) if sum(map(bool, row)) > 1), len(rows))
    for row in rows[:captions]:
        yield from filter(None, row)
    first = min((next(n for n, cell in enumerate(r) if cell) for r in rows[captions:]), default=0)
    yield from table_lines(row[first:] for row in rows[captions:])


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _shown(cell: ReadOnlyCell | EmptyCell) -> str:
    """What a cell shows, but that numbers are not rounded; empty for an error's name."""
    value = cell.value
    if value is None or value in _ERRORS:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else " ".join(str(value).split())


def _number(value: float, number_format: str) -> str:
    """`value` with the unit that its format writes before or after it, such as "€", "t" or "%"."""
    form = number_format.partition(";")[0]
    percent = "%" in _LITERAL.sub("", form)
    # Excel keeps 15 significant digits (its specifications and limits).
    shown = f"{value * 100 if percent else value:.15g}"
    if "e" in shown:
        shown = f"{value:f}".rstrip("0").rstrip(".")
    decimals = _DECIMALS.search(form)
    if decimals and len(shown.partition(".")[2]) < len(decimals.group(1)):
        shown = f"{float(shown):.{len(decimals.group(1))}f}"
    digits = _DIGITS.search(_LITERAL.sub(lambda found: " " * len(found.group()), form))
    place = digits.start() if digits else 0
    before = "".join(_unit(found) for found in _LITERAL.finditer(form) if found.start() < place)
    after = "".join(_unit(found) for found in _LITERAL.finditer(form) if found.start() > place)
    return f"{before}{shown}{'%' if percent else ''}{after}".strip()


def _unit(literal: re.Match[str]) -> str:
    return next((group for group in literal.groups() if group), "")
