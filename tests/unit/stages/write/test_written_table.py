"""A model's table as cells that can be verified."""

import json
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


def read(tables: object) -> tuple[WrittenTable, ...]:
    """The tables of an answer that has `tables`."""
    section = {"question": 1, "paragraphs": []}
    return WrittenSections.model_validate_json(
        json.dumps({"sections": [section], "tables": tables})
    ).tables


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
    made = table(["A", "B", "C", "D"], ("First", nothing), ("", [COST] * 4),
                 ("Third", [None, COST, None, ""]))  # fmt: skip
    assert places(made) == [("Third", "B", 3, 2, "24 million euros")]


def test_the_heading_of_the_rows_names_is_no_column() -> None:
    made = table(["Ferry", "Cost"], ("Nordholm", [COST]), ("Vessa", [COST]))
    assert [place[1] for place in places(made)] == ["Cost", "Cost"]


@pytest.mark.parametrize("corner", [[], ["Ferry"]])
def test_of_too_many_columns_the_first_are_left_each_with_its_own_cells(corner: list[str]) -> None:
    rows = [(name, [f"{name}{column}" for column in "ABCDEF"]) for name in ("x", "y")]
    made = table([*corner, *"ABCDEF"], *rows)
    assert [(place[0], place[1], place[4]) for place in places(made)] == [
        (name, column, f"{name}{column}") for name in "xy" for column in "ABCDEF"[:MAX_COLUMNS]
    ]


@pytest.mark.parametrize(
    ("columns", "widths"),
    [(["Cost", "Crew"], [2, 1]), (["Cost", "Crew"], [3, 3]), (["A", "B", "C"], [1, 1]),
     (["2020", "2021", "2022"], [2, 2]), (["A", "B", "C"], [2, 3]), (["Cost"], [0])],
)  # fmt: skip
def test_a_table_whose_cells_may_be_of_either_column_is_left_out(
    columns: list[str], widths: list[int]
) -> None:
    rows = [{"name": str(n), "cells": [COST] * width} for n, width in enumerate(widths)]
    right = {"question": 2, "columns": ["Cost"], "rows": [{"name": "Ferry", "cells": [COST]}]}
    written = read([{"question": 1, "columns": columns, "rows": rows}, right])
    assert [one.question for one in written] == [2]


def test_what_is_too_long_or_too_many_is_cut_and_not_asked_for_anew() -> None:
    long = {"text": "word " * 40, "cites": [1, 2, 3, 4, 5, 6]}
    names = [f"{letter}: " + "column " * 40 for letter in "ABCDEFGHI"]
    made = table(names, *[("row " * 40, [long] * 9)] * 9)
    cells = cells_of(made)
    assert [one.cell.column[:2] for one in cells[:MAX_COLUMNS]] == ["A:", "B:", "C:", "D:"]
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


def test_fields_that_nobody_asked_for_cost_no_table() -> None:
    cell = {"text": "24", "cites": [4], "unit": "euros"}
    row = {"name": "Ferry", "cells": [cell], "note": ""}
    (made,) = read([{"question": 1, "title": "Costs", "columns": ["Cost"], "rows": [row]}])
    assert places(made) == [("Ferry", "Cost", 1, 1, "24")]


@pytest.mark.parametrize(
    ("cites", "numbers"),
    [(None, ()), (4, (4,)), ([0], ()), (["4", 0, None, 9], (4, 9)), ([-1, True, 2.5, {}], ()),
     (["9" * 5_000], ())],
)  # fmt: skip
def test_what_a_cell_cites_is_read_where_it_is_a_number(
    cites: object, numbers: tuple[int, ...]
) -> None:
    row = {"name": "Ferry", "cells": [{"text": "24", "cites": cites}]}
    (made,) = read([{"question": 1, "columns": ["Cost"], "rows": [row]}])
    assert [one.cites for one in cells_of(made)] == [numbers]


def test_names_that_are_numbers_or_null_are_read() -> None:
    rows = [{"name": name, "cells": ["1", "2"]} for name in (2023, None)]
    (made,) = read([{"question": 1, "columns": [2024, None], "rows": [*rows, {"cells": [1, 2]}]}])
    assert places(made) == [("2023", "2024", 1, 1, "1")]


@pytest.mark.parametrize(
    "tables",
    [None, [], {}, [{}], [None], "none", 7, [[]], {"question": 1, "columns": ["Cost"]},
     [{"question": 0, "columns": ["Cost"], "rows": []}],
     [{"question": 1, "columns": ["A", "B"], "rows": [["x", "1", "2"]]}],
     [{"question": 1, "columns": {"A": 1}, "rows": [{"name": "x", "cells": ["1"]}]}],
     [{"question": 1, "columns": ["A"], "rows": [{"name": "x", "cells": "1"}]}]],
)  # fmt: skip
def test_what_is_no_table_is_left_out_and_the_sections_stand(tables: object) -> None:
    assert read(tables) == ()


@pytest.mark.parametrize("is_listed", [True, False])
def test_a_table_that_is_in_form_stands_beside_one_that_is_not(is_listed: bool) -> None:
    right = {"question": 1, "columns": ["Cost"], "rows": [{"name": "Ferry", "cells": [COST]}]}
    assert len(read([{"question": 1}, right] if is_listed else right)) == 1
