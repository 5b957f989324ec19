"""The form in which a model writes a table, and its cells as sentences that can be verified.

Each cell cites what it is from, as a sentence does, and is a claim of its own: what it says of its
row and its column.
"""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from research.domain.claim import Cell, WrittenCell
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
_NO_VALUE = frozenset(("n/a", "n.a."))
"""What stands for nothing, beside marks alone such as a dash."""

_Name = Annotated[str, cut_to(_NAME_CHARACTERS), StringConstraints(max_length=_NAME_CHARACTERS)]


def _as_text(value: Any) -> Any:
    """The text of a cell that a model wrote as null, for nothing, or as a bare number."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int | float) else value


def _as_cell(value: Any) -> Any:
    """A cell that a model wrote as null or as its text alone."""
    return {"text": value} if value is None or isinstance(value, str | int | float) else value


def _as_list(value: Any) -> Any:
    """The tables of a report, of which a model wrote one without a list, or null."""
    return [value] if isinstance(value, dict) else value or []


class CellText(Value):
    """What stands in a cell; empty where the pages don't say."""

    text: Annotated[
        str,
        cut_to(_CELL_CHARACTERS),
        BeforeValidator(_as_text),
        StringConstraints(max_length=_CELL_CHARACTERS),
    ] = ""
    cites: Annotated[tuple[Annotated[int, Field(ge=1)], ...], cut_to(4)] = Field(
        default=(), max_length=4
    )


class WrittenRow(Value):
    """The cells of one row, behind its name."""

    name: _Name
    cells: Annotated[
        tuple[Annotated[CellText, BeforeValidator(_as_cell)], ...], cut_to(MAX_COLUMNS)
    ] = Field(max_length=MAX_COLUMNS)


class WrittenTable(Value):
    """What is compared, a row each, or by what, in the section on the question of that number."""

    question: int = Field(ge=1)
    columns: Annotated[tuple[_Name, ...], cut_to(MAX_COLUMNS + 1)] = Field(
        max_length=MAX_COLUMNS + 1
    )
    """The names of those after the first, which has the rows' names."""
    rows: Annotated[tuple[WrittenRow, ...], cut_to(MAX_ROWS)] = Field(max_length=MAX_ROWS)


Tables = Annotated[tuple[WrittenTable, ...], cut_to(MAX_TABLES), BeforeValidator(_as_list)]
"""One of a section at most. A form that is nearly right is no reason to ask for all anew."""


def cells_of(table: WrittenTable) -> tuple[WrittenCell, ...]:
    """The cells of `table` that say something and have both names, row by row."""
    return tuple(_cells(table))


def _cells(table: WrittenTable) -> Iterator[WrittenCell]:
    columns = [clean_line(name, _NAME_CHARACTERS) for name in _value_columns(table)]
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


def _value_columns(table: WrittenTable) -> tuple[str, ...]:
    """The names of the columns, without that of the rows' names where it was written, too."""
    widest = max((len(row.cells) for row in table.rows), default=0)
    has_corner = len(table.columns) > 1 and widest == len(table.columns) - 1
    return table.columns[has_corner:]


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text)) and text.casefold() not in _NO_VALUE
