"""Numbers that follow from others by arithmetic, where the words beside them say so."""

import pytest

from research.stages.verify.checks.computed_numbers import is_computed
from research.text.figures.quantities import quantities


def computed(claim: str, said: str, *, needs_cue: bool = True) -> bool:
    wanted, *_ = quantities(claim)
    return is_computed(wanted, claim, quantities(said), needs_cue=needs_cue)


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("It was 11 minutes faster.", "It took 41 minutes, and 52 minutes before."),
        ("Together they have 15 ships.", "One has 9 ships, the other 6 ships."),
        ("Costs rose by 25 percent.", "It cost 80 euros, and now 100 euros."),
        ("That is 20 dollars for each.", "They paid 300 dollars for 15 tickets."),
        ("It lies 8 kilometres away.", "It is 5 miles away."),
        ("The share is 3 percentage points higher.", "It was 4 percent, then 7 percent."),
    ],
)
def test_what_follows(claim: str, said: str) -> None:
    assert computed(claim, said)


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("It was 12 minutes faster.", "It took 41 minutes, and 52 minutes before."),
        ("There were 11 passengers.", "It took 41 minutes, and 52 minutes before."),
        ("It lies 9 kilometres away.", "It is 5 miles away."),
        ("Costs rose by 35 percent.", "It cost 80 euros, and now 100 euros."),
        ("It was 11 minutes faster.", "It took 41 minutes."),
    ],
)
def test_what_does_not(claim: str, said: str) -> None:
    assert not computed(claim, said)


def test_one_less_needs_no_word_for_it_where_none_is_asked_for() -> None:
    claim, said = "The 16 nights brought nothing.", "They watched on 17 nights."
    assert not computed(claim, said)
    assert computed(claim, said, needs_cue=False)


def test_years_are_no_numbers_to_count_with() -> None:
    assert not computed("It was 7 more.", "It was so in 2012 and in 2019.")
