"""What a report says where no source answers, and how it calls a part of the query."""

from datetime import date

import pytest

from research.domain.source import Source
from research.stages.answer.not_found import as_question, not_found_message
from tests.unit.stages.sources import GARDEN, HARBOUR, source


def sources(*years: int) -> list[Source]:
    return [
        source(number, text).model_copy(update={"published": date(year, 5, 1)})
        for number, (text, year) in enumerate(zip((HARBOUR, GARDEN), years, strict=False), start=1)
    ]


def test_what_may_be_answered_nearby_is_not_flatly_denied() -> None:
    told = not_found_message("how many sank", "", sources(2026), may_answer=True)
    assert told == "It is not certain that the source read says how many sank."
    told = not_found_message("Did it sink?", "", sources(2026), may_answer=True)
    assert told == "It is not certain that the source read answers “Did it sink?”."


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("Who is the mayor of Vessa?", "The 2 sources read do not say who is the mayor of Vessa."),
        ("which poet wrote it", "The 2 sources read do not say which poet wrote it."),
        ("how many people died", "The 2 sources read do not say how many people died."),
        (
            "how is the harbour doing",
            "The 2 sources read do not answer “How is the harbour doing?”.",
        ),
        (
            "How much did the ferry cost?",
            "The 2 sources read do not answer “How much did the ferry cost?”.",
        ),
        ("What about Vessa", "The 2 sources read do not answer “What about Vessa?”."),
        ("Did it sink?", "The 2 sources read do not answer “Did it sink?”."),
    ],
)
def test_silence_is_told_in_words(part: str, told: str) -> None:
    assert not_found_message(part, part, sources(2026, 2026)) == told


def test_one_source_is_one_and_none_is_none() -> None:
    said = not_found_message("Who won?", "Who won?", sources(2026))
    assert said == "The source read does not say who won."
    assert not_found_message("Who won?", "", []) == "The 0 sources read do not say who won."


def test_a_year_that_no_source_is_from_is_told_with_theirs() -> None:
    query = "Who won the election of 2031?"
    assert not_found_message(query, query, sources(2024, 2026)).endswith(
        "the election of 2031. They are from 2024 to 2026."
    )
    assert not_found_message(query, query, sources(2026, 2026)).endswith("They are from 2026.")
    assert "They are" not in not_found_message(query, query, sources(2031, 2026))


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ("how long is his deal", "How long is his deal?"),
        ("ferries on batteries", "Ferries on batteries"),
        ("What about the old ferry", "What about the old ferry?"),
    ],
)
def test_a_part_is_shown_as_a_question(part: str, shown: str) -> None:
    assert as_question(part) == shown
