"""To whom a sentence speaks."""

import pytest

from research.text.standing.speech import asker, is_to_somebody_else


def test_you_is_whoever_asks_what_one_does_and_else_nobody() -> None:
    advice = "If you plan to retire early, save at least 25 times your yearly expenses."
    assert not is_to_somebody_else(advice, asker("How can one retire early?"))
    assert not is_to_somebody_else(advice, asker("What do I need to retire early?"))
    assert is_to_somebody_else(advice, asker("Who retires early in Vessa?"))
    assert not is_to_somebody_else("“You can go,” the judge said.", frozenset())


@pytest.mark.parametrize(
    "query",
    [
        "Tell me about the ferry of Vessa",
        "Can you explain how the ferry works?",
        "Give me an overview of the ferries",
        "Who runs the ferry?",
    ],
)
def test_who_asks_for_a_report_is_no_you(query: str) -> None:
    assert not asker(query)
