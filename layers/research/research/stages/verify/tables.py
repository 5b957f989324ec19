"""Leaves out what remains of a table of which so few cells stand that nothing is compared."""

from collections.abc import Sequence
from itertools import groupby

from research.domain.claim import Cell, Claim

MIN_ROWS = MIN_COLUMNS = 2
FILLED_SHARE = 0.5
"""More of its places than this have a cell: then some row has two, and it compares."""
REMNANT = "too little of its table stands to compare"


def whole_tables(claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """`claims` without the cells of tables of which too few stand, and those, with that reason.

    A row or a column without a cell is none. The cells of a table are of one paragraph.
    """
    kept: list[Claim] = []
    remnants: list[Claim] = []
    for table, group in groupby(claims, lambda claim: claim.paragraph if claim.cell else None):
        own = list(group)
        if table is None or _compares([claim.cell for claim in own if claim.cell]):
            kept += own
        else:
            remnants += [claim.model_copy(update={"reason": REMNANT}) for claim in own]
    return tuple(kept), tuple(remnants)


def _compares(cells: Sequence[Cell]) -> bool:
    rows = len({cell.row_number for cell in cells})
    columns = len({cell.column_number for cell in cells})
    is_filled = len(cells) > FILLED_SHARE * rows * columns
    return rows >= MIN_ROWS and columns >= MIN_COLUMNS and is_filled
