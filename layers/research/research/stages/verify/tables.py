"""Leaves out tables that tell nothing: too few of their cells stand, or sentences tell them all."""

from collections.abc import Callable, Sequence
from itertools import groupby

from research.domain.claim import Cell, Claim
from research.text.figures.quantities import quantities
from research.text.figures.same_number import is_given, quantities_said
from research.text.terms import terms

MIN_ROWS = MIN_COLUMNS = 2
FILLED_SHARE = 0.5
"""More of its places than this have a cell: then some row has two, and it compares."""
REMNANT = "too little of its table stands to compare"
TOLD = "the sentences of its section tell all that its table does"

Parted = tuple[tuple[Claim, ...], tuple[Claim, ...]]
"""The claims that are kept, and the cells that are not, with the reason."""


def whole_tables(claims: Sequence[Claim]) -> Parted:
    """`claims` without the cells of tables of which too few stand, and those, with that reason.

    A row or a column without a cell is none. The cells of a table are of one paragraph.
    """
    return _with_tables(claims, _compares, REMNANT)


def untold_tables(claims: Sequence[Claim]) -> Parted:
    """The `claims` of a section without the tables of which its sentences say every figure and, of
    cells without one, every word; and their cells, with that reason.

    A cell of small words alone, such as "no" or "more", may stand in any sentence, and is not told.
    """
    sentences = [claim.text for claim in claims if claim.cell is None]
    said = {term for text in sentences for term in terms(text)}
    given = [(other, text) for text in sentences for other in quantities_said(text)]

    def is_told(cell: Cell) -> bool:
        figures = quantities(cell.text)
        if not figures:
            own = terms(cell.text)
            return bool(own) and said.issuperset(own)
        return all(
            any(is_given(figure, other, cell.text, text) for other, text in given)
            for figure in figures
        )

    return _with_tables(claims, lambda cells: not all(map(is_told, cells)), TOLD)


def _with_tables(
    claims: Sequence[Claim], is_kept: Callable[[Sequence[Cell]], bool], reason: str
) -> Parted:
    kept: list[Claim] = []
    left_out: list[Claim] = []
    for table, group in groupby(claims, lambda claim: claim.paragraph if claim.cell else None):
        own = list(group)
        if table is None or is_kept([claim.cell for claim in own if claim.cell]):
            kept += own
        else:
            left_out += [claim.model_copy(update={"reason": reason}) for claim in own]
    return tuple(kept), tuple(left_out)


def _compares(cells: Sequence[Cell]) -> bool:
    rows = len({cell.row_number for cell in cells})
    columns = len({cell.column_number for cell in cells})
    is_filled = len(cells) > FILLED_SHARE * rows * columns
    return rows >= MIN_ROWS and columns >= MIN_COLUMNS and is_filled
