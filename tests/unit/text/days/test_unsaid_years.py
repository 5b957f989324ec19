"""A day without a year, on a page of 19 November 2019, is of the year that its verb speaks of."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.text.days.dates import moments
from research.text.days.unsaid_years import likely_day

PUBLISHED = date(2019, 11, 19)


def day_of(text: str, around: str = "", published: date = PUBLISHED) -> str:
    day = likely_day(moments(text)[-1], text, published, around)
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
        ("Holt was due to speak on May 3.", "2019-05-03"),
        ("The vote was scheduled for May 3.", "2019-05-03"),
        ("The trial was due to begin on December 8.", "2019-12-08"),
        ("Holt said that the trial was due to begin on May 3.", "2020-05-03"),
        ("Holt hopes to sail to Vessa on May 3.", "2020-05-03"),
        ("The crew decided to put the ferry up for sale on May 3.", "2019-05-03"),
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
        "Holt is being held after a fire on May 10.",
        "It was on June 31.",
        "The path to the two piers of May 3",
        "All is quiet due to the fog of May 3.",
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


@pytest.mark.parametrize(
    "text",
    [
        "Voters in Nordholm rejected the harbour plan on May 3.",
        "Voters rejected plans to close the pool on May 3.",
        "Voters rejected new harbour plans on May 3.",
        "Parliament approved the plan on May 3 by 60 votes.",
        "The bank published its plans on May 3.",
        "The council's plan was rejected on May 3.",
        "The budget plan passed on May 3.",
        "The record was set on May 3.",
        "She set a record on May 3.",
        "He set sail on May 3.",
        "Rescuers found the missing set on May 3.",
        "They called off the planned strike on May 3.",
        "The port shut due to the storm on May 3.",
        "The vote did not take place on May 3.",
        "Holt is pictured on May 3 in Vessa.",
        "The yard had sold 400 boats by May 3.",
        "Holt is accused of theft on May 3.",
        "The letter is dated May 3.",
    ],
)
def test_plans_and_sets_as_nouns_and_past_forms_are_not_ahead(text: str) -> None:
    assert day_of(text, published=date(2026, 11, 25)) == "2026-05-03"


@pytest.mark.parametrize("span", ["from January 2 to January 5", "from 2 January until 5 January"])
def test_both_ends_of_a_past_span_are_past(span: str) -> None:
    text = f"The fair ran {span}."
    days = [likely_day(end, text, date(2025, 12, 20)) for end in moments(text)]
    assert days == [date(2025, 1, 2), date(2025, 1, 5)]


@pytest.mark.parametrize(
    "text",
    [
        "The festival is held on January 22.",
        "The festival is being held on January 22.",
        "The film, directed by Li, is released on January 22.",
        "The film, directed by Li, is out on January 22.",
        "The bridge remains closed until January 22.",
        "The law takes effect on January 22.",
        "The law goes into effect on January 22.",
        "The tax comes into force on January 22, the ministry said.",
        "The rules apply from January 22, the ministry said.",
        "Applications must be submitted by January 22.",
        "Tickets can only be booked from January 22.",
        "The mayor said the bridge would be closed until January 22.",
        "Holt said it would open on January 22.",
        "The match was postponed to January 22.",
        "The trial was adjourned until Thursday, January 22.",
        "The bridge was shut until January 22.",
        "The court set a hearing for January 22.",
        "The hall has been set to open on January 22.",
        "Holt said it's set to open on January 22.",
        "Holt said the city plans to open it on January 22.",
        "Holt announced plans to open it on January 22.",
        "They plan for January 22.",
        "Plans to open it on January 22 were told.",
    ],
)
def test_what_is_ahead_is_of_the_year_to_come(text: str) -> None:
    assert day_of(text, published=date(2025, 12, 20)) == "2026-01-22"


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("The ferry sank on Feb. 29.", date(2024, 3, 5), "2024-02-29"),
        ("The ferry sank on Feb. 29.", date(2024, 12, 5), "2024-02-29"),
        ("The bridge will open on February 29.", date(2023, 12, 1), "2024-02-29"),
        ("The bridge opens on February 29.", date(2023, 12, 1), "2024-02-29"),
        ("The bridge will open on February 29.", date(2024, 3, 5), ""),
        ("The ferry sank on February 29.", date(2023, 12, 1), ""),
        ("The ferry sank on February 29.", date(2025, 12, 1), ""),
        ("The bridge will open on February 29.", date(2022, 3, 5), ""),
    ],
)
def test_29_february_is_told_where_its_verb_speaks_of_it(
    text: str, published: date, day: str
) -> None:
    assert day_of(text, published=published) == day


@given(st.text(max_size=60), st.dates())
def test_any_day_has_its_month_and_is_within_a_year_and_a_half(text: str, published: date) -> None:
    (moment,) = moments("March 5")
    day = likely_day(moment, text, published)
    assert day is None or ((day.month, day.day) == (3, 5) and abs(day.year - published.year) <= 1)
