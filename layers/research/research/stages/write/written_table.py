"""The form in which a model writes a table, and its cells as sentences that can be verified.

Each cell cites what it is from, as a sentence does, and is a claim of its own: what it says of its
row and its column.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from research.domain.claim import MAX_CITES, Cell, WrittenCell
from research.domain.model_call import cut_to
from research.domain.value import Value
from research.text.cleaning import clean_line

MAX_COLUMNS = 4
"""Beside the names of the rows: more are not read side by side on a page."""
MAX_ROWS = 6
MAX_TABLES = 6
"""Of the sections that one call writes."""
_NAME_CHARACTERS = 60
_CELL_CHARACTERS = 80
_NUMBER_DIGITS = 6
"""Of a sentence's number, at most."""
_NO_VALUE = frozenset(("n/a", "n.a."))
"""What stands for nothing, beside marks alone such as a dash."""


def _as_text(value: Any) -> Any:
    """A name or the text of a cell that a model wrote as null, for nothing, or as a bare number."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int | float) else value


def _as_cell(value: Any) -> Any:
    """A cell that a model wrote as null or as its text alone."""
    return {"text": value} if value is None or isinstance(value, str | int | float) else value


def _as_numbers(value: Any) -> Any:
    """What a cell cites, of which a model wrote one without a list, null or what numbers nothing.

    A cell that is left without any is refused for itself, as one that the pages don't carry.
    """
    listed = map(str, value if isinstance(value, list | tuple) else [value])
    digits = [one for one in listed if one.isdecimal() and len(one) <= _NUMBER_DIGITS]
    return [number for number in map(int, digits) if number]


def _as_tables(value: Any) -> Any:
    """Those of a report that have the form, of which a model wrote one without a list, or null.

    Fields that the form does not know are passed over, as they are in the rest of an answer.
    """
    tables = []
    for one in value if isinstance(value, list | tuple) else [value]:
        with suppress(ValidationError):
            tables.append(WrittenTable.model_validate(one, extra="ignore"))
    return tables


_Name = Annotated[
    str,
    cut_to(_NAME_CHARACTERS),
    BeforeValidator(_as_text),
    StringConstraints(max_length=_NAME_CHARACTERS),
]


class CellText(Value):
    """What stands in a cell; empty where the pages don't say."""

    text: Annotated[
        str,
        cut_to(_CELL_CHARACTERS),
        BeforeValidator(_as_text),
        StringConstraints(max_length=_CELL_CHARACTERS),
    ] = ""
    cites: Annotated[
        tuple[Annotated[int, Field(ge=1)], ...], cut_to(MAX_CITES), BeforeValidator(_as_numbers)
    ] = Field(default=(), max_length=MAX_CITES)


class WrittenRow(Value):
    """The cells of one row, behind its name."""

    name: _Name = ""
    cells: Annotated[
        tuple[Annotated[CellText, BeforeValidator(_as_cell)], ...], cut_to(MAX_COLUMNS)
    ] = Field(max_length=MAX_COLUMNS)


class WrittenTable(Value):
    """What is compared, a row each, or by what, in the section on the question of that number."""

    question: int = Field(ge=1)
    columns: Annotated[tuple[_Name, ...], cut_to(MAX_COLUMNS)] = Field(max_length=MAX_COLUMNS)
    """The names of those after the first, which has the rows' names."""
    rows: Annotated[tuple[WrittenRow, ...], cut_to(MAX_ROWS)] = Field(max_length=MAX_ROWS)

    @model_validator(mode="before")
    @classmethod
    def _without_corner(cls, written: Any) -> Any:
        """Without the name of the first column, where that was written, too.

        Columns and cells are cut later, to the same count: then it can't be told which cell is of
        which column. Where lengths don't tell, a figure may stand under its neighbour's name.
        """
        if not isinstance(written, dict):
            return written
        columns, rows = (written.get(key) for key in ("columns", "rows"))
        if not (isinstance(columns, list | tuple) and isinstance(rows, list | tuple)):
            return written
        cells = [row.get("cells") for row in rows if isinstance(row, dict)]
        widths = {len(one) for one in cells if isinstance(one, list | tuple)}
        has_corner = len(columns) > 1 and widths == {len(columns) - 1}
        if widths - {len(columns) - has_corner} or (has_corner and all(map(_has_digit, columns))):
            raise ValueError("it can't be told which cell is of which column")
        return {**written, "columns": columns[has_corner:]}


Tables = Annotated[tuple[WrittenTable, ...], cut_to(MAX_TABLES), BeforeValidator(_as_tables)]
"""One of a section at most. A table that is out of form goes by itself: it is no reason to ask for
all anew.
"""


def cells_of(table: WrittenTable) -> tuple[WrittenCell, ...]:
    """The cells of `table` that say something and have both names, row by row."""
    return tuple(_cells(table))


def _cells(table: WrittenTable) -> Iterator[WrittenCell]:
    columns = [clean_line(name, _NAME_CHARACTERS) for name in table.columns]
    for row_number, row in enumerate(table.rows, start=1):
        name = clean_line(row.name, _NAME_CHARACTERS)
        for column_number, (column, one) in enumerate(
            zip(columns, row.cells, strict=False), start=1
        ):
            text = clean_line(one.text, _CELL_CHARACTERS)
            if name and column and _says_something(text):
                cell = Cell(
                    row=name,
                    column=column,
                    row_number=row_number,
                    column_number=column_number,
                    text=text,
                )
                yield WrittenCell(text=cell.statement, cites=one.cites, cell=cell)


def _has_digit(name: Any) -> bool:
    """Whether it may be one of several years; no name of what the rows are is among those."""
    return any(map(str.isdigit, str(name)))


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text)) and text.casefold() not in _NO_VALUE
