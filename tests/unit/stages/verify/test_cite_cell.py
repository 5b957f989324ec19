"""A cell cites what it names; another sentence only for what stands in the cell itself."""

import pytest

from research.domain.claim import Cell, Claim, WrittenCell
from research.stages.index.index import passages_of
from research.stages.verify.cite_sentence import NOT_CITED, cite_cell
from tests.unit.stages.sources import source

NAMED = "It runs on nothing but heavy fuel."
CREW = "The crew of Vessa has 14 members."
PAGE = source(1, f"The Nordholm ferry sails daily from the old harbour. {NAMED} {CREW}")


def cited(row: str, column: str, text: str, *cites: int) -> Claim:
    cell = Cell(row=row, column=column, row_number=1, column_number=1, text=text)
    written = WrittenCell(text=cell.statement, cites=cites, cell=cell)
    return cite_cell(written, tuple(passages_of(PAGE)))


@pytest.mark.parametrize(
    ("row", "text"), [("Nordholm", "Schweröl"), ("Vessa", "Schweröl"), ("Nordholm", "oil only")]
)
def test_a_sentence_beside_is_not_cited_for_the_name_of_the_row(row: str, text: str) -> None:
    claim = cited(row, "Antrieb", text, 2)
    assert [one.quote for one in claim.citations] == [NAMED]
    assert (claim.verdict, claim.is_repaired) == (None, False)


@pytest.mark.parametrize("cites", [(2,), ()])
def test_what_stands_in_a_cell_is_looked_for_where_none_that_it_names_has_it(
    cites: tuple[int, ...],
) -> None:
    claim = cited("Besatzung", "Anzahl", "14 members", *cites)
    assert [one.quote for one in claim.citations] == [CREW]
    assert claim.is_repaired


def test_a_cell_that_cites_nothing_is_not_cited_for_its_row() -> None:
    assert cited("Nordholm ferry", "Antrieb", "Schweröl").reason == NOT_CITED


@pytest.mark.parametrize(
    "text", ["Yes!", "rising…", "14.", "Ja.”", "是。", "ہاں۔", "あ．", "up", "14)"]
)
def test_a_cell_is_no_heading_however_it_ends(text: str) -> None:
    assert cited("Vessa", "Crew", text, 3).verdict is None


@pytest.mark.parametrize("text", ["Really?", "何？"])
def test_a_cell_that_asks_states_nothing(text: str) -> None:
    assert cited("Vessa", "Crew", text, 3).reason == "a question states nothing"
