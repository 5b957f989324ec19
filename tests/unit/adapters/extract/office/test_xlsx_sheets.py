"""Excel: tables as those of CSV, by what cells show."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from research.adapters.extract.office import xlsx_sheets
from research.domain.errors import ExtractError
from research.domain.source import SourceKind
from tests.unit.adapters.extract.documents import extract
from tests.unit.adapters.extract.office.office_files import saved, workbook
from tests.unit.adapters.extract.office.test_docx_word import repacked

FILE = "file:///a/x.xlsx"


def lines(body: bytes) -> list[str]:
    document = extract(body, url=FILE)
    assert document.kind is SourceKind.XLSX
    return document.text.split("\n")


def test_each_row_is_a_line_and_each_cell_has_its_heading() -> None:
    rows = [("Village", "Nests", "Counted"), ("Kolm", 9, date(2024, 5, 3)), ("Arl", None, None)]
    assert lines(workbook(rows)) == [
        "Storks", "Village: Kolm | Nests: 9 | Counted: 2024-05-03", "Village: Arl",
    ]  # fmt: skip


def test_captions_and_empty_rows_part_tables() -> None:
    rows = [("Nests in the valley",), ("Village", "Nests"), ("Kolm", 9), (),
            (None, "Month", "Rain"), (None, "May", 81.5)]  # fmt: skip
    assert lines(workbook(rows))[1:] == [
        "Nests in the valley", "Village: Kolm | Nests: 9", "Month: May | Rain: 81.5",
    ]  # fmt: skip


def test_hidden_sheets_are_not_read_and_formulas_are_their_last_values() -> None:
    book = Workbook()
    shown = book.worksheets[0]
    for row in (("Village", "Nests"), ("Kolm", 9), ("Sum", "=SUM(B2:B2)")):
        shown.append(row)
    hidden = book.create_sheet("Old")
    hidden.append(["The mill burnt down."])
    hidden.sheet_state = "veryHidden"
    body = saved(book)
    assert lines(body)[1:] == ["Village: Kolm | Nests: 9", "Village: Sum"]
    sheet = b'<c r="B3"><f>SUM(B2:B2)</f><v>9</v></c>'
    with_value = body_with(body, b'<c r="B3"><f>SUM(B2:B2)</f><v></v></c>', sheet)
    assert lines(with_value)[1:] == ["Village: Kolm | Nests: 9", "Village: Sum | Nests: 9"]


def test_hidden_rows_and_columns_are_not_read_and_are_told_of() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Nests"
    for row in (("Village", "Old", "Nests"), ("Kolm", 5, 9), ("Arl", 6, 3), ("Berg", 7, 4)):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True  # as a filter leaves it
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions.group("E", "XFD", hidden=True)
    book.create_sheet("Raw").sheet_state = "hidden"
    document = extract(saved(book), url=FILE)
    assert document.text.split("\n")[1:] == [
        "Village: Kolm | Nests: 9", "Village: Berg | Nests: 4",
    ]  # fmt: skip
    assert document.left_out == (
        "hidden rows of the sheet Nests: 1",
        "hidden columns of the sheet Nests: 1",
        "the hidden sheet Raw",
    )


def body_with(body: bytes, old: bytes, new: bytes) -> bytes:
    name = "xl/worksheets/sheet1.xml"
    part = zipfile.ZipFile(io.BytesIO(body)).read(name)
    assert old in part
    return repacked(
        body, **{name.replace("/", "__").replace(".xml", "_xml"): part.replace(old, new)}
    )


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.125, "0.0%", "12.5%"),
        (0.5, "0%", "50%"),
        (1234.5, '#,##0.00 "€"', "1234.50 €"),
        (20, "[$£-809]#,##0", "£20"),
        (84000, '"EUR "0', "EUR 84000"),
        (0.1 + 0.2, "General", "0.3"),
        (12_500_000_000_000_000_000, "General", "12500000000000000000"),
        (True, "General", "TRUE"),
        (45356.6041666666667, "yyyy-mm-dd hh:mm", "2024-03-05 14:30"),
        (45356, "d. mmmm yyyy", "2024-03-05"),
    ],
)
def test_values_as_cells_show_them(value: object, number_format: str, shown: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["a", "b"])
    sheet.append(["x", value])
    sheet["B2"].number_format = number_format
    assert lines(saved(book))[1] == f"a: x | b: {shown}"


def test_rows_and_cells_are_bounded_whatever_the_file_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_sheets, "MAX_ROWS", 3)
    monkeypatch.setattr(xlsx_sheets, "MAX_CELLS", 2)
    body = workbook([(f"a{n}", f"b{n}", f"c{n}") for n in range(9)])
    far = body_with(body, b'<c r="B2"', b'<c r="XFD2"')
    for one in (body, far):
        assert "c1" not in "".join(lines(one))
        assert len(lines(one)) <= 4


def test_broken_ones_and_entities_are_refused() -> None:
    body = workbook([("Village", "Nests"), ("Kolm", 9)])
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'
    with pytest.raises(ExtractError, match="entities"):
        extract(repacked(body, xl__worksheets__sheet1_xml=entity), url=FILE)
    for broken in (b"<worksheet", b"", b"<a/>"):
        with pytest.raises(ExtractError):
            extract(repacked(body, xl__workbook_xml=broken), url=FILE)
        with pytest.raises(ExtractError):
            extract(repacked(body, xl__worksheets__sheet1_xml=broken[:-1]), url=FILE)
    with pytest.raises(ExtractError):
        extract(body[:-200], url=FILE)
