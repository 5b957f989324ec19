"""Which day a page means: always in brackets after the words, never without the page's date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.text.days.relative_days import dated, lacks_day, relative_days

WEDNESDAY = date(2019, 11, 20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ferry opened today.", "The ferry opened today [20 November 2019]."),
        ("He was sacked last night.", "He was sacked last night [19 November 2019]."),
        ("He left last night after five years.",
         "He left last night [19 November 2019] after five years."),
        ("It was cut in the last week of October.", None),
        ("The council said on Monday that it was late.",
         "The council said on Monday [18 November 2019] that it was late."),
        ("The bridge will open on Monday.", "The bridge will open on Monday [25 November 2019]."),
        ("The losses will be divulged at a meeting on Monday.",
         "The losses will be divulged at a meeting on Monday [25 November 2019]."),
        ("The plan is expected to be approved on Monday.",
         "The plan is expected to be approved on Monday [25 November 2019]."),
        ("The plan, to be approved in May, was dropped on Monday.",
         "The plan, to be approved in May, was dropped on Monday [18 November 2019]."),
        ("Smoke from the ferry could be noticed from miles away on Monday.",
         "Smoke from the ferry could be noticed from miles away on Monday [18 November 2019]."),
        ("The guild expected on Monday that it will open.",
         "The guild expected on Monday [18 November 2019] that it will open."),
        ("It was cut last Wednesday.", "It was cut last Wednesday [13 November 2019]."),
        ("It was cut last Tuesday.", "It was cut last Tuesday [12 November 2019]."),
        ("It was cut last Thursday.", "It was cut last Thursday [14 November 2019]."),
        ("It sails next Wednesday.", "It sails next Wednesday [27 November 2019]."),
        ("Sales fell last month.", "Sales fell last month [October 2019]."),
        ("Plans are due next year.", "Plans are due next year [2020]."),
        ("The court ruled last week.",
         "The court ruled last week [week of 11 November 2019]."),
        ("The council said on Monday, November 18, that it was late.", None),
        ("On Monday 18 November the ferry sailed.", None),
        ("Today's ferries run on batteries.", None),
        ("Sailing slower would do as much, tomorrow, for nothing.", None),
        ("The talk of the town was Sunday roast.", None),
        ("“We saw her sink yesterday,” said Holt on Monday.",
         "“We saw her sink yesterday,” said Holt on Monday [18 November 2019]."),
        ("Holt said 'the ferry sank on Monday' and left.", None),
        ("We all saw it yesterday,” said Holt.", None),
        ("The harbour master resigned Monday.",
         "The harbour master resigned Monday [18 November 2019]."),
        ("Holt was accused Tuesday of theft.",
         "Holt was accused Tuesday [19 November 2019] of theft."),
        ("Holt told reporters Friday that it sank.",
         "Holt told reporters Friday [15 November 2019] that it sank."),
        ("Holt told reporters Thursday that it sank.", None),
        ("The race of the Lark ended at two on Thursday.", None),
        ("The race will end at two on Thursday.",
         "The race will end at two on Thursday [21 November 2019]."),
        ("It sank late Monday night off Vessa.",
         "It sank late Monday night [18 November 2019] off Vessa."),
        ("Holt won Tuesday's race.", "Holt won Tuesday's [19 November 2019] race."),
        ("Friday's storm sank the ferry.", "Friday's [15 November 2019] storm sank the ferry."),
        ("Friday's storm will reach Vessa at noon.", None),
        ("After Friday's storm the ferry sank.",
         "After Friday's [15 November 2019] storm the ferry sank."),
        ("Holt said Friday's race will be the last.", None),
        ("Holt will take part in Friday's race.", None),
        ("The ferry will be sold Friday in Vessa.", None),
        ("A sale is expected Friday.", None),
        ("They lost every Monday.", None),
        ("They met after last Monday's race.", None),
        ("Holt served Sunday roast.", None),
        ("Holt joined the Monday Club.", None),
        ("The ferry closed Mondays.", None),
        ("The bridge opens early on Friday.",
         "The bridge opens early on Friday [22 November 2019]."),
        ("On Friday, the bridge will open.", "On Friday [22 November 2019], the bridge will open."),
        ("Holt said that the bridge would open on Friday.",
         "Holt said that the bridge would open on Friday [22 November 2019]."),
        ("Holt flew to Vessa on Monday.", "Holt flew to Vessa on Monday [18 November 2019]."),
        ("In addition to the five wrecks on Monday, two boats had been lost.",
         "In addition to the five wrecks on Monday [18 November 2019], two boats had been lost."),
        ("Due to storms on Monday, no ferry sails.",
         "Due to storms on Monday [18 November 2019], no ferry sails."),
        ("Attempts to raise the ferry on Monday failed.",
         "Attempts to raise the ferry on Monday [18 November 2019] failed."),
        ("Holt wants to raise the ferry on Monday.",
         "Holt wants to raise the ferry on Monday [25 November 2019]."),
        ("The crew agreed to sail on Monday.",
         "The crew agreed to sail on Monday [18 November 2019]."),
        ("The mill burned down in New Vessa Tuesday night.",
         "The mill burned down in New Vessa Tuesday night [19 November 2019]."),
        ("Shares in the yard fell 3% Tuesday.",
         "Shares in the yard fell 3% Tuesday [19 November 2019]."),
        ("Sales rose on Black Friday.", None),
        ("Voters go to the polls on Sunday.",
         "Voters go to the polls on Sunday [24 November 2019]."),
        ("The gates close on Sunday.", "The gates close on Sunday [24 November 2019]."),
        ("Shares fell by a tenth from their close on Friday.",
         "Shares fell by a tenth from their close on Friday [15 November 2019]."),
        ("Holt cast his vote on Monday.", "Holt cast his vote on Monday [18 November 2019]."),
        ("The previous vote on Monday was lost.",
         "The previous vote on Monday [18 November 2019] was lost."),
        ("The council kept the gates open on Monday.",
         "The council kept the gates open on Monday [18 November 2019]."),
        ("Holt scored two late hits on Sunday.",
         "Holt scored two late hits on Sunday [17 November 2019]."),
        ("The fair opens on Sunday.", "The fair opens on Sunday [24 November 2019]."),
        ("The yard, which is run by Holt, on Monday said that it pays.",
         "The yard, which is run by Holt, on Monday [18 November 2019] said that it pays."),
        ("Holt was due to speak on Monday.", "Holt was due to speak on Monday [18 November 2019]."),
    ],
)  # fmt: skip
def test_the_day_stands_after_the_words(text: str, expected: str | None) -> None:
    assert dated(text, WEDNESDAY) == (expected or text)


def test_december_and_january_are_in_other_years() -> None:
    assert dated("Sales fell last month.", date(2020, 1, 3)).endswith("[December 2019].")
    assert dated("Sales rise next month.", date(2019, 12, 3)).endswith("[January 2020].")


def test_without_a_date_nothing_is_added() -> None:
    assert dated("The ferry opened today.", None) == "The ferry opened today."
    assert lacks_day("The ferry opened today.", None)
    assert not lacks_day("The ferry opened in May.", None)
    assert not lacks_day("“The ferry opened today,” said Ragna Holt.", None)
    assert not lacks_day("The ferry opened today.", WEDNESDAY)


@given(st.text(), st.dates())
def test_any_text_keeps_its_words(text: str, day: date) -> None:
    assert dated(text, day).startswith(text[:1])
    assert len(dated(text, day)) >= len(text)


def test_on_a_friday_last_monday_may_be_this_weeks_or_the_one_before() -> None:
    friday = date(2019, 11, 22)
    assert dated("It was cut last Monday.", friday) == "It was cut last Monday."
    assert list(relative_days("It was cut last Monday.", friday)) == []
    assert dated("It was cut last Wednesday.", friday).endswith("[13 November 2019].")
    assert dated("It was cut last Sunday.", friday).endswith("[17 November 2019].")
