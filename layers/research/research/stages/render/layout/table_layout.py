"""Lays out the claims that are cells of a table."""

from collections.abc import Iterable

from research.domain.claim import Claim
from research.stages.render.notes import shown_line
from research.stages.render.report_view import ClaimView, TableRowView, TableView


def table_of(claims: Iterable[tuple[Claim, ClaimView]]) -> TableView:
    """The table whose cells are `claims`, each with its view: rows and columns that have any.

    Of two cells of one place, which a report of ours has nowhere, the last is shown.
    """
    columns: dict[int, str] = {}
    rows: dict[int, str] = {}
    cells: dict[tuple[int, int], ClaimView] = {}
    for claim, view in claims:
        if cell := claim.cell:
            rows[cell.row_number] = shown_line(cell.row)
            columns[cell.column_number] = shown_line(cell.column)
            cells[cell.row_number, cell.column_number] = view
    order = sorted(columns)
    return TableView(
        columns=tuple(columns[number] for number in order),
        rows=tuple(
            TableRowView(name, tuple(cells.get((row, column)) for column in order))
            for row, name in sorted(rows.items())
        ),
    )
