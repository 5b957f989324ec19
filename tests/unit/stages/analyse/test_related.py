"""The questions that a report proposes to ask next."""

from datetime import date

import pytest

from research.domain.source import Source
from research.stages.analyse.analyse import analyse
from research.stages.analyse.related import MAX_RELATED
from tests.unit.stages.analyse.pages import page

QUERY = "How is Tidewell doing after the storm?"
ONE = (
    "The wind farm Tidewell stood still. The engineer Ann Berg said that all is "
    "well. Then Velta Bank and Tidewell met, and Velta Bank backed Tidewell again. We saw Carl "
    "Holt at work near Tidewell."
)
TWO = (
    "On Monday Tidewell and Velta Bank signed a deal. Then Ann Berg left the room. A man named "
    "Carl Holt, 41, waited. It is unclear whether Tidewell will repair the blades."
)


def related(*texts: str, query: str = QUERY) -> list[str]:
    sources: list[Source] = [page(number, text) for number, text in enumerate(texts, 1)]
    return list(analyse(query, sources).related_questions)


def test_what_is_open_who_says_what_who_has_to_do_with_it_and_what_came_of_it() -> None:
    assert related(ONE, TWO) == [
        "Is it known by now whether Tidewell will repair the blades?",
        "What else has Ann Berg said about Tidewell?",
        "Who is Carl Holt?",
        "How much has Velta Bank invested in Tidewell?",
        "What has happened with Tidewell since 11 March 2026?",
    ]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("It is not yet known how many blades of Tidewell broke, the mayor said.",
         "Is it known by now how many blades of Tidewell broke?"),
        ("Tidewell declined to say when the turbines of Tidewell will turn again.",
         "Is it known by now when the turbines of Tidewell will turn again?"),
        ("It remains unclear if the storm hit Tidewell first or last.",
         "Is it known by now whether the storm hit Tidewell first or last?"),
        ("It is unclear whether they will repair it at Tidewell.", ""),
        ("It is unclear why Tidewell.", ""),
        ("It is unclear how large of a turbine the company of Tidewell wants.", ""),
        ("It is unclear how the national football league of Bavaria will end.", ""),
    ],
)  # fmt: skip
def test_what_is_open_is_asked_where_it_stands_alone_and_is_about_it(
    sentence: str, question: str
) -> None:
    found = [one for one in related(sentence) if one.startswith("Is it known")]
    assert found == ([question] if question else [])


def test_what_came_of_it_is_asked_since_the_last_source_and_not_of_a_body_of_all_kinds() -> None:
    pages = [page(n, text, published=date(2026, 3, n)) for n, text in enumerate((ONE, TWO), 1)]
    last = analyse(QUERY, pages).related_questions[-1]
    assert last == "What has happened with Tidewell since 2 March 2026?"
    told = "Then NASA sold Tidewell. The report of NASA is out, and Tidewell is gone."
    pages = [page(n, told, published=date(2026, 3, n)) for n in (1, 2)]
    assert not [q for q in analyse("What has NASA sold?", pages).related_questions if "since" in q]


def test_whom_the_query_names_is_not_asked_about_and_there_are_few() -> None:
    many = " ".join(f"They met {name} Holt{n}, 41, in town." for n, name in enumerate(
        ("Anna", "Carl", "Maria", "Peter", "Paul", "Rosa", "Ruth", "Hugo")
    ))  # fmt: skip
    found = related(many, many, query="Who is Anna Holt0?")
    assert 0 < len(found) <= MAX_RELATED
    assert not any("Anna" in one for one in found)


@pytest.mark.parametrize(
    "told", ["Carl Holt, the engineer, left.", "They heard CEO Carl Holt speak."]
)
def test_who_somebody_is_need_not_be_asked_where_a_source_says_it(told: str) -> None:
    assert "Who is Carl Holt?" not in related(f"{ONE} {told}", TWO)
