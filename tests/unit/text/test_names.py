"""Which words an acronym is short for."""

import pytest

from research.text.clauses import clause_words
from research.text.names import is_spelt_out


@pytest.mark.parametrize(
    ("acronym", "text", "is_spelt"),
    [
        ("fda", "It was the Food and Drug Administration that spoke.", True),
        ("sec", "The U.S. Securities and Exchange Commission spoke.", True),
        ("rbv", "Royal Bank of Vessa", True),
        ("vfc", "Vessa hired Farrow and Cole to sail.", False),
        ("who", "World leaders met. Holt and Orr spoke.", False),
        ("who", "Workers halt\nOslo", False),
        ("us", "Union Strike", False),
        ("us", "Under the reuters.com site", False),
        ("f", "Farrow", False),
    ],
)
def test_an_acronym_is_of_the_words_of_one_name(acronym: str, text: str, is_spelt: bool) -> None:
    assert is_spelt_out(acronym, clause_words(text)) is is_spelt
