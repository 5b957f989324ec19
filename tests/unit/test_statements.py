"""What states something, and what is a heading."""

import pytest

from research.text.statements import is_statement


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
