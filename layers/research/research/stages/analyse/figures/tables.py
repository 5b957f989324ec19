"""Finds figures in tables: columns of one unit, or rows where things stand in columns."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log

from research.domain.analysis.figures import FigureChart
from research.domain.claim import Citation
from research.domain.source import Source
from research.stages.analyse.figures.amounts import Amount, amount_in

MIN_BARS, MAX_BARS = 3, 15
_BAR = " | "
"""Between the cells of a row, as `text.cleaning.table_row` writes it."""
MAX_LINE_CHARACTERS = 400
MAX_LABEL_CHARACTERS = 60
MAX_COLUMNS = 12
_HEADED = re.compile(r"([^:|]{1,60}): (.+)")
_SUMS = re.compile(
    r"(?:grand |sub)?total\b|sum\b|average\b|mean\b|median\b|overall\b|all\b", re.IGNORECASE
)
"""Rows that hold what the others come to."""
_NO_MEASURE = re.compile(
    r"(?:pos|position|rank|place|no|nr|number|id|code|year|date|day|month|page|week|#|)\W*"
    r"|.*\b(?:tier|level|version|priority|phase|grade|class|code|id|port|introduced)\b.*",
    re.IGNORECASE,
)
"""Headings of numbers that only name or order."""
_YEARS = range(1500, 2101)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, and its place in its source."""

    cells: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class Table:
    """The heading of each column, and the rows under them."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, place: int) -> list[str]:
        """The cells of a column."""
        return [row.cells[place] for row in self.rows]


def table_charts(source: Source) -> Iterator[FigureChart]:
    """A chart of each column of the tables in `source` whose cells are amounts in one unit.

    Where the amounts of a row are nearer to each other than those of a column, and rows are of
    different kinds, things stand in the columns, and each row is of one measure.
    """
    for table in tables_in(source):
        yield from _charts(table)


def tables_in(source: Source) -> Iterator[Table]:
    """The tables that `source` has, as its text writes them: a line a row.

    Where rows have cells of different number, an empty one was left out, and nobody can tell under
    which heading the others stand: such tables are passed over.
    """
    for is_row, lines in groupby(_lines(source), key=lambda row: len(row.cells) > 1):
        rows = list(lines)
        if is_row and len({len(row.cells) for row in rows}) == 1:
            for part in _parted(rows):
                yield from _table(part)


def _parted(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows up to where the first of them comes again: a second table with the same headings."""
    part: list[Row] = []
    for row in rows:
        if part and row.cells == part[0].cells:
            yield part
            part = []
        part.append(row)
    yield part


def _lines(source: Source) -> Iterator[Row]:
    start = 0
    for line in source.text.split("\n"):
        end = start + len(line)
        cells = line.split(_BAR) if len(line) <= MAX_LINE_CHARACTERS else [line]
        citation = Citation(source=source.id, quote=line, start=start, end=end)
        yield Row(tuple(cell.strip() for cell in cells), citation)
        start = end + 1


def _table(rows: Sequence[Row]) -> Iterator[Table]:
    """The rows under their headings, which stand in each row or in the first."""
    if len(rows) < MIN_BARS or len(rows[0].cells) > MAX_COLUMNS:
        return
    headed = [[_HEADED.fullmatch(cell) for cell in row.cells] for row in rows]
    heads = [tuple(cell[1] if cell else "" for cell in row) for row in headed]
    if all(heads[0]) and len(set(heads)) == 1:
        bare = [tuple(cell[2] if cell else "" for cell in row) for row in headed]
        yield Table(heads[0], tuple(map(Row, bare, (row.citation for row in rows))))
    elif len(rows) > MIN_BARS or len(rows[0].cells) > MIN_BARS:
        yield Table(rows[0].cells, tuple(rows[1:]))


