"""Figures that a sentence lists: those whose labels have one form, and no others."""

import pytest

from research.stages.analyse.figures.lists import list_charts
from research.stages.analyse.material import reported_sentences
from tests.unit.stages.analyse.pages import page


def shown(sentence: str) -> list[tuple[str, str]]:
    found = [chart for one in reported_sentences([page(1, sentence)]) for chart in list_charts(one)]
    assert all(one.measure == sentence for one in found)
    return [(f.label, f.written) for one in found for f in one.figures]


LISTS = {
    "The poll put Labour on 30%, the Conservatives on 42% and the Liberal Democrats on 15%.":
        [("Labour", "30%"), ("the Conservatives", "42%"), ("the Liberal Democrats", "15%")],
    "Fire crews attended 46 calls in Leeds, 23 in York and 12 in Hull.":
        [("Leeds", "46"), ("York", "23"), ("Hull", "12")],
    "Arrivals rose from 2,300 in 2015 to 3,400 in 2017 and 5,000 in 2019.":
        [("2015", "2,300"), ("2017", "3,400"), ("2019", "5,000")],
    "It sold 444 million phones in 2013, up from 384 million in 2012 and 213 million in 2011.":
        [("2011", "213 million"), ("2012", "384 million"), ("2013", "444 million")],
    "The largest causes were heart disease (38%), cancer (30%) and stroke (25%).":
        [("heart disease", "38%"), ("cancer", "30%"), ("stroke", "25%")],
    "The biggest markets were Germany (38%), France (30%), followed by Italy (25%).":
        [("Germany", "38%"), ("France", "30%"), ("Italy", "25%")],
    "Widgets are the most popular form (38%), followed by in-feed units (30%) and finally "
    "texts and pictures (7%).":
        [("Widgets", "38%"), ("in-feed units", "30%"), ("texts and pictures", "7%")],
    "The plans cost $9 a month for students, $12 a month for adults and $20 a month for families.":
        [("students", "$9"), ("adults", "$12"), ("families", "$20")],
    "Gatwick handled 46 million passengers, Stansted 28 million and Luton 18 million.":
        [("Gatwick", "46 million"), ("Stansted", "28 million"), ("Luton", "18 million")],
    "The Petrel costs €62 million, the Shearwater €74 million and the Gull €40 million.":
        [("The Petrel", "€62 million"), ("the Shearwater", "€74 million"),
         ("the Gull", "€40 million")],
    "Sales were 12% in March, 15% in April, and 18% in May, according to the maker.":
        [("March", "12%"), ("April", "15%"), ("May", "18%")],
    "Milk costs €1.09 at Aldi, €1.15 at Lidl and €1.49 at Edeka.":
        [("Aldi", "€1.09"), ("Lidl", "€1.15"), ("Edeka", "€1.49")],
}  # fmt: skip


@pytest.mark.parametrize("sentence", LISTS)
def test_a_list_is_a_chart(sentence: str) -> None:
    assert shown(sentence) == LISTS[sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Turnout was 61% in Leeds, down from 65% in 2015 and 70% in 2010.",
        "Emissions fell by 10% in 2018, rose by 5% in 2019 and fell by 3% in 2020.",
        "The committee has 12 members from Leeds, 5 from York and 3 others.",
        (
            "The company has 450 people in Berlin, 300 in Paris and 120 in Rome, and will hire "
            "50 in Oslo."
        ),
        "Inflation hit 8% in June, 9% in July and 10% in August before falling to 7% in May.",
        "The house has 3 bedrooms, 2 bathrooms and 1 kitchen.",
        "Her children are Ann (12), Ben (9) and Carl (7).",
        "About 30% in Leeds, less than 5% in York, 12% in Hull and 9% in Bath agreed.",
        "The drug costs $5 in India, £30 in Britain and $100 in America.",
        (
            "The Dow fell 102.2 points, or 0.36%, to 27,934.02, the S&P lost 1.85 points, or "
            "0.06%, to 3,120.18 and the Nasdaq added 20.72 points, or 0.24%, to 8,570.66."
        ),
        (
            "Just over half were female, 77 percent were aged 26 or above, 65 percent were white "
            "and 7.3 of another race."
        ),
        "Cannabis use rose by 37 percent, from 0.90 percent to 1.23 percent, after legalization.",
        (
            "SoftBank agreed to inject $6.5 billion into WeWork and to fund a $3 billion buyout, "
            "including $1 billion for shares."
        ),
        "The claim that she has $17 million (or $12 million or $6 million) is unsubstantiated.",
        "Tickets cost $9 a month for students, $90 a year for adults and $20 a week for families.",
    ],
)
def test_what_is_no_list_of_one_measure_is_none(sentence: str) -> None:
    assert shown(sentence) == []
