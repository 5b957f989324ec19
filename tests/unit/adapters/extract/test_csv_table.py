"""CSV: rows that can be read alone, whatever parts their cells, within bounds."""

import pytest

from research.adapters.extract import csv_table
from research.domain.errors import ExtractError
from research.domain.source import SourceKind
from tests.unit.adapters.extract.documents import extract

ROWS = [("Jan", "1,200 visitors to the museum"), ("Feb", "1,500 visitors to the museum")]
LINES = [f"month: {month} | tickets: {tickets}" for month, tickets in ROWS]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_row_has_the_names_of_its_columns(delimiter: str) -> None:
    rows = [f"month{delimiter}tickets", *(f'{a}{delimiter}"{b}"' for a, b in ROWS)]
    document = extract("\r\n".join(rows).encode(), "text/csv", "http://a.test/x")
    assert document.kind is SourceKind.CSV
    assert document.text.split("\n") == LINES


def test_a_csv_is_known_by_its_name() -> None:
    rows = "\n".join(["month;tickets", *(";".join(row) for row in ROWS)]).encode()
    assert extract(rows, "text/plain", "file:///a/x.csv").kind is SourceKind.CSV


def test_rows_without_a_header_stand_as_they_are() -> None:
    rows = "\n".join(f"20{n},{n}00 visitors came to the museum" for n in (10, 11, 12)).encode()
    assert extract(rows, "text/csv").text.startswith("2010 | 1000 visitors came")


def test_rows_and_text_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_table, "MAX_ROWS", 3)
    rows = "a,b\n" + "one visitor of the museum,another visitor\n" * 50
    assert extract(rows.encode(), "text/csv").text.count("\n") == 2


def test_a_cell_without_an_end_is_refused() -> None:
    with pytest.raises(ExtractError, match="CSV"):
        extract(b'a,b\n"' + b"x\n" * 200_000, "text/csv")
