"""What states something, and what is a heading."""

import pytest

from research.text.statements import is_statement, says_something


@pytest.mark.parametrize(
    "text",
    [
        "Sails cut the fuel that the ship burns.",
        "The species lives in groups of up to fifty.",
        "It cost about $449,000.",
        "Two in three households now heat with wood.",
        "How the ship sank remains unclear.",
        "When he looked more closely, he found more of them.",
        "The harbour isn't deep enough.",
        "Der Hafen kostete 24 Millionen Euro.",
        "起重机花了300万欧元。",
    ],
)
def test_a_sentence_states_something(text: str) -> None:
    assert is_statement(text)


@pytest.mark.parametrize(
    "text",
    [
        "Why sails return",
        "Why sails return.",
        "How sails cut fuel use",
        "The return of sail",
        "Key findings",
        "Costs and benefits of wind",
        "Environmental impact of cargo ships",
        "New rules for shipping",
    ],
)
def test_a_heading_does_not(text: str) -> None:
    assert not is_statement(text)


@pytest.mark.parametrize(
    "text",
    [
        "Memo to the board, from Henrike Paulsen, head of logistics.",
        "(Reporting by Ragna Holt and Per Aune, editing by Liv Moen.)",
        "A spokesperson for the ferry line declined to comment.",
        "The ferry line did not immediately respond to a request for comment.",
        "Gov. Ragna HoltRagna Marie HoltVessa governor doubles down on ferries.",
        "Senator Per Aune MORE (R) was glad about the new ferry.",
    ],
)
def test_a_note_about_a_page_says_nothing(text: str) -> None:
    assert not says_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "A memo to the board says that the ferry costs too much.",
        "Memo to the board said that the ferry costs too much.",
        "WeWork agreed to a rescue by SoftBank, its largest shareholder.",
        "The We Company was once known as WeWork Holdings.",
        "The JavaScript function setTimeout waits, and YouTube shows how.",
        "Reporting a fault takes an hour.",
        "The patient did not respond to the treatment, the doctors say.",
        "Holt, who sold 2 of 5 ships in May and let 30 go too, declined to comment on it to us.",
    ],
)
def test_names_and_memos_may_say_something(text: str) -> None:
    assert says_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sept. 5 -- White River Amphitheatre in Auburn.",
        "Fri, Nov. 8: Holt Hall, Vessa, with Per Aune and friends.",
        "12 May 2024 | Quay Nine, Nordholm | 8 pm | sold out.",
        "Stork | 3.5 kg | two metres of wings.",
        "9/14 — Old Harbour of Vessa, north quay.",
        "An error has occurred, please try again later.",
        "Get unlimited access for 1 euro a week.",
        "To order copies for your colleagues, please contact Reprints at 1-800-843.",
    ],
)
def test_rows_of_tables_and_furniture_say_nothing(text: str) -> None:
    assert not says_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sept. 5 was the day on which the ferry sailed.",
        "Nov. 8 -- the ferry sailed from the old harbour.",
        "The ferry sails twice a day.",
        "In May 2024 -- a year late -- the quay was opened.",
    ],
)
def test_a_sentence_with_a_date_says_something(text: str) -> None:
    assert says_something(text)
