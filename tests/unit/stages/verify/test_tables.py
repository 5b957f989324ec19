"""A table is kept while enough of it stands to compare, and goes with a reason else."""

import pytest

from research.domain.claim import Cell, Citation, Claim, Verdict
from research.stages.verify.tables import REMNANT, whole_tables

CITED = (Citation(source=1, quote="x", start=0, end=1),)


def cell(row: int, column: int) -> Claim:
    place = Cell(row=f"r{row}", column=f"c{column}", row_number=row, column_number=column, text="1")
    return Claim(text=place.statement, citations=CITED, verdict=Verdict.SUPPORTED, paragraph=2,
                 cell=place)  # fmt: skip


SENTENCE = Claim(text="It sails.", citations=CITED, verdict=Verdict.SUPPORTED, paragraph=1)


@pytest.mark.parametrize(
    ("places", "stands"),
    [
        ([(1, 1), (1, 2), (2, 1), (2, 2)], True),
        ([(1, 1), (1, 2), (2, 1)], True),
        ([(1, 1), (2, 2)], False),
        ([(1, 1), (1, 2), (1, 3)], False),
        ([(1, 1), (2, 1), (3, 1)], False),
        ([(2, 2), (2, 4), (5, 2), (5, 4)], True),
        ([(1, 1), (2, 2), (3, 3), (3, 1)], False),
        ([(1, 1)], False),
    ],
    ids=["whole", "one hole", "diagonal", "one row", "one column", "rows fell", "holes", "one"],
)
def test_a_table_stands_while_it_compares(places: list[tuple[int, int]], *, stands: bool) -> None:
    cells = [cell(*place) for place in places]
    kept, remnants = whole_tables([SENTENCE, *cells])
    assert kept == ((SENTENCE, *cells) if stands else (SENTENCE,))
    assert [one.text for one in remnants] == ([] if stands else [one.text for one in cells])
    assert {one.reason for one in remnants} <= {REMNANT}


def test_sentences_are_left_as_they_are() -> None:
    assert whole_tables([SENTENCE, SENTENCE]) == ((SENTENCE, SENTENCE), ())
