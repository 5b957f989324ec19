"""A report whose first section ends in a table of claims, one cell of which is empty."""

from research.domain.claim import Cell, Claim, Section, Verdict
from research.domain.report import Report
from tests.unit.stages.render.render_sample import cite, sample_report, sample_sources

COLUMNS = ("Three years", "Heaviest storms", "January")


def cell_claim(
    place: tuple[int, int], row: str, column: str, text: str, quote: str, number: int = 2
) -> Claim:
    """A claim at `place`, its row and column from 1, that quotes source `number`."""
    (cited,) = (one for one in sample_sources() if one.id == number)
    cell = Cell(row=row, column=column, row_number=place[0], column_number=place[1], text=text)
    return Claim(
        text=cell.statement,
        citations=(cite(cited, quote),),
        verdict=Verdict.SUPPORTED,
        paragraph=9,
        cell=cell,
    )


def table_cells(*, hostile: str = "") -> tuple[Claim, ...]:
    """Five cells of two rows and three columns; `hostile` stands in every name and text."""
    all_of_it = "A roof with ten centimetres of substrate held back 61% of the rain"
    winter = "In January, when the substrate was already wet, the same roofs held back 9%."
    first = "The first 12 millimetres of a storm hardly ever reached the gutter."
    told = (
        ((1, 1), "61%", all_of_it),
        ((1, 2), "34%", all_of_it),
        ((1, 3), "9%", winter),
        ((2, 2), "The first 12 mm", first),
        ((3, 3), "Hardly any | none", winter),
    )
    rows = {1: "Of the rain", 2: "Of a storm, before the gutter", 3: "When the soil is wet already"}
    return tuple(
        cell_claim(place, hostile + rows[place[0]], hostile + COLUMNS[place[1] - 1],
                   hostile + text, quote)
        for place, text, quote in told
    )  # fmt: skip


def tabled_report(*, hostile: str = "") -> Report:
    """The sample, whose first section has a table."""
    report = sample_report()
    first, *others = report.sections
    cells = table_cells(hostile=hostile)
    with_table = Section(question=first.question, claims=(*first.claims, *cells))
    return report.model_copy(update={"job_id": "tabled-4e0b", "sections": (with_table, *others)})
