"""PDF columns: read one after the other by place; tables by row; what is unclear left out."""

import pytest
from pypdf.generic._font import Font

from research.domain.errors import ExtractError
from tests.unit.adapters.extract.documents import extract
from tests.unit.adapters.extract.pdf.placed_pdf import (
    LEFT,
    RIGHT,
    THIRD,
    Piece,
    across,
    down,
    placed_pdf,
)

READ_LEFT = (
    "The reservoir above Kolm holds eleven million cubic metres of water, and it supplies the city "
    "of Tarn through two tunnels. The turbines below give 46 megawatts in spring."
)
READ_RIGHT = (
    "Farmers in the valley take a fifth of the water in summer. The lake was last emptied in 2018 "
    "to mend the outlet, and fishing is allowed with a permit that costs 40 euros a year."
)
READ_THIRD = (
    "Tourists come in winter for the ice, and in the warm months for the ferries that cross from "
    "shore to shore. Most of them stay in the old town for one night and leave on the early train."
)


FIGURES = [
    ("Name", "Built", "Power"),
    ("Kolm", "1961", "46 MW"),
    ("Tarn", "1974", "12 MW"),
    ("Vell", "1980", "31 MW"),
    ("Orsk", "1999", "8 MW"),
]


def _read(body: bytes) -> str:
    return extract(body, "application/pdf").text


def _in_order(text: str, *parts: str) -> bool:
    places = [text.replace("\n", " ").find(part) for part in parts]
    return -1 not in places and places == sorted(places)


@pytest.mark.parametrize("one_object", [False, True])
@pytest.mark.parametrize("pieces", [
    across(LEFT, RIGHT),
    down(LEFT, RIGHT),
    down(LEFT, RIGHT)[::-1],
    sorted(down(LEFT, RIGHT), key=lambda piece: -piece[0]),
], ids=["across", "down", "backwards", "right first"])  # fmt: skip
def test_two_columns_are_read_one_after_the_other(pieces: list[Piece], one_object: bool) -> None:
    text = _read(placed_pdf(pieces, one_object=one_object))
    assert _in_order(text, READ_LEFT, READ_RIGHT)


def test_columns_within_one_string_each_line_are_refused() -> None:
    rows = [f"{left:<48}{right}" for left, right in zip(LEFT, RIGHT, strict=True)]
    with pytest.raises(ExtractError, match="columns can't be told apart"):
        _read(placed_pdf(across(rows, lefts=(50,))))


def test_three_columns_are_read_from_the_left() -> None:
    pieces = across(LEFT, RIGHT, THIRD, lefts=(30, 220, 410))
    text = _read(placed_pdf(pieces, size=9))
    assert _in_order(text, READ_LEFT, READ_RIGHT, READ_THIRD)


def test_a_title_and_a_footer_across_both_columns_stand_before_and_after_them() -> None:
    title = (
        50.0,
        740.0,
        "The Kolm reservoir, its many uses, and those who live by it in the valley",
    )
    footer = (200.0, 40.0, "Published by the water board of the city of Tarn in 2026")
    text = _read(placed_pdf([title, *across(LEFT, RIGHT), footer]))
    assert _in_order(text, title[2], READ_LEFT, READ_RIGHT, footer[2])


def test_a_heading_across_both_columns_is_a_line_of_its_own() -> None:
    heading = (
        72,
        740,
        "The reservoir above Kolm and what it is used for by the city of Tarn, by year",
    )
    assert _read(placed_pdf([heading, *across(LEFT, RIGHT)])).startswith(f"{heading[2]}\n")


def test_a_footer_beneath_one_column_stands_after_both() -> None:
    footer = (50.0, 40.0, "Water board of Tarn")
    text = _read(placed_pdf([*across(LEFT, RIGHT), footer]))
    assert _in_order(text, READ_LEFT, READ_RIGHT, footer[2])


