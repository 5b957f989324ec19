"""Names, and the abbreviations that stand for words."""

import time

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


@pytest.mark.parametrize(
    ("acronym", "text", "is_so"),
    [
        ("ipo", "The ferry line put off its initial public offering in May.", True),
        ("gdp", "Growth of the gross domestic product slowed.", True),
        ("rof", "The registrar of ferries signed it.", False),
        ("nato", "The North Atlantic Treaty Organization met.", True),
        ("ipo", "An initial, public and lasting offering was made.", False),
        ("ipo", "The initial offering was public.", False),
        ("pr", "The public rebelled.", False),
        ("pr", "The Public Register has it.", True),
    ],
)
def test_an_abbreviation_is_spelt_out_by_words_side_by_side(
    acronym: str, text: str, is_so: bool
) -> None:
    assert is_spelt_out(acronym, clause_words(text)) is is_so


def test_many_words_that_begin_alike_are_read_once() -> None:
    words = clause_words("initial of " * 20_000)
    began = time.process_time()
    assert not is_spelt_out("ipox", words)
    assert time.process_time() - began < 1.0
