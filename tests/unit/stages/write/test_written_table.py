"""A model's table as cells that can be verified."""

from typing import Any

import pytest

from research.stages.write.written_report import SectionText, WrittenSections, with_tables
from research.stages.write.written_table import MAX_COLUMNS, MAX_ROWS, WrittenTable, cells_of

COST = {"text": "24 million euros", "cites": [3]}


def table(columns: list[str], *rows: tuple[str, list[Any]]) -> WrittenTable:
    return WrittenTable.model_validate(
        {
            "question": 1,
            "columns": columns,
            "rows": [{"name": name, "cells": cells} for name, cells in rows],
        }
    )


def places(made: WrittenTable) -> list[tuple[str, str, int, int, str]]:
    cells = [one.cell for one in cells_of(made)]
    return [(c.row, c.column, c.row_number, c.column_number, c.text) for c in cells]


def test_each_cell_is_a_sentence_on_its_row_and_column_that_cites() -> None:
    made = table(["Old", "New"], ("Cost", [COST, {"text": "9 million", "cites": [4, 5]}]))
    first, second = cells_of(made)
    assert (first.text, first.cites) == ("Cost, Old: 24 million euros.", (3,))
    assert (second.text, second.cites) == ("Cost, New: 9 million.", (4, 5))
    assert places(made) == [("Cost", "Old", 1, 1, "24 million euros"),
                            ("Cost", "New", 1, 2, "9 million")]  # fmt: skip


def test_what_says_nothing_has_no_cell_and_the_others_keep_their_places() -> None:
    nothing = [{"text": ""}, {"text": " — "}, {"text": "N/A"}, None]
    made = table(["A", "B", "C", "D"], ("First", nothing), ("", [COST]), ("Third", [None, COST]))
    assert places(made) == [("Third", "B", 3, 2, "24 million euros")]


def test_the_heading_of_the_rows_names_is_no_column() -> None:
    made = table(["Ferry", "Cost"], ("Nordholm", [COST]), ("Vessa", [COST]))
    assert [place[1] for place in places(made)] == ["Cost", "Cost"]
    short = table(["Cost", "Crew"], ("Nordholm", [COST, COST]), ("Vessa", [COST]))
    assert [place[1] for place in places(short)] == ["Cost", "Crew", "Cost"]


def test_what_is_too_long_or_too_many_is_cut_and_not_asked_for_anew() -> None:
    long = {"text": "word " * 40, "cites": [1, 2, 3, 4, 5, 6]}
    made = table(["column " * 40] * 9, *[("row " * 40, [long] * 9)] * 9)
    cells = cells_of(made)
    assert len(cells) == MAX_ROWS * MAX_COLUMNS
    assert all(len(one.text) <= 400 and len(one.cites) == 4 for one in cells)
    assert {len(one.cell.text) for one in cells} == {len(("word " * 16).strip())}


def test_a_table_with_its_corner_named_loses_no_column() -> None:
    names = ["Ferry", "A", "B", "C", "D"]
    made = table(names, ("Nordholm", [COST] * MAX_COLUMNS))
    assert [place[1] for place in places(made)] == names[1:]


def test_a_section_has_the_first_table_of_its_question_after_its_paragraphs() -> None:
    section = SectionText.model_validate(
        {"question": 7, "paragraphs": [{"sentences": [{"text": "It sails.", "cites": [1]}]}]}
    )
    tables = [table(["Cost"], (name, [COST])) for name in ("Nordholm", "Vessa")]
    empty = table(["Cost"]).model_copy(update={"question": 2})
    elsewhere = tables[0].model_copy(update={"question": 9})
    first, second, third = with_tables(
        dict.fromkeys((0, 1, 2), section), [*tables, empty, elsewhere]
    ).values()
    assert [[one.text for one in block] for block in first.blocks] == [
        ["It sails."], ["Nordholm, Cost: 24 million euros."]
    ]  # fmt: skip
    assert [len(one.blocks) for one in (second, third)] == [1, 1]


@pytest.mark.parametrize("cell", ["24", 24, {"text": 24}, {"text": "24", "cites": []}])
def test_a_cell_that_is_nearly_in_form_is_read(cell: object) -> None:
    assert places(table(["Cost"], ("Ferry", [cell]))) == [("Ferry", "Cost", 1, 1, "24")]
    assert places(table(["Cost"], ("Ferry", [{"text": None}]))) == []


@pytest.mark.parametrize("tables", [None, [], {"question": 1, "columns": ["Cost"], "rows": []}])
def test_tables_that_are_no_list_are_read(tables: object) -> None:
    section = {"question": 1, "paragraphs": []}
    written = WrittenSections.model_validate({"sections": [section], "tables": tables})
    assert len(written.tables) == isinstance(tables, dict)
