"""What the numbers of a sentence count, which are years, and where its figures stand."""

import pytest

from research.text.figures.counted import (
    AGE,
    counted_terms,
    counts_of,
    dates_of,
    figure_places,
    is_year,
    kinds_of,
    rejected_of,
    values_of,
    years_of,
)
from research.text.figures.quantities import quantities

SENTENCE = "In 2024 the ferry to Nordholm carried 310,000 passengers and 40 tonnes of mail."


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("The ferry has 120 berths.", {"berth"}),
        ("The ferry weighs 40 tonnes.", {"unit gram"}),
        ("Ines Calloway, 34, was the captain.", AGE),
        ("A crew of 14 sails it.", {"crew", "sail"}),
    ],
)
def test_what_a_number_counts(sentence: str, kinds: set[str]) -> None:
    (number,) = counts_of(sentence)
    assert kinds <= kinds_of(sentence, number)


def test_a_year_counts_nothing() -> None:
    assert [is_year(number) for number in quantities(SENTENCE)] == [True, False, False]
    assert [number.written for number in counts_of(SENTENCE)] == ["310,000", "40 tonnes"]
    assert years_of(SENTENCE) == {2024: 3}
    assert [date.year for date in dates_of(SENTENCE)] == [2024]
    assert counted_terms(SENTENCE, counts_of(SENTENCE)[0]) == ["passeng"]


def test_a_number_that_is_said_to_be_wrong_is_no_count() -> None:
    sentence = "The ferry cost €31 million, not the €24 million that was planned."
    assert [number.written for number in counts_of(sentence)] == ["€31 million"]
    assert [number.written for number in rejected_of(sentence)] == ["€24 million"]
    assert values_of(sentence) == {31_000_000}


def test_figures_stand_where_numbers_and_dates_are() -> None:
    sentence = "On 4 May 2026 the ferry carried 120 cars."
    texts = {sentence[start:end] for start, end in figure_places(sentence)}
    assert texts == {"4 May 2026", "120"}
