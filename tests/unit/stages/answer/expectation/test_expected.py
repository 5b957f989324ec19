"""What kind of answer a question wants."""

import pytest

from research.stages.answer.expectation.expected import Expected, expected_of, wanted_of


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who runs the ferry", Expected.PERSON),
        ("Where does the ferry stop", Expected.PLACE),
        ("in which countries was it tried", Expected.PLACE),
        ("When does the ferry sail", Expected.DATE),
        ("What year was it built", Expected.DATE),
        ("how long is her contract", Expected.SPAN),
        ("How many ferries are there", Expected.COUNT),
        ("How much did the ferry cost", Expected.MONEY),
        ("what is the ferry worth", Expected.MONEY),
        ("How much diesel does it save", Expected.AMOUNT),
        ("how far does it sail", Expected.AMOUNT),
        ("what share did the state get", Expected.AMOUNT),
        ("Why was it replaced", Expected.REASON),
        ("What caused the delay", Expected.REASON),
        ("What went wrong with the ferry", Expected.REASON),
        ("How was the fault found", Expected.MANNER),
        ("Which company runs the ferry", Expected.NAME),
        ("What were the names of the two sailors", Expected.NAME),
        ("What is the new ferry called", Expected.NAME),
        ("What does the new electric ferry to Nordholm cost", Expected.MONEY),
        ("what is the top speed of the ferry", Expected.AMOUNT),
        ("What is the population of Vessa", Expected.COUNT),
        ("What is a battery ferry", Expected.DEFINITION),
        ("What are the Nordholm ferries", Expected.THING),
        ("what is VX-12", Expected.DEFINITION),
        ("Who is Ragna Holt", Expected.DEFINITION),
        ("Who is mayor of Vessa", Expected.PERSON),
        ("Vessa", Expected.DEFINITION),
        ("Vessa Ferries", Expected.DEFINITION),
        ("Island Ferries", Expected.DEFINITION),
        ("strike at the quay", Expected.THING),
        ("The ferry sank in May", Expected.WHETHER),
        ("Who was Ragna Holt's teacher of Norse", Expected.PERSON),
        ("What is Vessa's 'Sail on it' campaign", Expected.DEFINITION),
        ("what is it about", Expected.THING),
        ("what are they accused of", Expected.THING),
        ("What is Holt accused of", Expected.THING),
        ("what is new about it", Expected.THING),
        ("What did the council decide", Expected.THING),
        ("Does the ferry run in winter", Expected.WHETHER),
        ("Can the ferry cut the cost of freight", Expected.CHANGE),
        ("How did fares change", Expected.CHANGE),
        ("Did the council change its mind", Expected.WHETHER),
        ("ferry race yesterday who won", Expected.PERSON),
    ],
)
def test_the_question_word_and_what_follows_tell(question: str, expected: Expected) -> None:
    assert expected_of(question) is expected


def test_what_is_counted_is_wanted() -> None:
    assert wanted_of("How many school districts closed") == ("school", "districts")
    assert wanted_of("Who closed") == ()


def test_a_long_question_is_read_at_once() -> None:
    """Each word may be taken in one way only: in two, 60 words would take years."""
    assert expected_of("What is " + "artificial software " * 30 + "based on") is Expected.THING