def test_text_across_the_page_between_columns_parts_them() -> None:
    middle = (
        50.0,
        600.0,
        "Of the lakes in the north more is said in the report of the year before.",
    )
    pieces = [*across(LEFT, RIGHT), middle, *across(THIRD, LEFT, top=570)]
    text = _read(placed_pdf(pieces))
    assert _in_order(text, READ_LEFT, READ_RIGHT, middle[2], READ_THIRD)


@pytest.mark.parametrize("rows", [
    FIGURES,
    [("Dam", "What it is used for today"), ("Kolm upper dam", "Power and water for Tarn"),
     ("Vell lower dam", "Water for farms in summer"), ("Orsk old dam", "Fishing by permit alone"),
     ("Tarn new dam", "Nothing since the year 1999")],
    [("the red deer", "feeds on grass and shoots"), ("the roe deer", "lives alone or in pairs"),
     ("the wild boar", "roots for food at night"), ("the brown bear", "sleeps from autumn on"),
     ("the grey wolf", "hunts in packs of seven")],
    [("name of the owner", "the city of Tarn"), ("year it was built in", "nineteen sixty one"),
     ("what it is used for", "power and water"), ("who is to be asked", "the water board")],
], ids=["figures", "phrases", "lower case", "form"])  # fmt: skip
def test_a_table_keeps_its_rows(rows: list[tuple[str, ...]]) -> None:
    columns = list(zip(*rows, strict=True))
    rest = across(THIRD, lefts=(50,), top=400)
    text = _read(placed_pdf([*across(*columns, lefts=(50, 230, 410)[: len(columns)]), *rest]))
    assert _in_order(text, *(" ".join(row) for row in rows))


def test_a_table_beneath_columns_keeps_its_rows() -> None:
    names, built, power = zip(*FIGURES, strict=True)
    table = across(names, built, power, lefts=(50, 230, 410), top=560)
    text = _read(placed_pdf([*across(LEFT, RIGHT), *table]))
    assert _in_order(text, READ_LEFT, READ_RIGHT, *map(" ".join, FIGURES))


def test_words_drawn_one_by_one_are_read_as_lines() -> None:
    font = Font.from_core_font_name("Helvetica")
    words = []
    for left, baseline, line in across(LEFT, RIGHT):
        for word in line.split():
            words.append((left, baseline, word))
            left += font.get_text_width(f"{word} ") * 11 / 1000
    for one_object in (False, True):
        assert _in_order(_read(placed_pdf(words, one_object=one_object)), READ_LEFT, READ_RIGHT)


def test_columns_of_other_lengths_and_baselines_are_read_down() -> None:
    pieces = across(LEFT + THIRD, lefts=(50,)) + across(RIGHT, lefts=(310,), top=695)
    text = _read(placed_pdf(sorted(pieces, key=lambda piece: -piece[1])))
    assert _in_order(text, READ_LEFT, READ_THIRD, READ_RIGHT)


def test_a_stamp_turned_along_the_edge_stands_after_the_columns() -> None:
    upright = b"1 0 0 1 20 100 Tm"
    body = placed_pdf([(20, 100, "Tarn: 2026"), *across(LEFT, RIGHT)])
    text = _read(body.replace(upright, b"0 1 -1 0 20 99 Tm", 1))
    assert body.count(upright) == 1
    assert _in_order(text, READ_LEFT, READ_RIGHT, "Tarn: 2026")


def _unclear() -> list[Piece]:
    """Prose beside prose, where the place of the second wanders and crosses the first."""
    lefts = (275, 330, 262, 318, 290)
    return [
        piece
        for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True))
        for piece in ((50 + 30 * (number % 2), 700 - 14 * number, left),
                      (lefts[number] + 30, 700 - 14 * number, right))
    ]  # fmt: skip


def test_a_page_whose_order_cannot_be_told_is_left_out_and_named() -> None:
    document = extract(placed_pdf(across(THIRD, lefts=(50,)), _unclear()))
    assert document.text == READ_THIRD
    assert document.left_out == ("page 2: columns can't be told apart",)


def test_a_document_of_such_pages_is_refused() -> None:
    with pytest.raises(ExtractError, match="pages 1–2: columns can't be told apart"):
        _read(placed_pdf(_unclear(), _unclear()))
