"""A day without a year, on a page of 19 November 2019, is of the year that its verb speaks of."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.text.days.dates import moments
from research.text.days.unsaid_years import likely_day

PUBLISHED = date(2019, 11, 19)


def day_of(text: str, around: str = "", published: date = PUBLISHED) -> str:
    day = likely_day(moments(text)[0], text, published, around)
    return day.isoformat() if day else ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The paper told of a fair that stops in Vessa on July 22.", "2020-07-22"),
        ("The show, which kicks off on June 9, was announced today.", "2020-06-09"),
        ("The ferry will be honoured on May 2.", "2020-05-02"),
        ("They said it is to open on October 10.", "2020-10-10"),
        ("Tickets go on sale on December 6.", "2019-12-06"),
        ("Holt, who will be the chair, told them on October 31 that it pays.", "2019-10-31"),
        ("He sent them home on May 2.", "2019-05-02"),
        ("On May 2 he sent them home.", "2019-05-02"),
        ("It was moored there on February 1.", "2019-02-01"),
        ("The fair, which was praised, takes place 18 November.", "2019-11-18"),
        ("They gave up a rise planned for October 15.", "2019-10-15"),
        ("A hearing is scheduled for February 14.", "2020-02-14"),
        ("Vote on November 5!", "2019-11-05"),
        ("It was changed on November 20.", "2019-11-20"),
    ],
)
def test_the_verb_beside_a_day_says_its_year(text: str, day: str) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "June 9 – Vessa Hall, Nordholm",
        "October 10 – Vessa Hall, Nordholm",
        "A course with the acclaimed Ragna Holt, December 28, in Vessa.",
        "The season ends on September 20.",
        "Sowing before May 10",
        "It was on June 31.",
    ],
)
def test_a_day_that_may_be_of_two_years_is_left_out(text: str) -> None:
    assert day_of(text) == ""


def test_years_beside_it_count() -> None:
    assert day_of("June 9 – Vessa Hall", "The tour of 2020: June 9 – Vessa Hall") == "2020-06-09"
    assert day_of("November 18 – Vessa Hall", "On to 2020: November 18") == "2019-11-18"
    old = "They met in 2001. He was there on March 10."
    assert day_of("He was there on March 10.", old) == ""
    assert day_of("He was there on October 10.", old) == "2019-10-10"


def test_a_day_of_last_year_is_told_in_the_weeks_after_it() -> None:
    january = date(2020, 1, 20)
    assert day_of("It opened on December 5.", published=january) == "2019-12-05"
    assert day_of("It opened on March 5.", published=january) == ""


@pytest.mark.parametrize("verb", ["opens", "is opening", "takes place", "runs", "will open"])
def test_a_programme_is_of_what_is_ahead(verb: str) -> None:
    assert day_of(f"Holt said the hall {verb} on April 3.") == "2020-04-03"


@given(st.text(max_size=60), st.dates())
def test_any_day_has_its_month_and_is_within_a_year_and_a_half(text: str, published: date) -> None:
    (moment,) = moments("March 5")
    day = likely_day(moment, text, published)
    assert day is None or ((day.month, day.day) == (3, 5) and abs(day.year - published.year) <= 1)
