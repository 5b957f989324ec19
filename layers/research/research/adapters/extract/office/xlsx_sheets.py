"""Reads Excel workbooks with openpyxl: sheet by sheet their tables, by the values last computed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby, islice

from lxml.etree import iterparse
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from research.adapters.extract.charset_and_language import language_of
from research.adapters.extract.csv_table import table_lines
from research.adapters.extract.office.opc_parts import properties_of, related
from research.adapters.extract.office.xlsx_cells import shown_in
from research.adapters.extract.office.zip_package import BROKEN, ZipPackage
from research.domain.errors import ExtractError
from research.domain.source import Document, Page, SourceKind
from research.text.cleaning import clean_line, text_of_lines

MAX_ROWS = 20_000
"""Rows read of a sheet, and cells read of a row; more is no table that people read."""
MAX_CELLS = 200
MAX_SHEETS = 200
_BOOK = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class _Hidden:
    """What is hidden of a sheet: the numbers of rows, from 1, and of columns, from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


def extract_xlsx(page: Page) -> Document:
    """The document in a workbook, as who opens it sees it; hidden sheets, rows and columns are
    named as left out. Dates are written as ISO 8601 has them.

    Raises `ExtractError` for a broken one, or one that unpacks to more than it should.
    """
    left_out: list[str] = []
    with ZipPackage(page.body) as package:
        package.check_parts()
        properties = properties_of(package)
        try:
            hidden = {title: _hidden_in(package.read(part)) for title, part in _sheets(package)}
            book = load_workbook(
                BytesIO(page.body), read_only=True, data_only=True, keep_links=False
            )
            text = text_of_lines(_lines(book, hidden, left_out))
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


def _sheets(package: ZipPackage) -> Iterator[tuple[str, str]]:
    """The title of each sheet, and its part's name."""
    parts = {number: part for number, _, part in related(package, _BOOK)}
    for sheet in islice(package.xml(_BOOK).iterfind("{*}sheets/{*}sheet"), MAX_SHEETS):
        # Strict workbooks have another namespace for it than others.
        numbers = (value for name, value in sheet.attrib.items() if str(name).endswith("}id"))
        part = parts.get(str(next(numbers, "")), "")
        if part in package.names:
            yield sheet.get("name", ""), part


def _lines(book: Workbook, hidden: Mapping[str, _Hidden], left_out: list[str]) -> Iterator[str]:
    """Each sheet's name and tables: a line that is one cell is a caption, an empty one parts.

    What is `hidden`, by the titles of sheets, is added to `left_out`.
    """
    for sheet in book.worksheets[:MAX_SHEETS]:
        if sheet.sheet_state != "visible":
            left_out.append(f"the hidden sheet {clean_line(sheet.title, 60)}")
            continue
        rows = _seen_rows(sheet, hidden.get(sheet.title, _Hidden()), left_out)
        named = False
        for is_table, block in groupby(rows, key=bool):
            if is_table and not named:
                named = True
                yield sheet.title
            if is_table:
                yield from _table(list(block))


def _seen_rows(sheet: Worksheet, hidden: _Hidden, left_out: list[str]) -> Iterator[list[str]]:
    """What the cells of each row of `sheet` show that is not hidden, nor filtered away."""
    sheet.reset_dimensions()  # what a file says of its own size is not relied on
    found = {"rows": 0, "columns": 0}
    for number, cells in enumerate(sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_CELLS), start=1):
        row = _trimmed([shown_in(cell) for cell in cells])
        if number in hidden.rows:
            found["rows"] += any(row)
            continue
        found["columns"] = max(
            found["columns"], sum(bool(row[n]) for n in hidden.columns if n < len(row))
        )
        yield _trimmed([cell for n, cell in enumerate(row) if n not in hidden.columns])
    for kind, count in found.items():
        if count:
            left_out.append(f"hidden {kind} of the sheet {clean_line(sheet.title, 60)}: {count:,}")


def _hidden_in(part: bytes) -> _Hidden:
    """What is hidden in the sheet `part`, which read-only sheets of openpyxl do not tell."""
    rows, columns = set[int](), set[int]()
    number = 0
    tags = ("{*}row", "{*}col")
    for _, element in iterparse(BytesIO(part), tag=tags, resolve_entities=False, no_network=True):
        is_row = str(element.tag).endswith("}row")
        size = element.get("ht" if is_row else "width")
        is_hidden = element.get("hidden") in ("1", "true") or size == "0"
        if is_row:
            number = int(element.get("r") or number + 1)
            rows.update([number] if is_hidden else [])
        elif is_hidden:
            last = min(int(element.get("max", "0")), MAX_CELLS)
            columns.update(range(int(element.get("min", "1")) - 1, last))
        element.clear()
        if number >= MAX_ROWS:
            break
    return _Hidden(frozenset(rows), frozenset(columns))


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
