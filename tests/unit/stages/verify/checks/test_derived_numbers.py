"""Numbers that a text gives without writing them."""

from research.stages.verify.checks.derived_numbers import derived_numbers
from research.text.figures.quantities import quantities


def test_the_years_between_two_years_are_given() -> None:
    text = "It opened in 1961 and closed in 1985."
    assert 24 * 12 in {q.readings[0].value for q in derived_numbers(text, quantities(text))}


def test_of_a_long_list_of_years_not_every_two_are_paired() -> None:
    text = "It was so in " + ", ".join(str(year) for year in range(1700, 2000)) + "."
    assert len(derived_numbers(text, quantities(text))) <= 24 * 23 // 2
