"""The days that sentences tell, on a page of Wednesday, 11 March 2026."""

from datetime import date

import pytest

from research.stages.analyse.events.told_days import told_days

PUBLISHED = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It opened yesterday.", ["2026-03-10"]),
        ("It opened on Monday.", ["2026-03-09"]),
        ("It will open on Friday.", ["2026-03-13"]),
        ("The race starts on July 4.", ["2026-07-04"]),
        ("It closed on December 5.", ["2025-12-05"]),
        ("It will close on January 5.", ["2027-01-05"]),
        ("They met on 3 April 1971.", ["1971-04-03"]),
        ("It ran from 2 February 2026 and ended last night.", ["2026-02-02", "2026-03-10"]),
        ("On 31 June it did not happen.", []),
        ("In March, and in 2025, it rained for 12 days.", []),
        ("It costs 4.50 on 29 February 2024.", ["2024-02-29"]),
        ("He released the transcript of his July 25th call.", []),
        ("They cancelled a scheduled Dec. 15 tariff on Monday.", ["2026-03-09"]),
        ("It fell in the 3 April 1971 storm.", []),
        ("The court's 9 March ruling was read yesterday.", ["2026-03-10"]),
        ("It opened on the 3rd of March 2026 and closed.", ["2026-03-03"]),
    ],
)
def test_days(text: str, days: list[str]) -> None:
    assert [day.isoformat() for day in told_days(text, PUBLISHED)] == days


def test_without_a_date_of_the_page_only_whole_days_are_told() -> None:
    assert told_days("It opened yesterday, after 3 May 2020, on 4 May.", None) == [date(2020, 5, 3)]


def test_where_one_day_may_be_of_two_years_no_day_is_told() -> None:
    known = "On 3 March 2026, and March 9: a fair."
    unknown = "On 3 March 2026, and October 9: a fair."
    assert told_days(known, PUBLISHED) == [date(2026, 3, 3), date(2026, 3, 9)]
    assert told_days(unknown, PUBLISHED) == []


def test_what_stands_around_a_sentence_may_say_the_year() -> None:
    around = "The fairs of 2027. January 3: a fair."
    assert told_days("January 3: a fair.", PUBLISHED) == []
    assert told_days("January 3: a fair.", PUBLISHED, around) == [date(2027, 1, 3)]
    assert told_days("October 9: a fair.", PUBLISHED, around) == []


def test_29_february_takes_no_other_day_with_it() -> None:
    text = "It sank on Feb. 29 and was found on March 2."
    assert told_days(text, date(2024, 3, 5)) == [date(2024, 2, 29), date(2024, 3, 2)]