def _charts(table: Table) -> Iterator[FigureChart]:
    named = next((n for n in range(len(table.heads)) if _names(table.column(n))), None)
    if named is None:
        return
    places = [n for n in range(len(table.heads)) if n != named]
    amounts = {n: [amount_in(cell) for cell in table.column(n)] for n in places}
    grid = [[amounts[n][row] for n in places] for row in range(len(table.rows))]
    if _has_things_in_columns(grid):
        if _has_measures_in_rows(grid):
            yield from _row_charts(table, named, places, amounts)
        return
    for place in places:
        yield from _column_chart(table, named, place, amounts[place])


def _names(cells: Sequence[str]) -> bool:
    """Whether each of `cells` can name its row: there are no two of the same, and no amounts but
    years.
    """
    if len(set(cells)) < len(cells) or not all(0 < len(c) <= MAX_LABEL_CHARACTERS for c in cells):
        return False
    found = [amount_in(cell) for cell in cells]
    return not any(found) or all(one and _is_year(one) for one in found)


def _is_year(one: Amount) -> bool:
    return not one.unit and one.value in _YEARS and "," not in one.written


def _has_things_in_columns(rows: Sequence[Sequence[Amount | None]]) -> bool:
    """Whether amounts differ less within a row than within a column."""
    grid = [row for row in rows if all(row)]
    if len(grid) < 2 or len(grid[0]) < 2:
        return False
    across = [_spread(row) for row in grid]
    down = [_spread(column) for column in zip(*grid, strict=True)]
    return sum(across) / len(across) < sum(down) / len(down)


def _has_measures_in_rows(rows: Sequence[Sequence[Amount | None]]) -> bool:
    """Whether rows are of different kinds: in other units, or without amounts."""
    units = {tuple(one.unit if one else None for one in row) for row in rows}
    return len(units) > 1


def _spread(amounts: Sequence[Amount | None]) -> float:
    sizes = [log(abs(one.value)) for one in amounts if one and one.value]
    return max(sizes, default=0.0) - min(sizes, default=0.0)


def _column_chart(
    table: Table, named: int, place: int, amounts: Sequence[Amount | None]
) -> Iterator[FigureChart]:
    measure = table.heads[place]
    kept = [
        (row.cells[named], amount, row.citation)
        for row, amount in zip(table.rows, amounts, strict=True)
        if not _SUMS.match(row.cells[named])
    ]
    if not _NO_MEASURE.fullmatch(measure) and amount_in(measure) is None:
        yield from _chart(f"{measure} by {_lowered(table.heads[named])}", kept)


def _row_charts(
    table: Table, named: int, places: Sequence[int], amounts: dict[int, list[Amount | None]]
) -> Iterator[FigureChart]:
    if any(amount_in(table.heads[place]) for place in places):
        return  # years: what each row is of is told by nothing that stands in the table
    for number, row in enumerate(table.rows):
        kept = [
            (table.heads[place], amounts[place][number], row.citation)
            for place in places
            if not _SUMS.match(table.heads[place])
        ]
        yield from _chart(f"{row.cells[named]} ({_lowered(table.heads[named])})", kept)


def _chart(
    measure: str, bars: Sequence[tuple[str, Amount | None, Citation]]
) -> Iterator[FigureChart]:
    amounts = [amount for _, amount, _ in bars if amount is not None]
    is_whole = len(amounts) == len(bars) and MIN_BARS <= len(bars) <= MAX_BARS
    if not is_whole or len({one.unit for one in amounts}) > 1 or not _tells(amounts):
        return
    yield FigureChart(
        measure=measure,
        unit=amounts[0].unit,
        figures=tuple(
            amount.figure(label, citation) for label, amount, citation in bars if amount is not None
        ),
    )


def _tells(amounts: Sequence[Amount]) -> bool:
    """Whether they differ, and are neither years nor the numbers of their rows."""
    values = [one.value for one in amounts]
    is_count = values == [float(n) for n in range(1, len(values) + 1)]
    return len(set(values)) > 1 and not is_count and not all(map(_is_year, amounts))


def _lowered(head: str) -> str:
    return head if head[1:2].isupper() else head[:1].lower() + head[1:]
