"""Figures that several sentences tell of several things in the same words."""

import pytest

from research.stages.analyse.figures.statements import statement_charts
from research.stages.analyse.material import reported_sentences
from tests.unit.stages.analyse.pages import page


def shown(*texts: str) -> dict[str, list[tuple[str, str, int]]]:
    sources = [page(number, text) for number, text in enumerate(texts, start=1)]
    return {
        one.measure: [(f.label, f.written, f.citation.source) for f in one.figures]
        for one in statement_charts(reported_sentences(sources))
    }


def test_the_same_measure_of_several_things_by_several_sources() -> None:
    assert shown(
        "The Honda Jazz costs $20,000. Its boot is small and its seats are red.",
        "The Toyota Yaris is priced at $22,000, the maker says.",
        "People like it. The Ford Fiesta costs about $19,500 and has five doors.",
    ) == {
        "Price": [
            ("Honda Jazz", "$20,000", 1),
            ("Toyota Yaris", "$22,000", 2),
            ("Ford Fiesta", "about $19,500", 3),
        ]
    }


def test_what_is_told_behind_the_figure_is_a_part_of_the_measure() -> None:
    assert shown(
        "Apple Arcade costs $4.99 a month. Xbox Live costs $60 a year.",
        "Stadia Pro costs $9.99 a month. Luna costs $10 for the first month alone.",
        "PlayStation Now costs $8.99 a month. Geforce costs $5.",
    ) == {
        "Price, a month": [
            ("Apple Arcade", "$4.99", 1),
            ("Stadia Pro", "$9.99", 2),
            ("PlayStation Now", "$8.99", 3),
        ]
    }


def test_heights() -> None:
    (measure,) = shown(
        "The Burj Khalifa is 828 metres tall.", "The Shanghai Tower is 632 metres tall and new.",
        "The Abraj Al-Bait is 601 metres tall. The Seine is 777 kilometres long.",
    )  # fmt: skip
    assert measure == "Height"


@pytest.mark.parametrize(
    "last",
    [
        "The VW Polo costs €18,000.",
        "The VW Polo costs more than $18,000.",
        "The VW Polo costs $18,000 in Japan alone.",
        "The VW Polo starts at $18,000.",
        "The VW Polo costs $18,000. The VW Polo costs $19,000, others say.",
        "Cars like that one cost $18,000.",
        "It costs $18,000 as they say.",
        "If bought today, the VW Polo costs $18,000.",
    ],
)
def test_what_is_not_told_in_the_same_way_is_no_third(last: str) -> None:
    two = ("The Honda Jazz costs $20,000.", "The Toyota Yaris costs $22,000.")
    assert shown(*two, last) == {}
    assert shown(*two, "The VW Polo costs $18,000.") != {}
