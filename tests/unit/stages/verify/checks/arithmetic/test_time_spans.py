"""How long it is from one date to another."""

from datetime import date

import pytest

from research.stages.verify.checks.arithmetic.time_spans import is_span, is_year_from, points_of
from research.text.figures.quantities import quantities


@pytest.mark.parametrize(
    ("length", "said", "is_it"),
    [
        ("six days", "They met on 3 May and on 9 May.", True),
        ("three days", "They met on 3 May and on 9 May.", False),
        ("21 months", "They met in May 2020 and in February 2022.", True),
        ("two years", "They met in 2009 and in 2011.", True),
        ("four months", "They met in May 2020 and in February 2022.", False),
    ],
)
def test_a_length_is_measured_between_dates(length: str, said: str, is_it: bool) -> None:
    (wanted,) = quantities(length)
    assert is_span(wanted, points_of(said), [], None) is is_it


def test_a_date_without_a_year_is_the_pages() -> None:
    (wanted,) = quantities("two months")
    said = points_of("It was mended in June.")
    assert is_span(wanted, said, [], date(2019, 8, 22))
    assert not is_span(wanted, said, [], date(2019, 11, 22))


def test_a_year_is_counted_from_another() -> None:
    (wanted,) = quantities("1998")
    spans = [one.readings[0] for one in quantities("twelve years")]
    assert is_year_from(wanted, spans, points_of("in 2010"), None)
    assert not is_year_from(wanted, spans, points_of("in 2011"), None)
