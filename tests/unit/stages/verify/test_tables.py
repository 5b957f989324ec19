"""A table is kept while enough of it stands to compare, and goes with a reason else."""

import pytest

from research.domain.claim import Cell, Citation, Claim, Verdict
from research.stages.verify.tables import REMNANT, TOLD, untold_tables, whole_tables

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


def told(row: int, column: int, text: str) -> Claim:
    made = cell(row, column)
    assert made.cell is not None
    return made.model_copy(update={"cell": made.cell.model_copy(update={"text": text})})


def sentence(text: str) -> Claim:
    return SENTENCE.model_copy(update={"text": text})


SAID = (
    sentence("The fare rose from $4 to $6, and the ferry sails 85 percent of its days."),
    sentence("The new boat runs on batteries."),
)


@pytest.mark.parametrize(
    ("last", "is_left_out"),
    [
        ("85%", True),
        ("batteries", True),
        ("a new boat", True),
        ("86%", False),
        ("diesel", False),
        ("no", False),
    ],
)
def test_a_table_that_sentences_tell_whole_is_left_out(last: str, *, is_left_out: bool) -> None:
    cells = (told(1, 1, "$4"), told(1, 2, "$6"), told(2, 1, "85%"), told(2, 2, last))
    kept, left_out = untold_tables([*SAID, *cells])
    assert kept == (SAID if is_left_out else (*SAID, *cells))
    assert [one.reason for one in left_out] == ([TOLD] * 4 if is_left_out else [])
