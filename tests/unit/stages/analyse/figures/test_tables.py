"""Figures in tables: those of one column or one row that can be compared, and no others."""

import pytest

from research.domain.analysis.figures import FigureChart
from research.stages.analyse.figures.tables import table_charts
from tests.unit.stages.analyse.pages import page

Bars = list[tuple[str, str]]


def charts(*lines: str) -> list[FigureChart]:
    return list(table_charts(page(1, "\n".join(("On tables", *lines, "They end here.")))))


def shown(*lines: str) -> dict[str, Bars]:
    return {one.measure: [(f.label, f.written) for f in one.figures] for one in charts(*lines)}


def test_a_column_of_one_unit_is_a_chart_and_each_bar_cites_its_row() -> None:
    (chart,) = charts("Ship | Price | Yard", "Tern | $2.5m | Hull", "Gull | $800k | Oslo",
                      "Auk | €1m | Bath", "Ship | Price | Yard", "Tern | $2.5m | Hull",
                      "Gull | $800k | Oslo", "Auk | $1m | Bath")  # fmt: skip
    assert (chart.measure, chart.unit) == ("Price by ship", "dollar")
    assert [(f.label, f.value) for f in chart.figures] == [
        ("Tern", 2_500_000), ("Gull", 800_000), ("Auk", 1_000_000),
    ]  # fmt: skip
    assert [f.citation.quote for f in chart.figures][2] == "Auk | $1m | Bath"


def test_quotes_stand_where_they_say() -> None:
    source = page(1, "T\nCity | Rain\nBath | 90 mm\nHull | 70 mm\nOslo | 80 mm")
    (chart,) = table_charts(source)
    for one in chart.figures:
        assert source.text[one.citation.start : one.citation.end] == one.citation.quote


TABLES: dict[str, tuple[list[str], dict[str, Bars]]] = {
    "headings in each row, as a workbook has them": (
        ["Ship: Tern | Crew: 14", "Ship: Gull | Crew: 19", "Ship: Auk | Crew: 9"],
        {"Crew by ship": [("Tern", "14"), ("Gull", "19"), ("Auk", "9")]},
    ),
    "years": (
        ["Year | Births", "2019 | 1,204", "2020 | 1,150", "2021 | 1,310"],
        {"Births by year": [("2019", "1,204"), ("2020", "1,150"), ("2021", "1,310")]},
    ),
    "ranges name rows": (
        ["Share of wind | Cut", "10% to 24% | 3%", "25% to 49% | 8%", "50% and more | 20%"],
        {"Cut by share of wind": [("10% to 24%", "3%"), ("25% to 49%", "8%"),
                                  ("50% and more", "20%")]},
    ),
    "places, and numbers of rows, are no measures": (
        ["Pos | Driver | Points", "1 | Busch | 5,040", "2 | Truex | 5,035", "3 | Logano | 2,380"],
        {"Points by driver": [("Busch", "5,040"), ("Truex", "5,035"), ("Logano", "2,380")]},
    ),
    "what they come to together is none of them": (
        ["Item | Cost", "Freight | €20", "Coffee | €26", "Sacks | €9", "Total | €55"],
        {"Cost by item": [("Freight", "€20"), ("Coffee", "€26"), ("Sacks", "€9")]},
    ),
    "less is drawn to the left": (
        ["Index | Change", "Dow | -0.36%", "S&P | −0.06%", "Nasdaq | +0.24%"],
        {"Change by index": [("Dow", "-0.36%"), ("S&P", "-0.06%"), ("Nasdaq", "+0.24%")]},
    ),
    "marks of footnotes are no part of a figure": (
        ["Ship | Crew", "Tern | 14*", "Gull | 19 [a]", "Auk | 9"],
        {"Crew by ship": [("Tern", "14"), ("Gull", "19"), ("Auk", "9")]},
    ),
    "things in columns": (
        ["Per box | Tern | Gull | Auk", "Freight | €2,652 | €1,820 | €2,100",
         "Days | 15 | 21 | 18", "Wings | yes | no | no"],
        {"Freight (per box)": [("Tern", "€2,652"), ("Gull", "€1,820"), ("Auk", "€2,100")],
         "Days (per box)": [("Tern", "15"), ("Gull", "21"), ("Auk", "18")]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_what_can_be_compared(name: str) -> None:
    lines, expected = TABLES[name]
    assert shown(*lines) == expected


NONE = {
    "two are no chart": ["Ship | Price", "Tern | $20", "Gull | $30"],
    "two units": ["Ship | Price", "Tern | $20", "Gull | €30", "Auk | $15"],
    "a cell without an amount": ["Ship | Price", "Tern | $20", "Gull | sold", "Auk | $15"],
    "a cell that is left out": ["Ship | Price | Crew", "Tern | 14", "Gull | $30 | 9",
                                "Auk | $15 | 8"],
    "bounds have no length": ["Ship | Crew", "Tern | 14", "Gull | over 20", "Auk | 9"],
    "numbers that can be read in two ways": ["Ship | Boxes", "Tern | 1.204", "Gull | 2.300",
                                             "Auk | 3.100"],
    "all the same": ["Ship | Crew", "Tern | 14", "Gull | 14", "Auk | 14"],
    "years of things": ["Ship | Built", "Tern | 1987", "Gull | 1999", "Auk | 2004"],
    "the same name twice": ["Ship | Crew", "Tern | 14", "Tern | 19", "Auk | 9"],
    "two things, each with its own measures": [
        "Per bag | Motor | Sail", "Freight | €0.05 | €0.08", "Coffee | €2.60 | €2.60",
        "Price | €9.80 | €9.80"],
    "countries by years, of what is not told": [
        "Country | 2019 | 2020 | 2021", "Malta | 3 | 4 | 3", "Spain | 300 | 310 | 290",
        "China | 9,000 | 9,100 | 9,900"],
    "things by measures, of which nothing tells which is which": [
        "Library | Compact | Pretty | Ratio", "orjson | 0.25 | 0.45 | 1",
        "json | 3.01 | 24.4 | 54"],
    "a corner that is left out, and cells": ["full | trial", "NAT gateway | 36.50",
                                             "Redis | 91.25 | 6.13", "Fargate | 21.26"],
    "rows under the headings of others": ["Name | Default | Meaning", "HOST | the host",
                                          "TLS | False | its", "SIZE | 10 | of", "MAX | 64 | a"],
    "versions": ["Feature | Since", "Watching | 16.19.0", "Styling | 20.12.0", "Running | 22.0.0"],
    "numbers that order": ["Tool | Target tier", "perf | 1", "prof | 2", "heap | 3", "trace | 1"],
    "running text with bars": ["Home | News | About us", "Read more | Share | Print",
                               "Next | Back | Top"],
}  # fmt: skip


@pytest.mark.parametrize("name", NONE)
def test_what_can_not_be_compared_is_not_shown(name: str) -> None:
    assert shown(*NONE[name]) == {}


def test_a_table_of_hostile_size_is_passed_over() -> None:
    wide = " | ".join("9" * 30 for _ in range(400))
    assert shown(*[wide] * 2_000) == {}
