"""A claim as a sentence and as a cell of a table."""

import pytest

from research.domain.claim import Cell, Citation, Claim

CITED = (Citation(source=1, quote="x", start=0, end=1),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("$4.1 million", "Restitution, before: $4.1 million."),
        ("Paid in full.", "Restitution, before: Paid in full."),
        ("已付。", "Restitution, before: 已付。"),
    ],
)
def test_a_cell_says_of_its_row_and_column_what_stands_in_it(text: str, said: str) -> None:
    cell = Cell(row="Restitution", column="before", row_number=1, column_number=1, text=text)
    assert cell.statement == said


def test_of_a_cell_its_text_is_printed_and_alone_it_is_a_sentence() -> None:
    cell = Cell(row="Restitution", column="before", row_number=2, column_number=1, text="none")
    claim = Claim(text=cell.statement, citations=CITED, paragraph=3, cell=cell)
    assert claim.printed == "none"
    assert claim.alone == Claim(text="Restitution, before: none.", citations=CITED)
    assert claim.alone.printed == "Restitution, before: none."
